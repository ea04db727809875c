from enum import StrEnum


class AccountPermission(StrEnum):
    MANAGE_PEOPLE = "accounts.manage_people"
    READ_AUDIT = "accounts.read_audit"
