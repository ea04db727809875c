"""Reports: how many make a flood, which of them are one row, how long their words are kept."""

from cremona_safety import env

REPORT_LIMITS = {
    # past one of the first two who sends makes a device work, or waits: reports/flood.py
    "per_address_hour": env.number("REPORTS_PER_ADDRESS_HOUR", 10),
    "per_town_ten_minutes": env.number("REPORTS_PER_TOWN_TEN_MINUTES", 30),
    "minimum_seconds": 4,
    "photos": 3,
}
# Reports of one place and category no further apart than this are one row of the queue. Half an
# hour: a flood comes by the minute, two neighbours seeing two things seldom within it.
REPORT_BURST_MINUTES = env.number("REPORT_BURST_MINUTES", 30)
# From the first to the last of one row: without it one every 29 minutes would be a row for ever,
# and what is true would come in behind it.
REPORT_BURST_SPAN_MINUTES = env.number("REPORT_BURST_SPAN_MINUTES", 120)
REPORT_TEXT_MONTHS = env.number("REPORT_TEXT_MONTHS", 12)
