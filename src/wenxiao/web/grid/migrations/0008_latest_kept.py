from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grid', '0007_latest'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='latest',
            field=models.DateTimeField(),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('latest'), name='case_latest'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('grid'), models.F('state'), models.F('adjusted_due'), condition=models.Q(('open', True)), name='case_open_in_grid'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('latitude'), models.F('longitude'), models.F('state'), models.F('adjusted_due'), models.F('id'), condition=models.Q(('open', True)), name='case_open_at'),
        ),
    ]
