"""A report keeps its place as it was written, and may have no point.

On PostgreSQL an index of trigrams answers the search in it, beside that of 0002_text_search.
"""

import django.core.validators
from django.conf import settings
from django.db import migrations, models

INDEX = (
    "CREATE INDEX report_place_search ON reports_report "
    "USING gin (UPPER(place_text::text) gin_trgm_ops)"
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX report_place_search")


class Migration(migrations.Migration):

    dependencies = [
        ('hotspots', '0003_streets'),
        ('reports', '0002_text_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='place_text',
            field=models.CharField(blank=True, max_length=200, verbose_name='luogo scritto'),
        ),
        migrations.AlterField(
            model_name='report',
            name='cell',
            field=models.BigIntegerField(null=True, verbose_name='cella H3'),
        ),
        migrations.AlterField(
            model_name='report',
            name='latitude',
            field=models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitudine'),
        ),
        migrations.AlterField(
            model_name='report',
            name='location_source',
            field=models.CharField(choices=[('mappa', 'punto sulla mappa'), ('dispositivo', 'posizione del telefono'), ('luogo', 'luogo scelto dall’elenco'), ('testo', 'nome scritto'), ('scritto', 'luogo scritto, senza un punto'), ('ufficio', 'punto messo dall’ufficio')], max_length=12),
        ),
        migrations.AlterField(
            model_name='report',
            name='longitude',
            field=models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitudine'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cell__isnull', False), ('latitude__isnull', False), ('longitude__isnull', False)), models.Q(('cell', None), ('latitude', None), ('longitude', None), models.Q(('place_text__gt', ''), ('text_erased_at__isnull', False), _connector='OR')), _connector='OR'), name='report_has_a_point_or_a_written_place'),
        ),
        migrations.RunPython(add, remove),
    ]
