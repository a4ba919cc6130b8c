"""needs.toml and year.toml: what households use in a month, and the rhythm of the recorded year."""

from __future__ import annotations

from decimal import Decimal

from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop

from ..description import HOUSEHOLD_TYPES, RHYTHMS, Figure, Good, NeedDescription, RecipeDescription, RhythmDescription
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder
from .known import Known

#: What each kind of rhythm must name, besides who and when.
NEEDED = {
    "buy": ("good", "amount"),
    "sell": ("good", "amount", "to"),
    "make": ("recipe", "amount"),
    "share": ("good", "amount", "to"),
    "gift": ("good", "amount", "to"),
    "work": ("skill", "amount"),
    "wage": (),
    "care": ("amount",),
    "repair": ("amount",),
    "lend": ("good", "to"),
}
MET_MODES = frozenset(Mode) | {"own"}


def read_needs(
    folder: Folder, figures: Figures, goods: dict[str, Good] | None, classes: Known
) -> tuple[dict[str, NeedDescription], dict[str, Figure]]:
    """needs.toml, and where its shares and factors come from."""
    file = folder.toml("needs.toml")
    if file is None:
        return {}, {}
    found, bare = {}, {}
    for id, table in file.tables(besides=("origin",)):
        if id not in Known(goods):
            table.unknown("", id, Known(goods))
        found[id] = _need(id, table, figures, (goods or {}).get(id), classes, goods is not None)
        bare |= {key: table for key in ("met", "by_type") if key not in bare and table.has(key)}
    return found, figures.origins(file, ("met", "by_type"), bare.items())


def _need(
    id: str, table: Fields, figures: Figures, good: Good | None, classes: Known, goods_read: bool
) -> NeedDescription:
    need_class = table.text("class", needed=goods_read and not (good and good.need_class)) or (
        good.need_class if good else ""
    )
    if need_class and need_class not in classes:
        table.unknown("class", need_class, classes)
    tier = table.whole("tier", default=1, least=1)
    if tier > 3:
        table.problem("tier", "tier", gettext_noop("tier is 1, 2 or 3; 1 is met first."))
    unit = good.unit if good else None
    need = NeedDescription(
        good=id,
        need_class=need_class,
        tier=min(tier, 3),
        per_household=figures.take(table, "per_household", unit=unit),
        per_person=figures.take(table, "per_person", unit=unit),
        floor_share=figures.take(table, "floor_share"),
        by_type=_by_type(table),
        met=_met(table),
        hours=figures.take(table, "hours", unit="h"),
    )
    if not need.per_household and not need.per_person:
        table.problem("per_person", "no_amount", gettext_noop("A need says how much: add per_person or per_household."))
    if need.floor_share and need.floor_share.value > 1:
        table.problem("floor_share", "above_one", gettext_noop("{field} is a share: 1 or less."), field="floor_share")
    table.done()
    return need


def _by_type(table: Fields) -> dict[str, Decimal]:
    part = table.sub("by_type")
    if part is None:
        return {}
    for name in part.values:
        if name not in HOUSEHOLD_TYPES:
            part.unknown(name, name, HOUSEHOLD_TYPES)
    return {name: part.number(name) for name in part.values}


def _met(table: Fields) -> tuple[tuple[str, Decimal], ...]:
    met = []
    for row in table.rows("met"):
        met.append((row.choice("mode", MET_MODES), row.number("share")))
        row.done()
    total = sum((share for _, share in met), Decimal(0))
    if met and abs(total - 1) > Decimal("0.001"):
        table.problem(
            "met", "shares", gettext_noop("The shares of met add up to {total}; they should add up to 1."), total=total
        )
    return tuple(met)


class Rhythms:
    """Reads year.toml against everything that it may name."""

    def __init__(
        self,
        figures: Figures,
        goods: dict[str, Good] | None,
        recipes: dict[str, RecipeDescription],
        agents: Known,
        currency: str,
        agreements: Known,
    ):
        self._figures, self._goods, self._recipes = figures, goods, recipes
        self._agents, self._currency, self._agreements = agents, currency, agreements

    def read(self, folder: Folder) -> tuple[RhythmDescription, ...]:
        """year.toml."""
        file = folder.toml("year.toml", needed=False)
        if file is None:
            return ()
        found = tuple(self._rhythm(row) for row in file.rows("rhythm"))
        file.done()
        return found

    def _rhythm(self, row: Fields) -> RhythmDescription:
        what = row.choice("what", RHYTHMS)
        for key in NEEDED.get(what, ()):
            if not row.has(key):
                row.problem(
                    key,
                    "rhythm_lacks",
                    gettext_noop("A rhythm that says “{what}” needs {field}."),
                    what=what,
                    field=key,
                )
        for key, known in (("good", Known(self._goods)), ("recipe", Known(self._recipes))):
            if row.has(key) and row.text(key) not in known:
                row.unknown(key, row.text(key), known)
        good, recipe, skill = (row.text(key, needed=False) for key in ("good", "recipe", "skill"))
        if what in ("care", "repair") and not (good or recipe or skill):
            row.problem(
                "what",
                "rhythm_lacks",
                gettext_noop("A rhythm that says “{what}” needs {field}."),
                what=what,
                field="good, recipe, skill",
            )
        every = row.choice("every", ("week", "month", "quarter"), needed=False)
        months = self._months(row)
        if bool(every) == bool(months):
            row.problem(
                "every",
                "when",
                gettext_noop('Say when: either every = "week", "month" or "quarter", or months = [3, 4].'),
            )
        chance = row.number("chance", default=Decimal(1))
        if chance > 1:
            row.problem("chance", "above_one", gettext_noop("{field} is a share: 1 or less."), field="chance")
        rhythm = RhythmDescription(
            who=self._agent(row, "who"),
            what=what,
            good=good,
            recipe=recipe,
            skill=skill,
            amount=self._figures.take(row, "amount", unit=self._unit(what, good)),
            every=every,
            months=months,
            to=self._agent(row, "to", needed=False),
            mode=row.choice("mode", frozenset(Mode), needed=False),
            chance=chance,
            note=row.text("note", needed=False),
            agreement=self._agreement(row),
            line=row.line(),
        )
        row.done()
        return rhythm

    def _agreement(self, row: Fields) -> str:
        """The name of an agreement of promises.toml."""
        name = row.text("agreement", needed=False, longest=120)
        if name and name not in self._agreements:
            row.unknown("agreement", name, self._agreements)
        return name

    def _unit(self, what: str, good: str) -> str | None:
        if what == "wage":
            return self._currency
        if what in ("work", "care"):
            return "h"
        return self._goods[good].unit if self._goods and good in self._goods else None if good else ""

    def _months(self, row: Fields) -> tuple[int, ...]:
        if not row.has("months"):
            return ()
        months = row.raw("months")
        if (
            isinstance(months, list)
            and months
            and all(isinstance(month, int) and not isinstance(month, bool) and 1 <= month <= 12 for month in months)
        ):
            return tuple(months)
        row.problem("months", "months", gettext_noop("months is a list of months 1 to 12, like [3, 4]."))
        return (1,)

    def _agent(self, row: Fields, key: str, needed: bool = True) -> str:
        """An id, "each household" or "each member of X"."""
        name = row.text(key, needed)
        one = name.removeprefix("each member of ")
        if name and name not in ("each household", "outside") and one not in self._agents:
            row.unknown(key, one, self._agents)
        return name
