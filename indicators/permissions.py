from enum import StrEnum


class IndicatorPermission(StrEnum):
    READ_DASHBOARD = "indicators.read_dashboard"
