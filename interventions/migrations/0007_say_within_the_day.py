from django.db import migrations, models


class Migration(migrations.Migration):
    """A label only: no column changes."""

    dependencies = [("interventions", "0006_remember_what_a_phone_took_back")]

    operations = [
        migrations.AlterField(
            model_name="referral",
            name="urgency",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "Entro il giorno"),
                    (2, "Entro una settimana"),
                    (3, "Quando è possibile"),
                ],
                default=3,
                verbose_name="urgenza",
            ),
        )
    ]
