import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Takes over the tables of the sealed notes, which ``interventions`` made, as they are."""

    initial = True

    dependencies = [
        ('hotspots', '0001_initial'),
        ('interventions', '0008_rooms_of_their_own'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='SealedNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('service', models.CharField(choices=[('pl', 'Polizia Locale'), ('ed', 'Educativa territoriale')], max_length=2, verbose_name='servizio')),
                        ('on', models.DateField(verbose_name='giorno')),
                        ('sealed', models.TextField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('is_demo', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hotspot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotspots.hotspot', verbose_name='luogo')),
                        ('intervention', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sealed_notes', to='interventions.intervention')),
                    ],
                    options={
                        'verbose_name': 'nota riservata',
                        'verbose_name_plural': 'note riservate',
                        'db_table': 'interventions_sealednote',
                        'ordering': ['-on', '-pk'],
                        'indexes': [models.Index(fields=['service', '-on', '-id'], name='sealed_note_newest')],
                    },
                ),
            ]
        ),
    ]
