"""What this town is and which promises its books keep; open to visitors."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.town.people import queries as people


def about(request):
    """Counts say nothing about anybody in particular."""
    counts = [(_("Households"), wording.number(len(people.agents("household")))),
              (_("Associations"), wording.number(len(people.agents("association")))),
              (_("People"), wording.number(len(people.agents("person"))))]
    return render(request, "web/pages/about.html", {"counts": counts})
