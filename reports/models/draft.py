"""What a citizen is still writing, and the photographs of a draft or of a report."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.models.report import Report


class AlreadySent(Exception):
    """The draft became a report, or was deleted, while somebody went on writing in it."""


class Draft(models.Model):
    """What a citizen has typed so far; erased a day after the last touch.

    A browser may have several, one for each tab: ``token_hash`` says whose they are. Its id stands
    in the address and becomes the report's ``draft_key``. Once sent it is empty, and only leads its
    owner back to the report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    token_hash = models.CharField(max_length=64, db_index=True)
    data = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    def __str__(self):
        return str(self.pk)


class Photo(models.Model):
    """A citizen's photograph, re-encoded and without metadata, of a draft or of a report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="photos")
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="photos")
    image = models.FileField(upload_to="reports/")  # a JPEG that photos.redrawing drew
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft=None, report__isnull=False)
                | Q(draft__isnull=False, report=None),
                name="photo_of_a_draft_or_of_a_report",
            )
        ]

    def __str__(self):
        return str(self.pk)
