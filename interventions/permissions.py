from enum import StrEnum


class InterventionPermission(StrEnum):
    READ = "interventions.read"  # calendar, sheets, statistics
    PLAN = "interventions.plan"  # put people of one's own service in a crew
    PLAN_ALL = "interventions.plan_all"  # put people of both
    LOG = "interventions.log"  # in the street, and afterwards
    SERVE_POLICE = "interventions.serve_police"  # is of the Polizia Locale
    SERVE_EDUCATION = "interventions.serve_education"  # is of the street educators
