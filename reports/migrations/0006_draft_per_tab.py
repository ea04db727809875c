from django.db import migrations, models


class Migration(migrations.Migration):
    """A browser may have several drafts, one for each tab."""

    dependencies = [("reports", "0005b_what_was_before")]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="token_hash",
            field=models.CharField(db_index=True, max_length=64),
        ),
    ]
