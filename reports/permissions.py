from enum import StrEnum


class ReportPermission(StrEnum):
    READ = "reports.read"
    HANDLE = "reports.handle"  # triage, take charge, answer, forward, merge, close
    ASSIGN = "reports.assign"  # give it to a colleague
    PUBLISH = "reports.publish"  # write the public line
    REASSIGN_PLACES = "reports.reassign_places"  # move past records to new boundaries
