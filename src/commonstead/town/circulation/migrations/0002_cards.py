import django.db.models.deletion
from django.db import migrations, models

import commonstead.town.ledger.ids

CASCADE_NEVER = django.db.models.deletion.PROTECT
NUMBER = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):

    dependencies = [("circulation", "0001_initial")]

    operations = [
        migrations.CreateModel(name="CardMiss", fields=[
            ("id", NUMBER),
            ("who", models.CharField(db_index=True, max_length=32)),
            ("at", models.DateTimeField()),
        ]),
        migrations.CreateModel(name="PaperCard", fields=[
            ("id", models.CharField(default=commonstead.town.ledger.ids.new_id, max_length=32, primary_key=True,
                                    serialize=False)),
            ("holder", models.CharField(db_index=True, help_text="agent id: a person", max_length=32)),
            ("token", models.CharField(max_length=40, unique=True)),
            ("code", models.CharField(max_length=12, unique=True)),
            ("pin", models.CharField(help_text="hashed", max_length=200)),
            ("most", models.BigIntegerField()),
            ("tries", models.PositiveSmallIntegerField(default=0)),
            ("blocked", models.DateTimeField(blank=True, null=True)),
            ("made_by", models.CharField(max_length=32)),
            ("made", models.DateTimeField()),
            ("ended", models.DateTimeField(blank=True, null=True)),
            ("circle", models.ForeignKey(on_delete=CASCADE_NEVER, related_name="cards", to="circulation.circle")),
        ]),
        migrations.CreateModel(name="CardUse", fields=[
            ("id", NUMBER.clone()),
            ("payment", models.CharField(max_length=32, unique=True)),
            ("taken_by", models.CharField(max_length=32)),
            ("at", models.DateTimeField()),
            ("card", models.ForeignKey(on_delete=CASCADE_NEVER, related_name="uses", to="circulation.papercard")),
        ]),
        migrations.AddConstraint(
            model_name="papercard",
            constraint=models.UniqueConstraint(condition=models.Q(("ended", None)), fields=("circle", "holder"),
                                               name="one_card_a_holder")),
    ]
