"""Accounts in circles: limits at both ends, their standing, and who keeps the circle."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_append_only_by_event")]
    operations = [
        migrations.AddField("economicresource", "ceiling", models.BigIntegerField(
            default=None, help_text="highest accounting quantity; null: none", null=True)),
        migrations.AddField("economicresource", "standing", models.CharField(
            db_default="open", default="open", help_text="of an account: open, waiting, frozen or closed", max_length=8)),
        migrations.AddField("resourcespecification", "keeper", models.CharField(
            blank=True, max_length=32,
            help_text="agent id: of a unit of account, the association whose circle it is")),
        migrations.AlterField("resourcespecification", "sort", models.SlugField(
            default="good", help_text="good, machine, service, work, land, money, or a unit of account",
            max_length=20)),
    ]
