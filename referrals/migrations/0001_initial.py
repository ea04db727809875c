import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Takes over the tables of the referrals, which ``interventions`` made, as they are."""

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
                    name='Referral',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, unique=True, verbose_name='codice')),
                        ('client_id', models.UUIDField(null=True, unique=True)),
                        ('status', models.CharField(choices=[('inviato', 'Inviato'), ('preso-in-carico', 'Preso in carico'), ('chiuso', 'Chiuso')], default='inviato', max_length=16, verbose_name='stato')),
                        ('desk', models.CharField(choices=[('servizi-sociali', 'Servizi sociali'), ('sportello-vittime', 'Sportello per le vittime di reato')], max_length=20, verbose_name='a chi')),
                        ('need', models.CharField(choices=[('casa', 'Casa o posto per dormire'), ('reddito', 'Reddito e lavoro'), ('salute', 'Salute'), ('dipendenze', 'Dipendenze'), ('minori', 'Minori e famiglia'), ('anziani', 'Anziani soli'), ('reato', 'Sostegno dopo un reato'), ('violenza', 'Violenza di genere o in famiglia'), ('allontanamento', 'Ordine di allontanamento (D.L. 14/2017, art. 10)')], max_length=16, verbose_name='bisogno')),
                        ('on', models.DateField(verbose_name='giorno')),
                        ('age_band', models.CharField(blank=True, choices=[('0-13', 'Fino a 13 anni'), ('14-17', '14-17 anni'), ('18-29', '18-29 anni'), ('30-64', '30-64 anni'), ('65+', '65 anni e più')], max_length=8, verbose_name='fascia di età')),
                        ('urgency', models.PositiveSmallIntegerField(choices=[(1, 'Entro un giorno'), (2, 'Entro una settimana'), (3, 'Quando è possibile')], default=3, verbose_name='urgenza')),
                        ('service', models.CharField(blank=True, choices=[('pl', 'Polizia Locale'), ('ed', 'Educativa territoriale')], max_length=2, verbose_name='da chi')),
                        ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='inviato il')),
                        ('taken_at', models.DateTimeField(null=True, verbose_name='preso in carico il')),
                        ('closed_at', models.DateTimeField(null=True, verbose_name='chiuso il')),
                        ('outcome', models.CharField(blank=True, choices=[('avviato', 'Aiuto avviato'), ('gia-seguito', 'Già seguito dai servizi'), ('altro-servizio', 'Passato a un altro servizio'), ('rifiutato', 'La persona non ha voluto'), ('non-raggiunto', 'Non è stato possibile incontrarla')], max_length=16, verbose_name='esito')),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('is_demo', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hotspot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hotspots.hotspot', verbose_name='luogo')),
                        ('intervention', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='referrals', to='interventions.intervention')),
                        ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'invio',
                        'verbose_name_plural': 'invii',
                        'db_table': 'interventions_referral',
                        'ordering': ['-sent_at', '-pk'],
                        'indexes': [models.Index(fields=['-sent_at', '-id'], name='referral_newest'), models.Index(fields=['updated_at'], name='referral_changed'), models.Index(condition=models.Q(('status', 'chiuso'), _negated=True), fields=['urgency', 'sent_at', 'id'], name='referral_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('status', 'inviato'), ('taken_at', None)), models.Q(('closed_at', None), ('status', 'preso-in-carico'), ('taken_at__isnull', False)), models.Q(('closed_at__isnull', False), ('status', 'chiuso'), ('taken_at__isnull', False)), _connector='OR'), name='referral_times_follow_status'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__gt', ''), ('status', 'chiuso')), models.Q(models.Q(('status', 'chiuso'), _negated=True), ('outcome', '')), _connector='OR'), name='referral_outcome_when_closed')],
                    },
                ),
            ]
        ),
    ]
