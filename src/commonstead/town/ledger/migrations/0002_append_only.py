"""The journal's triggers, on both databases."""

from django.db import migrations

from commonstead.town.ledger import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(lambda apps, editor: append_only.create(editor.connection),
                             lambda apps, editor: append_only.drop(editor.connection)),
    ]
