"""The verbs with which a story tells of agreements without price; `StoryTown` has them beside its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from commonstead.town.circulation import barter_commands as barter
from commonstead.town.circulation import barter_queries
from commonstead.town.circulation import queries as circulation
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people


class BarterSteps:
    """Needs `ids`, `stewards` and `_entries` of the town that a story tells of."""

    def asks_for(self, who: str, partner: str, name: str, gives: Mapping, gets: Mapping) -> str:
        """One side asks for an agreement. gives, gets: thing -> (amount, "week", "month", "year" or "")."""
        self._entries += 1
        promises = [barter.Promise(self.ids[giver], thing, self._steps(thing, amount), every)
                    for giver, side in ((who, gives), (partner, gets)) for thing, (amount, every) in side.items()]
        return barter.ask_agreement(name, self.ids[who], self.ids[partner], promises,
                                    by=self.ids[self.stewards.get(who, who)], key=f"story-{self._entries}")

    def agrees(self, person: str, agreement: str) -> None:
        """Somebody says yes for the other side."""
        barter.agree_to(agreement, by=self.ids[person])

    def gives_under(self, agreement: str, giver: str, amount, thing: str) -> None:
        """Something is given under an agreement, today."""
        self._entries += 1
        term = next(term for term in barter_queries.agreement(agreement).terms
                    if (term.giver, term.specification) == (self.ids[giver], thing))
        barter.deliver(agreement, term.id, amount=self._steps(thing, amount), day=timezone.localdate(),
                       by=self.ids[self.stewards.get(giver, giver)], key=f"story-{self._entries}")

    def says(self, agreement: str, side: str, voice: str, words: str = "") -> None:
        """A side says whether it is fair."""
        barter.say(agreement, self.ids[side], voice, by=self.ids[self.stewards.get(side, side)], words=words)

    def opens(self, agreement: str, side: str) -> None:
        """A side lets everybody in town read it."""
        barter.show_to_town(agreement, self.ids[side], True, by=self.ids[self.stewards.get(side, side)])

    def ends(self, agreement: str, person: str) -> None:
        """Somebody ends it for their side."""
        barter.end(agreement, by=self.ids[person])

    def promises(self, who: str) -> list[str]:
        """What is promised to and by somebody."""
        return sorted(f"{self._called(one.provider)}: {self._plain(one.specification, one.quantity)}"
                      for one in ledger.commitments(self.ids[who]))

    def flowed(self, agreement: str) -> None:
        """What was given of each promise in the stretch that runs, one a line."""
        for term in barter_queries.agreement(agreement).terms:
            given = self._plain(term.specification, term.kept.now).split()[0]
            print(f"{self._called(term.giver)}: {given} of {self._plain(term.specification, term.amount)}")

    def voices(self, agreement: str) -> None:
        """What both sides said last, one a line."""
        view = barter_queries.agreement(agreement)
        for side in view.sides:
            said = view.voices[side]
            print(f"{self._called(side)}: {said.voice}{f', “{said.words}”' if said.words else ''}")

    def gives_openly(self, person: str, thing: str) -> list[str]:
        """The agreements under which a thing is given, as far as somebody may see them."""
        return [view.name for view in barter_queries.providers_of(thing, self.ids[person])]

    def debts(self) -> list[str]:
        """Everything in town by which somebody could owe: accounts that are not at zero, payments that wait, and stocks
        below zero."""
        agents = [view.id for view in people.agents(gone=True)]
        accounts = [view.holder for view in circulation.accounts_of(agents) if view.balance]
        waiting = [view.payer for view in circulation.waiting_for(agents)]
        below = [agent for agent in agents for stock in ledger.resources_of(agent) if stock.accounting < 0]
        return [self._called(agent) for agent in (*accounts, *waiting, *below)]

    def _called(self, agent_id: str) -> str:
        return people.names([agent_id])[agent_id]

    def _steps(self, thing: str, amount) -> int:
        return ledger.units().to_int(str(amount), ledger.specification(thing).unit)

    def _plain(self, thing: str, quantity: int) -> str:
        amount = ledger.units().to_decimal(quantity, ledger.specification(thing).unit)
        return f"{amount.normalize():f} {thing}"
