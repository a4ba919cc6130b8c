"""Three people, an association that Ana keeps, and circles that a test opens."""

from dataclasses import dataclass, replace
from itertools import count

import pytest

from commonstead.core.circulation.terms import Terms
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town import kinds
from commonstead.town.circulation import commands, queries
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import commands as people


def refused(command, *args, **words) -> str:
    """The first clause that a command is refused with."""
    with pytest.raises(Refused) as caught:
        command(*args, **words)
    return caught.value.refusals[0].clause


@dataclass
class Town:
    """Agents by name; Ana keeps the hub's book."""

    ana: str
    bo: str
    eva: str
    hub: str
    numbers: count

    def circle(self, sort="time", *, members=("ana", "bo", "eva"), symbol="leaf", **terms) -> str:
        """A circle of the hub in which those have accounts; the terms given change the usual ones."""
        made = commands.open_circle(self.hub, name=f"{sort} circle", sort=sort, by=self.ana, symbol=symbol)
        if terms:
            commands.ask_change(made, by=self.ana, words=terms)
        for name in members:
            commands.join_circle(made, getattr(self, name), by=getattr(self, name))
        return made

    def pay(self, circle, payer, payee, amount, **words) -> str:
        """The payer pays; returns the payment's id."""
        by = words.pop("by", getattr(self, payer))
        return commands.pay(circle, self.slip(payer, payee, amount, **words), by=by)

    def slip(self, payer, payee, amount, **words) -> commands.Slip:
        plain = {"key": f"slip {next(self.numbers)}"}
        return commands.Slip(getattr(self, payer), getattr(self, payee), amount, **(plain | words))

    def balance(self, circle, who) -> int:
        return queries.account(circle, getattr(self, who)).balance

    def total(self, circle) -> int:
        """What all accounts of a circle add up to."""
        return sum(view.accounting for view in ledger.resources_conforming_to(queries.circle(circle).unit))


@pytest.fixture
def town(db, monkeypatch) -> Town:
    kind = Kind("hub", "Hub", "", "", (Role("steward", "Steward", ("all",)), Role("member", "Member")),
                frozenset((action, mode) for action in Action for mode in (None, *Mode)))
    monkeypatch.setattr(kinds, "_kinds", {"hub": kind})
    ana, bo, eva = (people.add_person(name=name) for name in ("Ana", "Bo", "Eva"))
    return Town(ana, bo, eva, people.add_association(name="Hub", kind="hub", founder=ana), count(1))


__all__ = ["Terms", "Town", "replace", "town"]
