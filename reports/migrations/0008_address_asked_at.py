"""When the address was asked to confirm: until today the mail was taken as sent."""

from django.db import migrations, models
from django.db.models import F


def as_sent(apps, schema_editor):
    reports = apps.get_model("reports", "Report").objects.exclude(email="")
    reports.update(email_asked_at=F("received_at"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_reading_of_the_point")]

    operations = [
        migrations.AddField(
            "report", "email_asked_at", models.DateTimeField(null=True)
        ),
        migrations.RunPython(as_sent, migrations.RunPython.noop),
    ]
