"""What was worked out before held people one by one. Kept answers get them summed by their skills, as answers have
them now; calculations, whose proofs name people too, go: they can be worked out again."""

from django.db import migrations


def pool(apps, schema_editor):
    apps.get_model("boundary", "Calculation").objects.all().delete()
    for answer in apps.get_model("boundary", "BoundaryAnswer").objects.all():
        hours = {}
        for person in answer.network.get("people", ()):
            skills = tuple(sorted(set(person.get("skills", ()))))
            hours[skills] = hours.get(skills, 0) + person.get("hours", 0)
        answer.network["people"] = [{"id": f"p{number}", "hours": total, "skills": list(skills)}
                                    for number, (skills, total) in enumerate(hours.items(), start=1)]
        answer.save(update_fields=["network"])


class Migration(migrations.Migration):
    dependencies = [("boundary", "0005_boundaryanswer_road_map")]
    operations = [migrations.RunPython(pool, migrations.RunPython.noop)]
