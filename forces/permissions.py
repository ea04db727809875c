from enum import StrEnum


class ForcePermission(StrEnum):
    IMPORT = "forces.import"  # the other forces' monthly counts
