"""What members say about overhead: under which heading a thing or kind of work stands here, and why."""

from __future__ import annotations

from django.utils import timezone

from commonstead.core.boundary.lenses.overhead import FUNCTION, HEADINGS
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger import queries as ledger

from .models import OverheadHeading


def say_heading(thing: str, heading: str, reason: str, *, by: str) -> None:
    """Put a thing or kind of work under a heading (or FUNCTION), for the whole town; saying it again replaces it.
    Refused, all at once: an unknown thing or heading, and one without a reason."""
    problems = []
    if ledger.specification(thing) is None:
        problems.append(Refusal(
            "lenses.unknown_thing", gettext_noop("There is nothing called {thing} in the town's list of things."),
            {"thing": thing}, field="thing"))
    if heading not in HEADINGS and heading != FUNCTION:
        problems.append(Refusal("lenses.unknown_heading", gettext_noop("Choose one of the headings."),
                                {"heading": heading}, field="heading"))
    if not reason.strip():
        problems.append(Refusal(
            "lenses.no_reason", gettext_noop("Say in a few words why, so that others can follow it."), field="reason"))
    if problems:
        raise Refused(*problems)
    OverheadHeading.objects.update_or_create(thing=thing, defaults={
        "heading": heading, "reason": reason.strip()[:500], "said_by": by, "said_at": timezone.now()})


def unsay_heading(thing: str, *, by: str) -> None:
    """Back to the default: what no recipe names is unknown again."""
    OverheadHeading.objects.filter(thing=thing).delete()
