"""Who here could make a design: whose things include the tools, and which skills were pledged.

Three answers, never a score: it is here, it is not here (somebody counted, and there is none), nobody has said.
Only associations' machines are looked at, and those of the asker's own household: what other households have is
their business (Exodus 991, 9222), and stores of other things answer no question about tools, or a made-up design would
read them. Who has a machine is told only to those who may see that book; others learn that it is somewhere here
(13014). Of skills only the number of people who offered them is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonstead.core.making import Tool, slug
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import queries

HERE, NOT_HERE, NOBODY_SAID = "here", "not_here", "nobody_said"


@dataclass(frozen=True)
class ToolNear:
    """answer: HERE, NOT_HERE or NOBODY_SAID.  good: the town's machine that it was taken for, "" none.  holders: agent
    ids of those who have it and whose book the asker may see.  elsewhere: how many others have it."""

    name: str
    good: str
    answer: str
    holders: tuple[str, ...] = ()
    elsewhere: int = 0


@dataclass(frozen=True)
class SkillNear:
    """people: how many offered it.  hours: what one batch takes, None unknown.  answer: HERE or NOBODY_SAID (no list
    of skills says what somebody cannot do)."""

    skill: str
    hours: Decimal | None
    answer: str
    people: int


@dataclass(frozen=True)
class Maker:
    """Somebody whose book the asker may see: which of the tools it has, has not, and where nobody has said."""

    agent: str
    name: str
    has: tuple[str, ...]
    has_not: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class WhoCanMake:
    """tools, skills: one answer each.  makers: who is known to have at least one tool, most tools first.  answer for
    the whole: HERE where all is here, NOT_HERE where something is known to be missing, else NOBODY_SAID; NOBODY_SAID
    also where the design does not say what it takes."""

    tools: tuple[ToolNear, ...]
    skills: tuple[SkillNear, ...]
    makers: tuple[Maker, ...]
    answer: str


def who_can_make(design_id: str, version: str | None = None, *, asker: str = "") -> WhoCanMake | None:
    """For one version of a design (the newest where none is named), or None. asker: person id, to look also at what
    they and their household have, and to name whose book they may see; without one nobody is named."""
    view = queries.design(design_id, version)
    if view is None:
        return None
    looked_at = _looked_at(asker)
    things = {thing.id: thing.name for thing in ledger.specifications("machine")}
    goods = {tool.name: _good_of(tool, things) for tool in view.design.tools}
    stocks = {good: _stocks(good, looked_at) for good in goods.values() if good}
    told_of = {agent for held in stocks.values() for agent in held}
    visible = {agent: looked_at[agent] for agent in told_of if asker and people.may_see_book(asker, agent)}
    tools = tuple(_tool(tool.name, goods[tool.name], stocks, visible) for tool in view.design.tools)
    offered = [skill for pledge in people.pledges() for skill in set(pledge.skills)]
    skills = tuple(
        SkillNear(skill, hours, HERE if skill in offered else NOBODY_SAID, offered.count(skill))
        for skill, hours in view.design.skills.items()
    )
    makers = sorted(
        (_maker(agent, name, goods, stocks) for agent, name in visible.items()),
        key=lambda maker: (-len(maker.has), maker.name.casefold()),
    )
    answers = [item.answer for item in (*tools, *skills)]
    whole = NOT_HERE if NOT_HERE in answers else NOBODY_SAID if NOBODY_SAID in answers or not answers else HERE
    return WhoCanMake(tools, skills, tuple(maker for maker in makers if maker.has), whole)


def _looked_at(asker: str) -> dict[str, str]:
    """Names by agent id: all associations, and the asker with their household."""
    found = {view.id: view.name for view in people.agents("association")}
    own = [agent for agent in (asker, people.household_of(asker) if asker else None) if agent]
    return {**found, **people.names(own)} if own else found


def _good_of(tool: Tool, things: Mapping[str, str]) -> str:
    """The town's machine that a tool is: as the design says, else by its id or name; "" where it is none. things: names
    of machines by id."""
    for id in (tool.good, slug(tool.name)):
        if id in things:
            return id
    written = " ".join(tool.name.casefold().split())
    return next((id for id, name in things.items() if name.casefold() == written), "")


def _stocks(good: str, looked_at: Mapping[str, str]) -> dict[str, int]:
    """By agent: how much of a thing it has; only agents of whom the books say something."""
    found: dict[str, int] = {}
    for view in ledger.resources_conforming_to(good):
        if view.accountable in looked_at:
            found[view.accountable] = found.get(view.accountable, 0) + view.accounting
    return found


def _tool(name: str, good: str, stocks: Mapping[str, Mapping[str, int]], visible: Mapping[str, str]) -> ToolNear:
    there = stocks.get(good, {})
    having = [agent for agent, amount in there.items() if amount > 0]
    holders = tuple(agent for agent in having if agent in visible)
    answer = HERE if having else NOT_HERE if there else NOBODY_SAID
    return ToolNear(name, good, answer, holders, len(having) - len(holders))


def _maker(agent: str, name: str, goods: Mapping[str, str], stocks: Mapping[str, Mapping[str, int]]) -> Maker:
    sorted_out: dict[str, list[str]] = {"has": [], "has_not": [], "unknown": []}
    for tool, good in goods.items():
        amount = stocks.get(good, {}).get(agent)
        sorted_out["unknown" if amount is None else "has" if amount > 0 else "has_not"].append(tool)
    return Maker(agent, name, *(tuple(sorted_out[key]) for key in ("has", "has_not", "unknown")))
