from enum import StrEnum


class JobPermission(StrEnum):
    READ = "jobs.read"
    RETRY = "jobs.retry"
