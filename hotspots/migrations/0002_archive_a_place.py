from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hotspots", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="hotspot",
            name="archived_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="archiviato il"
            ),
        ),
    ]
