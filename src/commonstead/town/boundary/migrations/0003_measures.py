from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boundary", "0002_calculation")]

    operations = [
        migrations.AddField(
            model_name="boundaryanswer",
            name="measures",
            field=models.JSONField(default=dict, help_text="dependence, circulation and slack, see measures.py"),
        ),
    ]
