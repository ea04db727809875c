from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hotspots', '0004_pages_of_the_comune'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='description_en',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='hotspot',
            name='boundary_source_en',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='municipality',
            name='boundary_source_en',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
