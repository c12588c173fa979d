import wenxiao.web.core.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fieldwork', '0002_keep_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='find',
            name='decided_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='held_recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='meetingaction',
            name='done_recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='meetingaction',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='patrol',
            name='ended_recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='patrol',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='site',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='training',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='visit',
            name='recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        # What is there already was recorded before moments were kept: it has none, and counts as always known.
        migrations.AlterField(
            model_name='attendance',
            name='recorded_at',
            field=models.DateTimeField(default=wenxiao.web.core.clock.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='meetingaction',
            name='recorded_at',
            field=models.DateTimeField(default=wenxiao.web.core.clock.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='site',
            name='recorded_at',
            field=models.DateTimeField(default=wenxiao.web.core.clock.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='training',
            name='recorded_at',
            field=models.DateTimeField(default=wenxiao.web.core.clock.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='visit',
            name='recorded_at',
            field=models.DateTimeField(default=wenxiao.web.core.clock.now, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='patrol',
            name='recorded_at',
            field=models.DateTimeField(default=wenxiao.web.core.clock.now, editable=False, null=True),
        ),
    ]
