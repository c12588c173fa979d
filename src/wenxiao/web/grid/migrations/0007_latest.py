from itertools import islice

from django.db import migrations, models

from wenxiao.grid.stored import restored

_BATCH = 1000


def fill(apps, schema_editor):
    """The latest moment of each case, from the copy of it that its row keeps."""
    database = schema_editor.connection
    told = database.ops.adapt_datetimefield_value
    rows = apps.get_model('grid', 'Case').objects.order_by().values_list('pk', 'folded').iterator(chunk_size=_BATCH)
    with database.cursor() as cursor:
        while some := list(islice(rows, _BATCH)):
            cursor.executemany(
                'UPDATE grid_case SET latest = %s WHERE id = %s',
                [(told(restored(case).latest), pk) for pk, case in some],
            )


class Migration(migrations.Migration):

    dependencies = [
        ('grid', '0006_photo_clearing'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='latest',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
