"""Which backups stay: all of the last days, then the last of each week and of each month."""


def to_drop(moments, *, days, weeks, months):
    """Return, of the moments of the backups there are, those to throw away.

    Days, weeks and months are counted among those that have a backup: a clock that was wrong for a
    night, or a month without backups, throws nothing away.
    """
    kept_days = list(_last_of_each(moments, _day))[:days]
    kept = {moment for moment in moments if _day(moment) in kept_days}
    for period, count in ((_week, weeks), (_month, months)):
        kept.update(list(_last_of_each(moments, period).values())[:count])
    return [moment for moment in moments if moment not in kept]


def _last_of_each(moments, period):
    """Map each period to its last moment, the newest period first."""
    last = {}
    for moment in sorted(moments, reverse=True):
        last.setdefault(period(moment), moment)
    return last


def _day(moment):
    return moment.date()


def _week(moment):
    return moment.isocalendar()[:2]


def _month(moment):
    return moment.year, moment.month
