"""A hub that Ana keeps with an hour circle of Ana, Bo and Eva; Eva is guardian of Old Tom; Una is outside of it."""

from dataclasses import dataclass

import pytest
from django.test import Client

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.modes import Mode
from commonstead.town import kinds
from commonstead.town.circulation import commands, queries
from commonstead.town.door import commands as door
from commonstead.town.people import commands as people


@dataclass
class Town:
    """Ids by name, and the circle."""

    ana: str
    bo: str
    eva: str
    tom: str
    una: str
    hub: str
    circle: str

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(door.user_of(getattr(self, who)))
        return client

    def page(self, part: str) -> str:
        return f"/circles/{self.circle}/{part}"

    def balance(self, who: str) -> int:
        return queries.account(self.circle, getattr(self, who)).balance

    def pay(self, payer, payee, amount, key, **words):
        slip = commands.Slip(getattr(self, payer), getattr(self, payee), amount, key, **words)
        return commands.pay(self.circle, slip, by=slip.payer)


@pytest.fixture
def town(db, monkeypatch, settings, tmp_path) -> Town:
    settings.VAR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people.ensure_outside()
    kind = Kind("hub", "Hub", "", "", (Role("steward", "Steward", ("all",)), Role("member", "Member")),
                frozenset((action, mode) for action in Action for mode in (None, *Mode)))
    monkeypatch.setattr(kinds, "_kinds", {"hub": kind})
    ana, bo, eva, tom, una = (people.add_person(name=name) for name in (
        "Ana Rivera", "Bo Lind", "Eva Moss", "Old Tom", "Una Far"))
    people.set_guardian(tom, eva)
    hub = people.add_association(name="Hub", kind="hub", founder=ana)
    circle = commands.open_circle(hub, name="Hours of the hub", sort="time", by=ana)
    for person in (ana, bo, eva, tom):
        commands.join_circle(circle, person, by=ana)
    return Town(ana, bo, eva, tom, una, hub, circle)
