"""The municipality, its places, their names, dated events."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, When

LATITUDE = {"validators": [MinValueValidator(-90), MaxValueValidator(90)]}
LONGITUDE = {"validators": [MinValueValidator(-180), MaxValueValidator(180)]}
# any point in town that is of no place: no row, a null key; in a form and in an address its slug
ELSEWHERE = "altro"
NEW, SEARCH = "nuovo", "cerca"  # pages that stand where others have the slug of a place
RESERVED_SLUGS = {ELSEWHERE, NEW, SEARCH}  # so no place and no event has one of these
ELSEWHERE_LABEL = "Altro luogo in città"
REST_OF_TOWN = "Resto della città"  # its heading, beside those of the places


def place_name(hotspot):
    """Return how people read a place; ``None`` is elsewhere in town."""
    return str(hotspot) if hotspot else ELSEWHERE_LABEL


def place_slug(hotspot):
    """Return how a form and an address name a place; ``None`` is elsewhere in town."""
    return hotspot.slug if hotspot else ELSEWHERE


def place_choices(hotspots):
    """Return the choices of a form: some places, and elsewhere in town."""
    return [(place_slug(place), place_name(place)) for place in [*hotspots, None]]


def at_place(slug):
    """Return the ``Q`` of the rows with this ``hotspot``; ``ELSEWHERE`` are those without one."""
    return Q(hotspot=None) if slug == ELSEWHERE else Q(hotspot__slug=slug)


class Municipality(models.Model):
    """The Comune that runs this installation: one row, written by ``load_programme``."""

    name = models.CharField("nome", max_length=80)
    short_name = models.CharField("città", max_length=60)
    region = models.CharField("regione", max_length=60)
    province_code = models.CharField("sigla della provincia", max_length=2)
    istat_code = models.CharField("codice ISTAT", max_length=6)
    cadastral_code = models.CharField("codice catastale", max_length=4)
    postal_code = models.CharField("CAP", max_length=5)
    population = models.PositiveIntegerField("abitanti")
    population_on = models.DateField("abitanti al")
    latitude = models.FloatField("latitudine del centro", **LATITUDE)
    longitude = models.FloatField("longitudine del centro", **LONGITUDE)
    boundary = models.JSONField("confine", help_text="Anello di coppie [lon, lat].")
    boundary_source = models.CharField("fonte del confine", max_length=200)
    boundary_source_en = models.CharField(max_length=200, blank=True)
    portal_name = models.CharField("nome del portale", max_length=80)
    portal_name_en = models.CharField(max_length=80)
    summary = models.TextField("il programma in una frase")
    summary_en = models.TextField()
    website = models.URLField("sito del Comune", blank=True)
    repository = models.URLField("codice sorgente", blank=True)
    accessibility_url = models.URLField("dichiarazione di accessibilità", blank=True)
    inefficiency_url = models.URLField(
        "servizio del Comune per segnalare un disservizio", blank=True
    )
    police_privacy_url = models.URLField(
        "informativa della Polizia Locale (d.lgs. 51/2018)", blank=True
    )
    data_protection_contact = models.CharField(
        "contatto del responsabile della protezione dei dati",
        max_length=200,
        blank=True,
    )
    programme_hash = models.CharField(max_length=64, blank=True)
    demo_since = models.DateTimeField("dati dimostrativi dal", null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "Comune", "Comune"

    def __str__(self):
        return self.name


class ContactQuerySet(models.QuerySet):
    def shown(self):
        """The contacts anybody reads on the pages: confirmed, with a way to reach them."""
        return self._reachable().exclude(code=Contact.SECURITY)

    def for_security(self):
        """Who hears of a weakness of the portal, if confirmed: read by programs, on no page."""
        return self._reachable().filter(code=Contact.SECURITY).first()

    def awaited(self):
        """The contacts nobody reads, because the Comune has still to give or confirm them."""
        return self.exclude(pk__in=self._reachable())

    def _reachable(self):
        return self.filter(to_confirm=False).exclude(phone="", email="", url="")


class Contact(models.Model):
    """A number or an address a person may need; the unconfirmed stay out of the pages."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergenza", "Emergenza"
        POLICE = "polizia-locale", "Polizia Locale"
        VICTIMS = "vittime", "Aiuto alle vittime"
        OFFICE = "ufficio", "Uffici"

    SECURITY = "sicurezza-del-portale"

    code = models.SlugField("codice", unique=True)
    kind = models.CharField("tipo", max_length=20, choices=Kind)
    name = models.CharField("nome", max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    note = models.CharField("nota", max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    phone = models.CharField("telefono", max_length=30, blank=True)
    email = models.EmailField("email", blank=True)
    url = models.URLField("pagina", blank=True)
    to_confirm = models.BooleanField("da confermare", default=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name, verbose_name_plural = "contatto", "contatti"

    def __str__(self):
        return self.name


class HotspotQuerySet(models.QuerySet):
    def programme(self):
        """The places of the programme, without comparison and adjacent areas."""
        return self.filter(kind=Hotspot.Kind.PROGRAMME)

    def on_offer(self, *, also=()):
        """The places to choose from for something new: not the archived ones.

        ``also`` are those, or None, that what is being changed has already: they may stay.
        """
        kept = [place.pk for place in also if place]
        return self.filter(Q(archived_on=None) | Q(pk__in=kept))

    def archived(self):
        return self.exclude(archived_on=None)

    def for_list(self):
        """The places with their aliases, those of the programme first: the office's list."""
        kinds = [When(kind=kind, then=n) for n, kind in enumerate(Hotspot.Kind.values)]
        return self.prefetch_related("aliases").order_by(Case(*kinds), "order", "name")


class Hotspot(models.Model):
    """A place (contesto): a polygon, a buffer around it, and how sure we are of both."""

    class Kind(models.TextChoices):
        PROGRAMME = "programma", "Luogo del programma"
        COMPARISON = "confronto", "Area di confronto"
        ADJACENT = "adiacente", "Area adiacente"

    slug = models.SlugField("indirizzo", unique=True)
    name = models.CharField("nome", max_length=80)
    kind = models.CharField("tipo", max_length=12, choices=Kind, default=Kind.PROGRAMME)
    description = models.TextField("descrizione", blank=True)
    description_en = models.TextField(blank=True)
    ring = models.JSONField(
        "confine", help_text="Anello di coppie [lon, lat], chiuso sul primo punto."
    )
    latitude = models.FloatField("latitudine del centro", **LATITUDE)
    longitude = models.FloatField("longitudine del centro", **LONGITUDE)
    buffer_m = models.PositiveSmallIntegerField(
        "fascia intorno, in metri", default=25, validators=[MaxValueValidator(500)]
    )
    boundary_source = models.CharField("fonte del confine", max_length=200)
    boundary_source_en = models.CharField(max_length=200, blank=True)
    accuracy_m = models.PositiveSmallIntegerField("precisione, in metri")
    verified_on = models.DateField("verificato il", null=True, blank=True)
    archived_on = models.DateField("archiviato il", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = HotspotQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name, verbose_name_plural = "luogo", "luoghi"

    def __str__(self):
        return self.name

    def was_on_offer(self, day):
        """Tell whether one could choose it on ``day``: until the day it was archived, that included."""
        return self.archived_on is None or day <= self.archived_on

    def alias_texts(self):
        """The other names of the place, as people write them."""
        return [alias.text for alias in self.aliases.all()]


class AliasQuerySet(models.QuerySet):
    def shared_with_others(self, hotspot):
        """The aliases of other places on offer that read like one of ``hotspot``."""
        mine = Alias.objects.filter(hotspot=hotspot).values("normalised")
        others = self.exclude(hotspot=hotspot).filter(hotspot__archived_on=None)
        return others.filter(normalised__in=mine)


class Alias(models.Model):
    """Another name people and newspapers use for a place."""

    hotspot = models.ForeignKey(Hotspot, models.CASCADE, related_name="aliases")
    text = models.CharField("nome usato", max_length=120)
    normalised = models.CharField(max_length=120, db_index=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                fields=["hotspot", "normalised"], name="alias_once_per_place"
            )
        ]

    def __str__(self):
        return self.text


class Landmark(models.Model):
    """A street or square that helps to read the map without a background."""

    name = models.CharField("nome", max_length=120, unique=True)
    normalised = models.CharField(max_length=120, db_index=True)
    latitude = models.FloatField("latitudine", **LATITUDE)
    longitude = models.FloatField("longitudine", **LONGITUDE)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class EventQuerySet(models.QuerySet):
    def about(self, hotspot):
        """The events of one place and those of all of them, oldest first."""
        return self.filter(Q(hotspots=hotspot) | Q(hotspots=None)).distinct()


class Event(models.Model):
    """A dated fact shown as a marker on every chart over time; no place means all of them."""

    slug = models.SlugField("indirizzo", unique=True)
    on = models.DateField("data")
    until = models.DateField("fino al", null=True, blank=True)
    title = models.CharField("titolo", max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    description = models.TextField("descrizione", blank=True)
    description_en = models.TextField(blank=True)
    source = models.CharField("fonte", max_length=200, blank=True)
    hotspots = models.ManyToManyField(
        Hotspot, blank=True, related_name="events", verbose_name="luoghi"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name, verbose_name_plural = "evento", "eventi"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("on")),
                name="event_ends_after_it_starts",
                violation_error_message="La fine non può venire prima dell’inizio.",
            )
        ]

    def __str__(self):
        return self.title
