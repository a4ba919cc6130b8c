"""Stories: prose with steps that come true. A story is a Markdown file; its indented `>>>` lines are carried out in
order against an empty town, through the same commands and queries as everywhere, and must answer as it tells.

    >>> town.person("Ana")
    >>> town.garden("Rowan Garden", steward="Ana")
    >>> town.makes("Rowan Garden", 40, "beans")

`StoryTown` has the verbs, `StoryCircles` (as `circles`) those of hours, credit and notes. They let a story speak of
things by name and in plain amounts; nothing else.
"""

from __future__ import annotations

import doctest
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from commonstead.core import livelihood as audits
from commonstead.core.boundary.road_map import RoadMap, road_map
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.boundary import commands as boundary_commands
from commonstead.town.boundary import frontier, identities, measures, yearbooks
from commonstead.town.boundary import queries as boundary
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import commands as livelihood_commands
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import commands as making_commands
from commonstead.town.making import queries as making
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people

from .barter_steps import BarterSteps
from .story_circles import StoryCircles

_OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.REPORT_NDIFF


def run_story(path: Path) -> None:
    """Carry out a story in the (empty) test database. AssertionError with the lines that did not come true."""
    text = path.read_text(encoding="utf-8")
    town = StoryTown()
    story = doctest.DocTestParser().get_doctest(text, {"town": town, "circles": StoryCircles(town)}, path.name,
                                                str(path), 0)
    assert story.examples, f"{path} tells nothing that could come true"
    said: list[str] = []
    doctest.DocTestRunner(optionflags=_OPTIONS).run(story, out=said.append)
    assert not said, "".join(said)


