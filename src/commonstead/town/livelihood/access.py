"""Who may open a household's audit: the people who live in it, and nobody else.

Not its guardian from another household, not a coordinator, not the operator's account (Exodus 991, 9222).
"""

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import queries as people


def only_its_own(household: str, person: str) -> None:
    """Refused unless that person lives in that household."""
    if not person or not household or people.household_of(person) != household:
        raise Refused(Refusal("livelihood.its_own_household_only", gettext_noop(
            "A household's audit is open to the people who live in it and to nobody else."), field="household"))
