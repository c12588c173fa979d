from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0002_library_revision'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='scoring',
            field=models.CharField(choices=[('proportion', '按完成比例'), ('all_or_nothing', '直接赋分'), ('threshold', '按完成比例带门槛'), ('bands', '满意度分档')], default='proportion', max_length=16, verbose_name='评分方式'),
        ),
        migrations.AddField(
            model_name='libraryindicator',
            name='scoring',
            field=models.CharField(choices=[('proportion', '按完成比例'), ('all_or_nothing', '直接赋分'), ('threshold', '按完成比例带门槛'), ('bands', '满意度分档')], default='proportion', max_length=16, verbose_name='评分方式'),
        ),
    ]
