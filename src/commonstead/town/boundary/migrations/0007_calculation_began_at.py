"""When a calculation was given its seat; of those that ended long questions go, as they do from now on."""

import json

from django.db import migrations, models

MOST_WANTED_KEPT = 20_000  # characters, as calculations.MOST_WANTED_KEPT was when this was written


def prune(apps, schema_editor):
    ended = apps.get_model("boundary", "Calculation").objects.filter(ended_at__isnull=False)
    for row in ended.only("id", "wanted").iterator(chunk_size=10):
        if len(json.dumps(row.wanted)) > MOST_WANTED_KEPT:
            row.wanted = {}
            row.save(update_fields=["wanted"])


class Migration(migrations.Migration):
    dependencies = [("boundary", "0006_people_pooled")]
    operations = [
        migrations.AddField("calculation", "began_at", models.DateTimeField(
            help_text="when it was given its seat", null=True)),
        migrations.RunPython(prune, migrations.RunPython.noop),
    ]
