"""The journal's triggers again: an entry is not replaced by one of the same book and event either."""

from django.db import migrations

from commonstead.town.ledger import append_only


def again(apps, editor):
    append_only.drop(editor.connection)
    append_only.create(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [migrations.RunPython(again, migrations.RunPython.noop)]
