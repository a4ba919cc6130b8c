"""What members counted, to hold the books against."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_accounts")]
    operations = [
        migrations.CreateModel("BalanceAssertion", fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("agent", models.CharField(db_index=True, max_length=32)),
            ("specification", models.CharField(max_length=60)),
            ("amount", models.BigIntegerField()),
            ("at", models.DateTimeField()),
            ("said_by", models.CharField(max_length=32)),
            ("said", models.DateTimeField()),
        ]),
    ]
