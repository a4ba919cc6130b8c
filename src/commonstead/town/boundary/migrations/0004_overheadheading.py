from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boundary", "0003_measures")]

    operations = [
        migrations.CreateModel(
            name="OverheadHeading",
            fields=[
                ("thing", models.SlugField(help_text="id of a specification", max_length=60, primary_key=True,
                                           serialize=False)),
                ("heading", models.SlugField(help_text="see core.boundary.lenses.overhead; or function",
                                             max_length=40)),
                ("reason", models.TextField()),
                ("said_by", models.CharField(help_text="person id", max_length=32)),
                ("said_at", models.DateTimeField()),
            ],
        ),
    ]
