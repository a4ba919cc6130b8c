"""Whom the names on slips mean: members of the circle first, and where it was asked for, people who are yet to come in.

A file from another town brings names that nobody here has. Whoever brings it in says for each who is meant, or that it
is somebody new; and whoever has no account in the circle yet gets one, if that was asked for.
"""

from __future__ import annotations

from commonstead.core.circulation.slip_lines import who_is_meant
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people

from .accounts import join_circle
from .asking import refuse
from .models import Account, Circle

NEW = "new"


class Meanings:
    """Names to agents for one run. how: bringing_in.How."""

    def __init__(self, circle: Circle, by: str, how):
        self.circle, self.by, self.how = circle, by, how
        holders = list(Account.objects.filter(circle=circle, until=None).values_list("holder", flat=True))
        self.members = people.names(holders)
        self._town: dict[str, str] | None = None
        self._found: dict[str, str] = {}
        self.new: tuple[str, ...] = ()

    def agent(self, said: str, field: str) -> str:
        """Who is meant. Refused: slips.name_unknown, slips.name_of_several, accounts.none, and as `join_circle`."""
        if said not in self._found:
            self._found[said] = self._agent(said, field)
        return self._found[said]

    def _agent(self, said: str, field: str) -> str:
        told = self.how.means.get(said, "")
        if told and told != NEW:
            return self._with_account(told, field)
        sheet = bool(self.how.batch)
        meant = who_is_meant(said, self.members, first_letters=sheet)
        if len(meant.ids) == 1 and not told:
            return meant.ids[0]
        elsewhere = who_is_meant(said, self.town)
        if told != NEW:
            if len(meant.ids) > 1 or len(elsewhere.ids) > 1:
                refuse("slips.name_of_several", gettext_noop(
                    "“{said}” fits several: {names}. Write more of the name, or choose who is meant."), field,
                    said=said, names=", ".join(meant.near or elsewhere.near))
            if elsewhere.ids:
                return self._with_account(elsewhere.ids[0], field)
        if not self.how.take_in:
            near = meant.near or elsewhere.near
            if near:
                refuse("slips.name_unknown_near", gettext_noop("Nobody in the circle is called “{said}”. Did you mean "
                                                               "{names}?"), field, said=said, names=", ".join(near))
            refuse("slips.name_unknown", gettext_noop(
                "Nobody in the circle is called “{said}”. Look at the spelling, or open an account for them first."),
                field, said=said)
        person = people_commands.add_person(name=said)
        self.new = (*self.new, said)
        return self._with_account(person, field)

    @property
    def town(self) -> dict[str, str]:
        """Everybody in the town, by id."""
        if self._town is None:
            self._town = {view.id: view.name for view in people.agents()}
        return self._town

    def _with_account(self, agent: str, field: str) -> str:
        if agent in self.members:
            return agent
        if not self.how.take_in:
            refuse("accounts.none", gettext_noop("{name} has no account in {unit} yet. An account is opened by joining "
                                                 "the circle."), field, name=people.names([agent])[agent],
                   unit=self.circle.name)
        join_circle(self.circle.id, agent, by=self.by)
        self.members[agent] = people.names([agent])[agent]
        return agent
