"""promises.toml: what is wished, offered and promised when the recorded year ends. The file may be missing."""

from __future__ import annotations

from decimal import Decimal

from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop

from ..description import Figure, Good, PromiseDescription
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder
from .known import Known

FILE = "promises.toml"
_EVERY = frozenset(("week", "month", "quarter", "year"))
_SIDES = {"wish": ("to",), "offer": ("from",), "promise": ("from", "to")}


def read_promises(
    folder: Folder, figures: Figures, goods: dict[str, Good] | None, agents: Known
) -> tuple[PromiseDescription, ...]:
    """[[wish]] says to whom, [[offer]] from whom, [[promise]] both."""
    file = folder.toml(FILE, needed=False)
    if file is None:
        return ()
    found = tuple(
        _promise(row, sides, figures, goods, agents) for kind, sides in _SIDES.items() for row in file.rows(kind)
    )
    file.done()
    return found


def _promise(
    row: Fields, sides: tuple[str, ...], figures: Figures, goods: dict[str, Good] | None, agents: Known
) -> PromiseDescription:
    named = {side: row.text(side) for side in sides}
    for side, agent in named.items():
        if agent and agent not in agents:
            row.unknown(side, agent, agents)
    good, skill = row.text("good", needed=False), row.slug("skill", needed=False)
    if bool(good) == bool(skill):
        row.problem("good", "good_or_skill", gettext_noop("Say what it is about: either a good or a skill."))
    if good and good not in Known(goods):
        row.unknown("good", good, Known(goods))
    unit = (goods[good].unit if goods and good in goods else None) if good else "h"
    mode = row.choice("mode", frozenset(Mode), needed=False)
    if good and len(sides) == 2 and not mode:
        row.problem("mode", "promise_mode", gettext_noop("A promise of something says in which mode: add mode."))
    agreement = row.text("agreement", needed=False, longest=120) if len(sides) == 2 else ""
    every = row.choice("every", _EVERY, needed=False) if len(sides) == 2 else ""
    if every and not agreement:
        row.problem("every", "every_agreement", gettext_noop("Only a promise under an agreement comes again: say under "
                                                             "which, or leave it out."))
    promise = PromiseDescription(
        giver=named.get("from", ""),
        to=named.get("to", ""),
        good=good,
        skill=skill,
        mode=mode,
        amount=figures.take(row, "amount", unit=unit, needed=True) or Figure(Decimal(0)),
        note=row.text("note", needed=False),
        agreement=agreement,
        every=every,
        open=row.flag("open", default=False),
    )
    row.done()
    return promise
