"""circles.toml: circles of the town, their terms, who is in, who answers for whom, and a year of trade. May be missing.

A term of a circle is a figure like any other: a number with a source, or with the reason for our estimate.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from commonstead.core.circulation.terms import SORTS, Terms
from commonstead.core.vocabulary.refusal import gettext_noop

from ..description import CircleDescription, Figure, Good, TradeDescription
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder
from .known import Known

FILE = "circles.toml"
#: Terms that are numbers; the others are plain words of the circle itself.
TERMS = tuple(item.name for item in fields(Terms) if item.name not in ("lapses", "promise", "balances_open",
                                                                       "members_only"))


def read_circles(folder: Folder, figures: Figures, goods: dict[str, Good] | None, agents: Known,
                 associations: Known) -> tuple[CircleDescription, ...]:
    """One table a circle."""
    file = folder.toml(FILE, needed=False)
    if file is None:
        return ()
    return tuple(_circle(id, table, figures, goods, agents, associations) for id, table in file.tables())


def _circle(id: str, table: Fields, figures: Figures, goods, agents: Known, associations: Known) -> CircleDescription:
    keeper = table.text("keeper")
    if keeper and keeper not in associations:
        table.unknown("keeper", keeper, associations)
    sort = table.choice("sort", SORTS)
    symbol = table.text("symbol", needed=sort in ("credit", "currency"), longest=12)
    circle = CircleDescription(
        id=id, keeper=keeper, sort=sort, name=table.text("name", longest=80), symbol=symbol, since=table.day("since"),
        members=_names(table, "members", agents),
        terms=_figures_of(table, "terms", figures, TERMS),
        promise=table.text("promise", needed=False, longest=300),
        lapses=table.day("lapses") if table.has("lapses") else None,
        lines=_figures_of(table, "lines", figures, agents),
        vouchers=_vouchers(table, figures, agents),
        trade=tuple(_trade(row, sort, figures, goods, agents) for row in table.rows("trade")),
        line=table.line(),
    )
    table.done()
    return circle


def _names(table: Fields, key: str, agents: Known) -> tuple[str, ...]:
    """A list of ids, or of "each member of X"."""
    names = table.raw(key) if table.has(key) else []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        table.problem(key, "not_names", gettext_noop('{field} is a list of names, like ["ana", "bo"].'), field=key)
        return ()
    for name in names:
        if (one := name.removeprefix("each member of ")) not in agents:
            table.unknown(key, one, agents)
    return tuple(names)


def _figures_of(table: Fields, key: str, figures: Figures, known) -> dict[str, Figure]:
    part = table.sub(key)
    if part is None:
        return {}
    found = {}
    for name in part.values:
        if name not in known:
            part.unknown(name, name, known)
        if figure := figures.take(part, name, unit=""):
            found[name] = figure
    part.done()
    return found


def _vouchers(table: Fields, figures: Figures, agents: Known) -> tuple[tuple[str, str, Figure], ...]:
    found = []
    for row in table.rows("voucher"):
        found.append((_agent(row, "who", agents), _agent(row, "for", agents),
                      figures.take(row, "stake", unit="", needed=True) or Figure(Decimal(0))))
        row.done()
    return tuple(found)


def _trade(row: Fields, sort: str, figures: Figures, goods, agents: Known) -> TradeDescription:
    every = row.choice("every", ("week", "month"), needed=False)
    months = row.raw("months") if row.has("months") else []
    whole = isinstance(months, list) and all(
        isinstance(month, int) and not isinstance(month, bool) and 1 <= month <= 12 for month in months)
    if not whole:
        row.problem("months", "months", gettext_noop("months is a list of months 1 to 12, like [3, 4]."))
    elif bool(every) == bool(months):
        row.problem("every", "when", gettext_noop('Say when: either every = "week" or "month", or months = [3, 4].'))
    good = row.text("good", needed=sort == "gift")
    if good and good not in Known(goods):
        row.unknown("good", good, Known(goods))
    chance = row.number("chance", default=Decimal(1))
    if chance > 1:
        row.problem("chance", "above_one", gettext_noop("{field} is a share: 1 or less."), field="chance")
    trade = TradeDescription(
        giver=_agent(row, "giver", agents, needed=False), category=row.text("category", needed=sort != "gift",
                                                                            longest=60),
        good=good, amount=figures.take(row, "amount", unit="", needed=True) or Figure(Decimal(0)), every=every,
        months=tuple(months) if whole else (), chance=chance, payers=_names(row, "payers", agents),
        note=row.text("note", needed=False, longest=300), line=row.line())
    row.done()
    return trade


def _agent(row: Fields, key: str, agents: Known, needed: bool = True) -> str:
    name = row.text(key, needed)
    if name and name not in agents:
        row.unknown(key, name, agents)
    return name
