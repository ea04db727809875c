from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hotspots", "0003_streets")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="inefficiency_url",
            field=models.URLField(
                blank=True,
                default="",
                verbose_name="servizio del Comune per segnalare un disservizio",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="municipality",
            name="police_privacy_url",
            field=models.URLField(
                blank=True,
                default="",
                verbose_name="informativa della Polizia Locale (d.lgs. 51/2018)",
            ),
            preserve_default=False,
        ),
    ]
