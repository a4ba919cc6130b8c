"""What can be written down by hand, in members' words, and what each becomes in the journal.

ValueFlows has nineteen actions; a member has about ten things to say. Each deed names its action, who
provides and who receives, and which fields it asks for, so that a page shows no field it does not need.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode

GIVING_MODES = (Mode.POOL, Mode.GIFT, Mode.BARTER, Mode.TIME, Mode.CREDIT, Mode.CURRENCY, Mode.ADMINISTRATIVE)


@dataclass(frozen=True)
class Deed:
    """title: the choice; help: a line below it; done: how the event reads afterwards.
    actor: which side of the flow is ours ("both", "provider", "receiver"); partner: who stands on the other
    ("none", "agent", "outside"); sorts: which specifications are offered; asks: further fields."""

    slug: str
    title: Promise
    help: Promise
    action: Action
    actor: str = "both"
    partner: str = "none"
    partner_label: Promise | str = ""
    modes: tuple[Mode, ...] = ()
    sorts: tuple[str, ...] = ("good", "material", "machine")
    asks: tuple[str, ...] = ("quantity",)
    pays: bool = False


DEEDS = {deed.slug: deed for deed in (
    Deed("made", gettext_lazy("Something was made"), gettext_lazy("baked, harvested, sewn, repaired into new use"),
         Action.PRODUCE),
    Deed("used-up", gettext_lazy("Something was used up"), gettext_lazy("eaten, burnt, sown, worked into something"),
         Action.CONSUME),
    Deed("worked", gettext_lazy("Somebody worked"), gettext_lazy("hours given to an association or a household"),
         Action.WORK, "provider", "agent", gettext_lazy("For whom?"), sorts=("work",), asks=("effort",)),
    Deed("gave", gettext_lazy("We gave something"), gettext_lazy("shared, given, swapped: to somebody in town"),
         Action.TRANSFER, "provider", "agent", gettext_lazy("To whom?"), GIVING_MODES),
    Deed("received", gettext_lazy("We received something"), gettext_lazy("from somebody in town"),
         Action.TRANSFER, "receiver", "agent", gettext_lazy("From whom?"), GIVING_MODES),
    Deed("served", gettext_lazy("We did somebody a service"), gettext_lazy("care, a lesson, a ride, a repair"),
         Action.DELIVER_SERVICE, "provider", "agent", gettext_lazy("To whom?"), GIVING_MODES, ("service",)),
    Deed("bought", gettext_lazy("We bought something outside"), gettext_lazy("for outside money, from beyond the town"),
         Action.TRANSFER, "receiver", "outside", modes=(Mode.SALE,),
         sorts=("good", "material", "machine", "service"), pays=True),
    Deed("sold", gettext_lazy("We sold something outside"), gettext_lazy("for outside money, beyond the town"),
         Action.TRANSFER, "provider", "outside", modes=(Mode.SALE,), pays=True),
    Deed("tool", gettext_lazy("A machine was used"), gettext_lazy("hours at the oven, the saw, the loom"),
         Action.USE, sorts=("machine",), asks=("effort",)),
    Deed("more", gettext_lazy("There is more than the book says"), gettext_lazy("found on counting"), Action.RAISE),
    Deed("less", gettext_lazy("There is less than the book says"), gettext_lazy("spoilt, lost, or found on counting"),
         Action.LOWER),
)}
