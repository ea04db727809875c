"""What a report may be about, and the ready answers to it."""

from django.db import models


class CategoryQuerySet(models.QuerySet):
    def active(self):
        """The categories a citizen may choose today."""
        return self.filter(active=True)

    def reportable(self):
        """Those of ``active`` that have a form: for the others a citizen calls the 112."""
        return self.active().exclude(stop=Category.Stop.ALWAYS)


class Category(models.Model):
    """What a report is about, with its policy: 112 first or not, public how."""

    class Stop(models.TextChoices):
        NEVER = "mai", "Si segnala qui"
        IF_IN_PROGRESS = "se-in-corso", "Se sta succedendo, prima il 112"
        ALWAYS = "sempre", "Si chiama il 112, niente modulo"

    class Publication(models.TextChoices):
        NEVER = "mai", "Mai pubblica"
        MONTHLY = "mensile", "Solo il numero del mese in città"
        COUNT = "conteggio", "Solo il numero per luogo"
        MODERATED = "moderata", "Pubblica dopo la moderazione"

    code = models.SlugField("codice", primary_key=True)
    label = models.CharField("nome", max_length=120)
    label_en = models.CharField(max_length=120)
    hint = models.CharField("esempi", max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    stop = models.CharField("112 prima", max_length=12, choices=Stop)
    publication = models.CharField("pubblicazione", max_length=12, choices=Publication)
    days_to_answer = models.PositiveSmallIntegerField(
        "giorni per rispondere", default=30
    )
    days_to_reopen = models.PositiveSmallIntegerField(
        "giorni in cui chi ha segnalato può riaprire", default=30
    )  # after the closing; 0: only the office reopens
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField("attiva", default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "label"]
        verbose_name, verbose_name_plural = "categoria", "categorie"

    def __str__(self):
        return self.label

    @property
    def is_counted(self):
        """Whether the public reads its number place by place, not only of the whole city."""
        return self.publication in {
            self.Publication.COUNT,
            self.Publication.MODERATED,
        }

    @property
    def stops_in_progress(self):
        """Whether it has a form unless it is happening now: then it is for the 112."""
        return self.stop == self.Stop.IF_IN_PROGRESS

    @property
    def takes_a_line(self):
        """Whether a report of this category may have a public line."""
        return self.publication == self.Publication.MODERATED


class ReplyTemplate(models.Model):
    """A ready answer an officer can start from."""

    code = models.SlugField("codice", unique=True)
    title = models.CharField("titolo", max_length=80)
    text = models.TextField("testo", max_length=1000)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.title
