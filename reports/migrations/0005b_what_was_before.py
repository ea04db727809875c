"""What was written before messages had a reader and addresses were confirmed.

A message that the office answered, or after which it moved the report, was read then. What was written
after a closing and never answered waits for an answer. An address that already receives the steps stays as it is.
"""

from django.db import migrations
from django.db.models import Exists, F, OuterRef, Subquery


def read_and_confirm(apps, schema_editor):
    Message = apps.get_model("reports", "Message")
    StatusChange = apps.get_model("reports", "StatusChange")
    for what in (StatusChange, Message):
        later = what.objects.filter(
            report=OuterRef("report"), at__gt=OuterRef("at"), by__isnull=False
        ).order_by("at", "pk")
        Message.objects.filter(side="cittadino", read_at=None).update(
            read_at=Subquery(later.values("at")[:1]),
            read_by=Subquery(later.values("by")[:1]),
        )
    Report = apps.get_model("reports", "Report")
    unread = Message.objects.filter(
        report=OuterRef("pk"), side="cittadino", read_at=None
    ).order_by("at", "pk")
    Report.objects.filter(Exists(unread), status="chiusa").update(
        answer_asked_at=Subquery(unread.values("at")[:1])
    )
    Report.objects.exclude(email="").update(email_confirmed_at=F("received_at"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_bursts_and_confirmed_addresses")]

    operations = [migrations.RunPython(read_and_confirm, migrations.RunPython.noop)]
