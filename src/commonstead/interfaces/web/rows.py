"""Journal entries as lines to read: one sentence an event, a table a book, a table a statement."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people


class Words:
    """Names of agents, goods and units that one page needs, fetched once for all its lines."""

    def __init__(self, events: Iterable = (), agents: Iterable[str] = ()):
        self.names = self.names_of(list(events), agents)
        self.units = ledger.units()
        self.goods = {spec.id: spec for spec in ledger.specifications()}

    @staticmethod
    def names_of(events: Iterable, agents: Iterable[str] = ()) -> dict[str, str]:
        """Names of everybody who takes part in some events."""
        wanted = {side for event in events for side in (event.provider, event.receiver)}
        wanted |= {getattr(event, "booked_by", "") for event in events}
        return people.names((wanted | set(agents)) - {""})

    def name(self, agent_id: str) -> str:
        """What an agent is called."""
        return self.names.get(agent_id) or people.names([agent_id])[agent_id]

    def good(self, specification: str) -> str:
        """What a thing is called; the town's currency is money to everybody, and its amounts carry the sign."""
        spec = self.goods.get(specification)
        if spec is not None and spec.sort == "money":
            return _("Money")
        return spec.name if spec else specification

    def sort(self, specification: str) -> str:
        """What sort of thing it is, "" for one that is not in the list."""
        spec = self.goods.get(specification)
        return spec.sort if spec else ""

    def amount(self, specification: str, quantity: int | None) -> str:
        """A quantity of the journal with its unit."""
        spec = self.goods.get(specification)
        if quantity is None or spec is None:
            return ""
        value = self.units.to_decimal(quantity, spec.unit)
        if spec.unit in wording.SYMBOLS:
            return wording.money(value, spec.unit)
        return wording.amount(value, self.units.get(spec.unit).symbol)

    def much(self, event) -> str:
        """What and how much: quantity, or hours, or both."""
        hours_only = event.action == Action.USE and event.effort is not None
        parts = ["" if hours_only else self.amount(event.specification, event.quantity),
                 wording.amount(self.units.to_decimal(event.effort, "h"), "h") if event.effort is not None else ""]
        return " · ".join(part for part in parts if part)

    def sentence(self, event, specification: str = "") -> str:
        """Who did what, with whom. A move of a statement does not say of what; then `specification` does."""
        said = {"who": self.name(event.provider), "good": self.good(specification or event.specification),
                "partner": self.name(event.receiver), "did": wording.action_word(event.action)}
        if event.action in TRANSFERS:
            # Translators: as in "The bakery: Bread → Household Rivera".
            return pgettext("event", "%(who)s: %(good)s → %(partner)s") % said
        if event.action == Action.WORK and event.provider != event.receiver:
            return pgettext("event", "%(who)s worked for %(partner)s: %(good)s") % said
        return pgettext("event", "%(who)s %(did)s: %(good)s") % said


def book_table(events, caption: str, words: Words) -> Table:
    """An association's book, newest first."""
    return Table(
        caption,
        (Column(_("What")), Column(_("How much"), True), Column(_("How")), Column(_("When"))),
        tuple((
            Cell(words.sentence(event), reverse("event", args=[event.id]),
                 note=_("taken back") if event.corrected_by else _("takes another back") if event.corrects else ""),
            Cell(words.much(event)),
            Cell("", mode=event.mode) if event.mode else Cell(wording.action_word(event.action)),
            Cell(wording.whole_day(event.at)),
        ) for event in events),
        caption_hidden=True, dense=True)


def stock_table(resources, caption: str, words: Words) -> Table:
    """What an agent has, the largest first within the same name."""
    shown = sorted(resources, key=lambda resource: words.good(resource.specification).casefold())
    return Table(
        caption,
        (Column(_("What")), Column(_("There is"), True), Column(_("In whose hands"))),
        tuple((
            Cell(resource.name or words.good(resource.specification), reverse("resource", args=[resource.id])),
            Cell(words.amount(resource.specification, resource.accounting)),
            Cell(_("here") if resource.custodian == resource.accountable else words.name(resource.custodian)),
        ) for resource in shown),
        caption_hidden=True)


def event_line(event, words: Words) -> str:
    """One event in one line of text."""
    much = words.much(event)
    return f"{words.sentence(event)}, {much}" if much else words.sentence(event)
