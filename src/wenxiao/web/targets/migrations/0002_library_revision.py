from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='libraryindicator',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
