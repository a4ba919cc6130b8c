"""Before something is bought outside: who in town makes it, offers it, has some, or gives it by standing agreement.

Associations that source from each other first keep what they have going round (Exodus 9067-9081). This is a hint with
links and never a block: whoever buys outside may know very well why.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.circulation import board_queries as board
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

MOST = 6


@dataclass(frozen=True)
class InTown:
    """One way to get it here, in a sentence, and where to read on."""

    said: str
    href: str


def inside_first(good: str, person: str, buyer: str = "", *, stocks: bool = True) -> list[InTown]:
    """Agreements first, then offers, makers, and stocks of associations; nothing of the buyer's own. Households' stocks
    are nobody's business."""
    agreements = [view for view in barter.providers_of(good, person) if _giver(view, good) != buyer]
    offers = [view for view in board.offers_of(good) if view.who != buyer]
    makers = {recipe.doer: recipe for recipe in making.recipes(adopted=True)
              if good in recipe.outputs and recipe.doer and recipe.doer != buyer}
    held = {one.accountable for one in ledger.resources_conforming_to(good) if one.accounting > 0} if stocks else set()
    here = {view.id: view for view in people.agents("association", ids=held - {buyer} - set(makers))} if held else {}
    words = Words(agents={*makers, *(view.who for view in offers),
                          *(side for view in agreements for side in view.sides)})
    found = [_agreement(view, good, words) for view in agreements]
    found += [_offer(view, words) for view in offers]
    found += [InTown(_("%(who)s makes it") % {"who": words.name(doer)}, reverse("association", args=[doer]))
              for doer in makers]
    found += [InTown(_("%(who)s has some") % {"who": view.name}, reverse("association", args=[view.id]))
              for view in here.values()]
    return found[:MOST]


def _giver(view: barter.BarterView, good: str) -> str:
    return next(term.giver for term in view.terms if term.specification == good)


def _agreement(view: barter.BarterView, good: str, words: Words) -> InTown:
    return InTown(_("%(who)s gives it by standing agreement: %(name)s") % {
        "who": words.name(_giver(view, good)), "name": view.name}, reverse("agreement", args=[view.id]))


def _offer(view: board.NoticeView, words: Words) -> InTown:
    much = words.much(view.intent)
    said = {"who": words.name(view.who), "much": f" ({much})" if much else "",
            "until": wording.day(view.expires)}
    sentence = _("%(who)s offers it on the board%(much)s, until %(until)s") if view.expires else _(
        "%(who)s offers it on the board%(much)s")
    return InTown(sentence % said, reverse("board-notice", args=[view.id]))
