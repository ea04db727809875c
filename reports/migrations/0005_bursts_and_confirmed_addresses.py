import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hotspots', '0003_streets'),
        ('reports', '0004_messages_are_read'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='report',
            name='report_open_newest',
        ),
        migrations.RemoveIndex(
            model_name='report',
            name='report_open_by_person',
        ),
        migrations.RemoveIndex(
            model_name='report',
            name='report_open_due',
        ),
        migrations.AddField(
            model_name='report',
            name='burst',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.report'),
        ),
        migrations.AddField(
            model_name='report',
            name='email_confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='folded_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='folded', to='reports.report'),
        ),
        migrations.AddField(
            model_name='report',
            name='is_row',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(models.Q(('status__in', ('ricevuta', 'valutata', 'presa-in-carico', 'inoltrata')), ('answer_asked_at__isnull', False), _connector='OR'), ('folded_into__isnull', True)), then=True), default=False), output_field=models.BooleanField()),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('is_row', True)), fields=['-received_at', '-id'], name='report_row_newest'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('is_row', True)), fields=['in_charge_of', '-received_at', '-id'], name='report_row_by_person'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('is_row', True)), fields=['due_on', 'id'], name='report_row_due'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('folded_into', None), models.Q(('status__in', ('ricevuta', 'valutata', 'presa-in-carico', 'inoltrata')), models.Q(('folded_into', models.F('id')), _negated=True)), _connector='OR'), name='report_folded_while_open'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('email_confirmed_at', None), ('email__gt', ''), _connector='OR'), name='report_confirmed_what_it_has'),
        ),
    ]
