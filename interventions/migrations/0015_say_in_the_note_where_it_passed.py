from django.db import migrations


def say_in_the_notes(apps, schema_editor):
    """Write in the shared note the places that a row only passed by: they get no column any more.

    It has a new version, so that a page opened before asks to be read again; no figure changes.
    """
    Intervention = apps.get_model("interventions", "Intervention")
    for row in Intervention.objects.exclude(also_at=None).distinct():
        if names := _passed_by(apps, row):
            line = f"Passa anche da: {', '.join(names)}."
            note = f"{row.shared_note}\n{line}".strip()
            Intervention.objects.filter(pk=row.pk).update(
                shared_note=note, version=row.version + 1
            )


def _passed_by(apps, row):
    """Return the names of the places of a row, without those that a row merged into it says."""
    Intervention = apps.get_model("interventions", "Intervention")
    Merge = apps.get_model("interventions", "Merge")
    absorbed = Intervention.objects.filter(merged_into=row)
    told = set(absorbed.values_list("hotspot", flat=True))
    told |= set(absorbed.values_list("also_at", flat=True))
    merges = Merge.objects.filter(absorbed__merged_into=row).exclude(before={})
    own = next((m.before.get("also_at", []) for m in merges), [])
    return [
        place.name
        for place in row.also_at.order_by("name")
        if place.pk not in told or place.slug in own
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0014_a_photo_is_measured_where_it_is_drawn"),
    ]

    operations = [
        migrations.RunPython(
            say_in_the_notes, migrations.RunPython.noop, elidable=True
        ),
    ]
