from enum import StrEnum


class ReferralPermission(StrEnum):
    SEND = "referrals.send"
    READ = "referrals.read"
    HANDLE = "referrals.handle"  # take and close them
