from django.db import migrations, models


class Migration(migrations.Migration):
    """The column stays as it is: what changes is that the web process opens no picture."""

    dependencies = [
        ("interventions", "0013_undo_a_merge_in_any_order"),
    ]

    operations = [
        migrations.AlterField(
            model_name="placephoto",
            name="image",
            field=models.FileField(upload_to="luoghi/"),
        ),
    ]
