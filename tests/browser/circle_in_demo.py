"""Run beside a demo town: an hour circle of its first steward, with members, offers and a few payments. Prints
(circle's id, steward's name, a member's name, a member's id) for the tests of the browser."""

from __future__ import annotations

import json
import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    from commonstead.site import demo_town

    town = demo_town.demo_town(None)
    demo_town.set_apart(town, town.stamp["name"])
    import django

    django.setup()
    from datetime import timedelta

    from django.utils import timezone

    from commonstead.core.vocabulary.actions import Action
    from commonstead.town.circulation import commands
    from commonstead.town.door import queries as door
    from commonstead.town.ledger import commands as ledger
    from commonstead.town.people import queries as people

    steward, hub = next((person, view) for person in sorted(door.with_login()) for view in people.agents("association")
                        if view.id in people.may_book_for(person))
    others = [view for view in people.agents("person") if view.id != steward][:14]
    circle = commands.open_circle(hub.id, name="Hours of the bend", sort="time", by=steward)
    # The circle's own account takes part in the slips too, so it may owe a little.
    commands.ask_change(circle, by=steward, words={"issue_limit": 20_00})
    for person in (steward, *(view.id for view in others)):
        commands.join_circle(circle, person, by=person)
    for number, view in enumerate(others[:12]):
        sides = (steward, view.id) if number % 2 else (view.id, steward)
        commands.pay(circle, commands.Slip(
            *sides, 50 + 25 * number, f"{circle} {number}", category=("garden", "wood", "child care")[number % 3],
            at=timezone.now() - timedelta(days=number)), by=steward)
    for number, (slug, name) in enumerate((("haircut", "Haircuts"), ("guitar", "Guitar lessons"),
                                           ("ride", "A ride to town"), ("sewing", "Mending clothes"))):
        ledger.add_specification(f"circle-{slug}", name=name, unit="h", sort="service")
        ledger.intend(Action.DELIVER_SERVICE, f"circle-{slug}", quantity=100 + 50 * number,
                      **{"receiver" if number == 2 else "provider": others[number].id}, note="Afternoons suit me best.")
    names = people.names([steward])
    print(json.dumps([circle, names[steward], others[0].name, others[0].id]))


if __name__ == "__main__":
    main()
