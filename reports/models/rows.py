"""Which reports: what the desk, the citizen and the queue ask of their rows."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Count, F, Max, Q, Value, When, Window
from django.db.models.functions import Coalesce, Left, Lower, NullIf, Round, RowNumber

from hotspots.projection import Projection
from reports.models.history import Message, StatusChange
from reports.models.workflow import OPEN
from reports.permissions import ReportPermission
from texts.codes import code_beginning
from texts.days import midnight

TO_WORK = Q(status__in=OPEN) | Q(answer_asked_at__isnull=False)
# of a message: the report to open for it. One that is joined is worked on with its head,
# unless its citizen waits for an answer of their own
WORKED_ON = Case(
    When(report__answer_asked_at__isnull=False, then=F("report_id")),
    default=Coalesce(F("report__merged_into_id"), F("report_id")),
)

# of a message: the row of the queue where its report, or the head of it, stands
ROW = Case(
    When(report__answer_asked_at__isnull=False, then=F("report_id")),
    default=Coalesce(
        F("report__merged_into__folded_into_id"),
        F("report__merged_into_id"),
        F("report__folded_into_id"),
        F("report_id"),
    ),
)

LONGEST_SUBJECT = 60


def subject_of(report=""):
    """What ``report``, the prefix of a relation, says of itself in a line: else how its text begins."""
    subject = NullIf(f"{report}subject", Value(""))
    return Left(Coalesce(subject, F(f"{report}details")), LONGEST_SUBJECT)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def to_work(self):
        """The open ones, and the closed ones whose citizen still waits for a word."""
        return self.filter(TO_WORK)

    def rows(self):
        """Of ``to_work``, those that stand in the queue for themselves and for their group."""
        return self.filter(is_row=True)

    def unfolded(self):
        return self.filter(folded_into=None)

    def of_burst(self, report):
        """Every report that came in the same minutes as ``report``, whatever became of it."""
        first = report.burst_id or report.pk
        return self.filter(Q(pk=first) | Q(burst=first))

    def with_messages_to_read(self):
        """Reports whose citizen, or that of one joined to them, wrote what nobody has opened."""
        return self.filter(pk__in=Message.objects.to_read().values_list(WORKED_ON))

    def with_words_waiting(self):
        """Reports of ``with_messages_to_read``, and those that wait for an answer."""
        to_read = Message.objects.to_read().values_list(WORKED_ON)
        return self.filter(Q(pk__in=to_read) | Q(answer_asked_at__isnull=False))

    def groups(self, keys):
        """Return {key: (how many are folded behind it, when the last came)} of some reports."""
        folded = self.filter(folded_into__in=keys).order_by()
        found = folded.values_list("folded_into").annotate(
            Count("pk"), Max("received_at")
        )
        return {key: (count, last) for key, count, last in found}

    def said_behind(self, keys, *, latest):
        """Return {key: (how many different subjects, the ``latest`` of them)} of some groups.

        Of those folded behind each key, what its own subject does not say; one without a subject
        counts by the beginning of its text.
        """
        folded = self.filter(folded_into__in=keys).order_by()
        said = folded.annotate(said=subject_of()).exclude(said="").values("folded_into")
        own = Lower(subject_of("folded_into__"))
        groups = said.annotate(low=Lower("said")).exclude(low=own)
        groups = groups.values("folded_into", "low").annotate(
            shown=Max("said"), last=Max("received_at")
        )
        of_one = {"partition_by": F("folded_into")}
        ranked = groups.annotate(
            rank=Window(RowNumber(), order_by=F("last").desc(), **of_one),
            how_many=Window(Count("*"), **of_one),
        ).filter(rank__lte=latest)
        found = {}
        for row in ranked.order_by("folded_into", "rank"):
            _, words = found.setdefault(row["folded_into"], (row["how_many"], []))
            words.append(row["shown"])
        return found

    def messages_to_read(self, keys, *, of=WORKED_ON):
        """Return {key: how many messages wait to be read} for reports of some keys.

        ``of=ROW`` counts those of a whole group for the report that stands for it.
        """
        waiting = Message.objects.to_read().annotate(of=of).filter(of__in=keys)
        return dict(waiting.order_by().values_list("of").annotate(Count("pk")))

    def late(self, today):
        """Open reports whose expected date is before ``today``."""
        return self.open().filter(due_on__lt=today)

    def visible_to(self, user):
        """Every report for who may read reports, none for the others."""
        return self if user.may(ReportPermission.READ) else self.none()

    def received_between(self, first, last):
        """Reports received from day ``first`` to day ``last``, both included, either may be None."""
        if first:
            self = self.filter(received_at__gte=midnight(first))
        if last:
            self = self.filter(received_at__lt=midnight(last + timedelta(days=1)))
        return self

    def search(self, text):
        """Reports whose code starts with ``text``, or whose texts or place contain it."""
        return self.filter(
            Q(code__istartswith=code_beginning(text))
            | Q(subject__icontains=text)
            | Q(details__icontains=text)
            | Q(place_text__icontains=text)
            | Q(place_reading__icontains=text)
        )

    def near(self, latitude, longitude, metres):
        """Reports within ``metres`` of a point (WGS84 degrees), with ``metres2``, nearest first.

        ``metres2`` is the squared distance on the plane tangent at the point: under a
        kilometre it differs from the geodesic by less than a centimetre. A box 1 % wider
        than the circle lets the database use the index on latitude and longitude.
        """
        per_lon, per_lat = Projection(latitude, longitude).metres_per_degree
        box_lat, box_lon = metres * 1.01 / per_lat, metres * 1.01 / per_lon
        north, east = F("latitude") - latitude, F("longitude") - longitude
        return (
            self.filter(
                latitude__range=(latitude - box_lat, latitude + box_lat),
                longitude__range=(longitude - box_lon, longitude + box_lon),
            )
            .annotate(metres2=north * north * per_lat**2 + east * east * per_lon**2)
            .filter(metres2__lte=metres**2)
            .order_by("metres2", "-received_at", "-pk")
        )

    def by_point(self, most):
        """Count the reports at each point, some ten metres wide: (lat, lon, count), ``most`` of them."""
        point = {"lat": Round("latitude", 4), "lon": Round("longitude", 4)}
        placed = self.exclude(latitude=None).order_by().values(**point)
        counted = placed.annotate(count=Count("pk")).order_by("-count", "lat", "lon")
        return counted.values_list("lat", "lon", "count")[:most]

    def published(self):
        """Reports that a moderator gave a public line."""
        return self.filter(published_at__isnull=False)

    def for_public_page(self):
        """What the code alone shows of a published report: nothing a citizen wrote."""
        return (
            self.select_related("category", "hotspot")
            .only(
                "code",
                "status",
                "received_on",
                "public_line",
                "published_at",
                "category__label",
                "category__label_en",
                "hotspot__name",
            )
            .prefetch_related(
                models.Prefetch(
                    "history", StatusChange.objects.only("report", "status", "by", "at")
                )
            )
        )

    def for_follower(self):
        """All that who reported may read: in ``public_messages`` no note of the office."""
        return self.select_related("category", "hotspot").prefetch_related(
            "history",
            "photos",
            models.Prefetch(
                "messages",
                Message.objects.exclude(side=Message.Side.INTERNAL),
                to_attr="public_messages",
            ),
        )

    def for_queue(self):
        """What a row of the desk's queue shows, in one query and without the texts."""
        return self.select_related("category", "hotspot", "in_charge_of").defer(
            "details", "location_note"
        )

    def for_desk(self):
        """What the page of a report at the desk shows, in a fixed number of queries."""
        return self.select_related(
            "category", "hotspot", "in_charge_of", "merged_into"
        ).prefetch_related(
            "photos",
            "merged",
            "interventions",  # of the app above, by its related name
            models.Prefetch("history", StatusChange.objects.select_related("by")),
            models.Prefetch("messages", Message.objects.select_related("by")),
        )
