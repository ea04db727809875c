"""Where the money comes from. What the Comune has not confirmed yet is empty, and shown so."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models


class Grant(models.Model):
    """The contribution of the Region that pays for the programme."""

    title = models.CharField("titolo", max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    funder = models.CharField("chi finanzia", max_length=120)
    amount = models.DecimalField(
        "importo in euro",
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    funder_share = models.DecimalField(
        "quota di chi finanzia, in percento", max_digits=5, decimal_places=2
    )
    joined_on = models.DateField("adesione del Comune")
    legal_base = models.CharField("base normativa", max_length=200)
    regional_act = models.CharField("atto regionale", max_length=120, blank=True)
    cup = models.CharField("CUP", max_length=15, blank=True)
    eligible_from = models.DateField("spese ammesse dal", null=True, blank=True)
    eligible_until = models.DateField("spese ammesse fino al", null=True, blank=True)
    report_due_on = models.DateField("rendiconto entro il", null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "contributo", "contributi"

    def __str__(self):
        return self.title


class CostCategory(models.Model):
    """A kind of cost the Region accepts."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="cost_categories")
    code = models.SlugField("codice")
    label = models.CharField("voce", max_length=160)
    label_en = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "code"], name="cost_category_once")
        ]

    def __str__(self):
        return self.label
