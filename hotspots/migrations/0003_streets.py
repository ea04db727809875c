"""Streets and house numbers, read by ``load_streets`` from a file."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hotspots', '0002_archive_a_place'),
    ]

    operations = [
        migrations.CreateModel(
            name='Street',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nome')),
                ('comparable', models.CharField(max_length=120)),
                ('locality', models.CharField(blank=True, max_length=80, verbose_name='località')),
                ('latitude', models.FloatField(null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitudine')),
                ('longitude', models.FloatField(null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitudine')),
                ('lines', models.JSONField(default=list, help_text='Elenco di linee di coppie [lon, lat].', verbose_name='linee')),
                ('west', models.FloatField(null=True)),
                ('south', models.FloatField(null=True)),
                ('east', models.FloatField(null=True)),
                ('north', models.FloatField(null=True)),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='fonte del nome')),
                ('lines_source', models.CharField(blank=True, max_length=200, verbose_name='fonte delle linee')),
            ],
            options={
                'verbose_name': 'via',
                'verbose_name_plural': 'vie',
                'ordering': ['name', 'locality'],
                'indexes': [models.Index(fields=['west', 'east'], name='street_box')],
                'constraints': [models.UniqueConstraint(fields=('comparable', 'locality'), name='street_once_per_locality'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='street_has_a_whole_point')],
            },
        ),
        migrations.CreateModel(
            name='HouseNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='numero')),
                ('comparable', models.CharField(max_length=20)),
                ('latitude', models.FloatField(validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitudine')),
                ('longitude', models.FloatField(validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitudine')),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='hotspots.street')),
            ],
            options={
                'verbose_name': 'numero civico',
                'verbose_name_plural': 'numeri civici',
                'ordering': ['street', 'comparable'],
                'indexes': [models.Index(fields=['latitude', 'longitude'], name='house_number_point')],
                'constraints': [models.UniqueConstraint(fields=('street', 'comparable'), name='house_number_once')],
            },
        ),
    ]
