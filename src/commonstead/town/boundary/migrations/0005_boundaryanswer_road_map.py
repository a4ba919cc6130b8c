from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boundary", "0004_overheadheading")]

    operations = [
        migrations.AddField(
            model_name="boundaryanswer",
            name="road_map",
            field=models.JSONField(default=dict, help_text="ladder of the budget that its page opens with; or nothing"),
        ),
    ]