class StoryTown(BarterSteps):
    """A town that a story tells of. The outside is called `outside`; everybody else by the name they were given."""

    def __init__(self) -> None:
        people_commands.ensure_outside()
        self.ids = {"outside": OUTSIDE}
        self.stewards: dict[str, str] = {}
        self._entries = 0

    # -- who there is

    def person(self, name: str) -> None:
        """Somebody comes to town."""
        self.ids[name] = people_commands.add_person(name=name)

    def household(self, name: str, *members: str) -> None:
        """People who live together."""
        self.ids[name] = people_commands.add_household(name=name, members=[self.ids[member] for member in members])
        self.stewards[name] = members[0]

    def association(self, kind: str, name: str, steward: str) -> None:
        """Somebody founds an association and keeps its book."""
        self.ids[name] = people_commands.add_association(name=name, kind=kind, founder=self.ids[steward])
        self.stewards[name] = steward

    def joins(self, member: str, group: str, role: str = "member") -> None:
        """Somebody joins."""
        people_commands.join(self.ids[member], self.ids[group], role=role)

    def pledges(self, person: str, hours: int, *skills: str) -> None:
        """Somebody offers hours a month."""
        people_commands.set_pledge(self.ids[person], hours_a_month=hours, skills=skills)

    # -- what there is

    def thing(self, name: str, unit: str, sort: str = "good", need_class: str = "", **numbers) -> None:
        """A thing, service or kind of work, with numbers such as buy=4 (its price outside)."""
        ledger_commands.add_specification(name, name=name, unit=unit, sort=sort, need_class=need_class, numbers={
            word: {"value": str(value), "estimate": "for the story"} for word, value in numbers.items()})

    def has(self, owner: str, amount, thing: str) -> None:
        """What is there when the story begins."""
        self._write(Action.RAISE, owner, owner, thing, amount)

    # -- what happens

    def works(self, who: str, group: str, hours, skill: str) -> None:
        """Somebody works for a household, an association or a neighbour."""
        self._write(Action.WORK, who, group, skill, None, effort=hours)

    def makes(self, group: str, amount, thing: str) -> None:
        self._write(Action.PRODUCE, group, group, thing, amount)

    def uses_up(self, group: str, amount, thing: str) -> None:
        self._write(Action.CONSUME, group, group, thing, amount)

    def runs(self, group: str, machine: str, hours) -> None:
        self._write(Action.USE, group, group, machine, None, effort=hours)

    def gives(self, giver: str, receiver: str, amount, thing: str, mode: str = "gift") -> None:
        """A thing changes hands."""
        self._write(Action.TRANSFER, giver, receiver, thing, amount, mode)

    def lends(self, giver: str, receiver: str, amount, thing: str, mode: str = "gift") -> None:
        """A thing goes into other hands and stays whose it is."""
        self._write(Action.TRANSFER_CUSTODY, giver, receiver, thing, amount, mode)

    def serves(self, giver: str, receiver: str, amount, thing: str, mode: str = "gift") -> None:
        """A service for somebody."""
        self._write(Action.DELIVER_SERVICE, giver, receiver, thing, amount, mode)

    def buys(self, who: str, amount, thing: str) -> None:
        """Something comes in from outside for money."""
        self._write(Action.TRANSFER, "outside", who, thing, amount, "sale")

    def sells(self, who: str, amount, thing: str) -> None:
        self._write(Action.TRANSFER, who, "outside", thing, amount, "sale")

    def refusal(self, step, *words, **more) -> str:
        """What the town answers to a step that it refuses."""
        try:
            step(*words, **more)
        except Refused as refused:
            return " ".join(refusal.reason for refusal in refused.refusals)
        return "It was not refused."

    # -- what is known

    def recipe(self, name: str, **parts) -> None:
        """A recipe comes into the catalogue, free for all."""
        making_commands.add_recipe(name, name=name, **parts)

    def takes_up(self, group: str, recipe: str) -> None:
        making_commands.adopt_recipe(recipe, doer=self.ids[group], by=self.ids[self.stewards[group]])

    def needs(self, thing: str, a_month, need_class: str = "food", **more) -> None:
        """What the average household needs a month, bought unless said otherwise."""
        livelihood_commands.set_average(thing, need_class, per_household=str(a_month), **more)

    def looks_ahead(self, income=0, periods: int = 12) -> None:
        """The frame: months of thirty days, and the town's wages a month."""
        boundary_commands.set_frame(periods=periods, cash_income=str(income))

    def audit(self, household: str, waged_hours, ways: dict) -> None:
        """A household's audit. ways: thing -> (class of need, [(mode, amount, hours), ...])."""
        entries = tuple(
            audits.Entry(thing, need_class, tuple(
                audits.Way(mode, Decimal(str(amount)), hours=Decimal(str(hours))) for mode, amount, hours in met))
            for thing, (need_class, met) in ways.items())
        size = len({row.member for row in people.members_of(self.ids[household])})
        audit = audits.Audit(size=size, type="family", entries=entries, waged_hours=Decimal(str(waged_hours)))
        livelihood_commands.save_audit(self.ids[household], audit, by=self.ids[self.stewards[household]], done=True)

    # -- what can be asked

    def answers(self) -> boundary.Answers:
        """The boundary, worked out anew from the town as it stands."""
        boundary_commands.compute_answers()
        return boundary.answers()

    def measures(self) -> dict:
        """What the book says of dependence and circulation."""
        return measures.recorded_measures()

    def road_map(self, cash) -> RoadMap:
        """What to start, and when, with this much cash in hand."""
        return road_map(boundary.network(), cash)

    def still_buys(self, recipe: str) -> tuple:
        """What an activity still buys, by the answers worked out last."""
        return frontier.still_bought(recipe)

    def iceberg(self, household: str, viewer: str) -> audits.Iceberg:
        """What nourishes a household, for one who lives there."""
        view = livelihood.audit_of(self.ids[household], viewer=self.ids[viewer])
        prices = {thing.id: Decimal(thing.numbers["buy"]["value"])
                  for thing in ledger.specifications() if "buy" in thing.numbers}
        return audits.iceberg(view.audit, prices)

    def identities(self, person: str) -> tuple[identities.Identity, ...]:
        """A person's economic identities."""
        return identities.identities_of(self.ids[person])

    def in_stock(self, owner: str, thing: str) -> str:
        """What stands in somebody's stock, with its unit."""
        unit = ledger.specification(thing).unit
        amount = ledger.units().to_decimal(ledger.stock_of(self.ids[owner], thing), unit)
        return f"{amount.normalize():f} {unit}"

    def glance(self, group: str) -> None:
        """The small answers on an association's page, one a line."""
        for answer in yearbooks.small_answers(self.ids[group]):
            print(f"{answer.label}: {answer.text}")

    def may_see(self, person: str, book: str) -> bool:
        """Whether somebody may read a book."""
        return people.may_see_book(self.ids[person], self.ids[book])

    def name(self, agent_id: str) -> str:
        """What an id is called."""
        return people.names([agent_id])[agent_id]

    def adopted(self) -> list[str]:
        """The recipes that somebody has taken up."""
        return [view.id for view in making.recipes(adopted=True)]

    def _write(self, action: Action, provider: str, receiver: str, thing: str, amount, mode: str | None = None,
               effort=None) -> None:
        self._entries += 1
        writer = provider if provider != "outside" else receiver
        ledger_commands.record_event(Flow(
            action=action, provider=self.ids[provider], receiver=self.ids[receiver], specification=thing,
            at=timezone.now() - timedelta(minutes=1), booked_by=self.ids[self.stewards.get(writer, writer)],
            idempotency_key=f"story-{self._entries}", mode=Mode(mode) if mode else None,
            quantity=None if amount is None else ledger.units().to_int(str(amount), ledger.specification(thing).unit),
            effort=None if effort is None else round(Decimal(str(effort)) * 100)))
