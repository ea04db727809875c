from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("interventions", "0015_say_in_the_note_where_it_passed"),
    ]

    operations = [
        migrations.RemoveField(model_name="intervention", name="also_at"),
    ]
