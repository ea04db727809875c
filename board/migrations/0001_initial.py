import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Takes over the tables of the handover board, which ``interventions`` made, as they are."""

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
                    name='BoardNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='giorno')),
                        ('shift', models.CharField(blank=True, choices=[('mattina', 'Mattina'), ('pomeriggio', 'Pomeriggio'), ('sera', 'Sera'), ('notte', 'Notte')], max_length=12, verbose_name='turno')),
                        ('text', models.CharField(max_length=500, verbose_name='nota')),
                        ('mention', models.CharField(blank=True, choices=[('officer', 'Agenti'), ('educator', 'Educatori'), ('coordinator', 'Coordinatore')], max_length=12, verbose_name='per chi')),
                        ('is_pinned', models.BooleanField(default=False, verbose_name='in evidenza')),
                        ('expires_at', models.DateTimeField(null=True, verbose_name='scade il')),
                        ('service', models.CharField(blank=True, choices=[('pl', 'Polizia Locale'), ('ed', 'Educativa territoriale')], max_length=2, verbose_name='servizio')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('removed_at', models.DateTimeField(null=True)),
                        ('is_demo', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hotspot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotspots.hotspot', verbose_name='luogo')),
                    ],
                    options={
                        'verbose_name': 'nota in bacheca',
                        'verbose_name_plural': 'note in bacheca',
                        'db_table': 'interventions_boardnote',
                        'ordering': ['-is_pinned', '-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='BoardRead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='board.boardnote')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table': 'interventions_boardread',
                        'ordering': ['at'],
                    },
                ),
                migrations.AddIndex(
                    model_name='boardnote',
                    index=models.Index(fields=['-at', '-id'], name='board_newest'),
                ),
                migrations.AddIndex(
                    model_name='boardnote',
                    index=models.Index(fields=['hotspot', '-at', '-id'], name='board_by_place'),
                ),
                migrations.AddConstraint(
                    model_name='boardread',
                    constraint=models.UniqueConstraint(fields=('note', 'person'), name='board_read_once'),
                ),
            ]
        ),
    ]
