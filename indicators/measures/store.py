"""Writes the stored figures: only the rows that differ, under the watermark of their source."""

from datetime import timedelta

from indicators.models import DailyCount, Watermark

# A transaction that was open at the last refresh may commit rows dated before it.
OVERLAP = timedelta(minutes=5)
BATCH = 1000


def lock(name):
    """Return the watermark of a source, locked until the end of the transaction."""
    locked = Watermark.objects.select_for_update()
    if mark := locked.filter(measure=name).first():
        return mark
    Watermark.objects.get_or_create(measure=name)
    return locked.get(measure=name)


def advance(watermark, started, written):
    """Note that all until ``started`` is in; a new version only when a figure changed."""
    watermark.seen_until = watermark.computed_at = started
    if written:
        watermark.version += 1
        rows = DailyCount.objects.measure(watermark.measure)
        watermark.first_day = rows.totals().first_day()
    watermark.save()


def write(measure, fresh, days):
    """Make the rows of ``days`` (None: all) equal to ``fresh``; return how many changed.

    ``fresh`` is {(day, hotspot id, category): value}, with "" for all the categories.
    """
    return apply(measure, differences(fresh, stored(measure, days)), fresh)


def stored(measure, days):
    """Return {(day, hotspot id, category): value} as the table has it now."""
    rows = DailyCount.objects.measure(measure).order_by()
    if days is not None:
        rows = rows.filter(day__in=days)
    return {
        (day, hotspot, category): value
        for day, hotspot, category, value in rows.values_list(
            "day", "hotspot_id", "category", "value"
        )
    }


def differences(fresh, kept):
    """Return the keys whose value is not the same on both sides."""
    if fresh == kept:
        return set()
    return {key for key, _ in fresh.items() ^ kept.items()}


def apply(measure, differing, fresh):
    """Make the table equal to ``fresh`` on the keys that differ; return how many."""
    if not differing:
        return 0
    days = {day for day, _, _ in differing}
    gone, changed, new = [], [], differing & fresh.keys()
    for row in DailyCount.objects.measure(measure).filter(day__in=days):
        key = (row.day, row.hotspot_id, row.category)
        if key in new:
            row.value = fresh[key]
            changed.append(row)
            new.discard(key)
        elif key in differing:
            gone.append(row.pk)
    DailyCount.objects.filter(pk__in=gone).delete()
    DailyCount.objects.bulk_update(changed, ["value"], batch_size=BATCH)
    DailyCount.objects.bulk_create(
        [
            DailyCount(
                measure=measure,
                day=day,
                hotspot_id=hotspot,
                category=category,
                value=fresh[day, hotspot, category],
            )
            for day, hotspot, category in new
        ],
        batch_size=BATCH,
    )
    return len(differing)
