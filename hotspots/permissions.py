from enum import StrEnum


class HotspotPermission(StrEnum):
    EDIT = "hotspots.edit"
