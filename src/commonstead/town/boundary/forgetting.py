"""What goes when a person is erased: the reasons they wrote, and whatever was worked out of what they pledged.

Answers and calculations hold hours summed by skills, and where one person alone has a set of skills that sum is their
pledge. All of them can be worked out again, without them. What somebody asked goes too: it may hold a file that they
brought, such as another town's.
"""

from __future__ import annotations

from commonstead.town.people import queries as people

from .models import BoundaryAnswer, Calculation, OverheadHeading


def forget_with_person(person: str) -> None:
    """A heading that they chose stays, without its reason. A calculation under way whose row is gone ends itself."""
    OverheadHeading.objects.filter(said_by=person).update(reason="")
    if people.pledge_of(person) is None:
        Calculation.objects.filter(by=person).delete()
        return
    BoundaryAnswer.objects.all().delete()
    Calculation.objects.all().delete()
