import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Takes over the tables of the other forces' counts, which ``interventions`` made, as they are."""

    initial = True

    dependencies = [
        ('interventions', '0008_rooms_of_their_own'),
        ('hotspots', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ForceImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file_name', models.CharField(blank=True, max_length=120, verbose_name='file')),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('rows', models.PositiveIntegerField(default=0, verbose_name='righe')),
                        ('undone_at', models.DateTimeField(null=True, verbose_name='annullato il')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'importazione',
                        'verbose_name_plural': 'importazioni',
                        'db_table': 'interventions_forceimport',
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ForceChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('force', models.CharField(choices=[('ps', 'Polizia di Stato'), ('cc', 'Carabinieri'), ('gdf', 'Guardia di Finanza')], max_length=4)),
                        ('month', models.DateField()),
                        ('kind', models.CharField(choices=[('presidio', 'Presidio'), ('appiedato', 'Servizio appiedato'), ('pattuglia-congiunta', 'Pattuglia congiunta'), ('interforze', 'Servizio interforze'), ('controllo', 'Controllo'), ('mediazione', 'Mediazione'), ('contatto', 'Contatto'), ('assistenza', 'Assistenza'), ('allontanamento', 'Ordine di allontanamento'), ('sequestro', 'Sequestro'), ('sanzione', 'Sanzione'), ('prefettura', 'Segnalazione alla Prefettura')], max_length=24)),
                        ('before', models.PositiveIntegerField(null=True)),
                        ('before_demo', models.BooleanField(default=False)),
                        ('after', models.PositiveIntegerField(null=True)),
                        ('kept', models.BooleanField(default=False)),
                        ('hotspot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotspots.hotspot')),
                        ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='forces.forceimport')),
                    ],
                    options={
                        'db_table': 'interventions_forcechange',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ForceCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('force', models.CharField(choices=[('ps', 'Polizia di Stato'), ('cc', 'Carabinieri'), ('gdf', 'Guardia di Finanza')], max_length=4, verbose_name='forza')),
                        ('month', models.DateField(verbose_name='mese')),
                        ('kind', models.CharField(choices=[('presidio', 'Presidio'), ('appiedato', 'Servizio appiedato'), ('pattuglia-congiunta', 'Pattuglia congiunta'), ('interforze', 'Servizio interforze'), ('controllo', 'Controllo'), ('mediazione', 'Mediazione'), ('contatto', 'Contatto'), ('assistenza', 'Assistenza'), ('allontanamento', 'Ordine di allontanamento'), ('sequestro', 'Sequestro'), ('sanzione', 'Sanzione'), ('prefettura', 'Segnalazione alla Prefettura')], max_length=24, verbose_name='tipo')),
                        ('count', models.PositiveIntegerField(verbose_name='interventi')),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('is_demo', models.BooleanField(default=False)),
                        ('hotspot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotspots.hotspot', verbose_name='luogo')),
                        ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'conteggio delle altre forze',
                        'verbose_name_plural': 'conteggi delle altre forze',
                        'db_table': 'interventions_forcecount',
                        'ordering': ['-month', 'force', 'hotspot__order', 'kind'],
                        'indexes': [models.Index(fields=['updated_at'], name='force_count_changed')],
                        'constraints': [models.UniqueConstraint(fields=('force', 'hotspot', 'month', 'kind'), name='force_count_once'), models.UniqueConstraint(condition=models.Q(('hotspot', None)), fields=('force', 'month', 'kind'), name='force_count_once_elsewhere')],
                    },
                ),
            ]
        ),
    ]
