"""Into whose book a lens looks: an association that the reader is in, as its books are open inside (Exodus 13014)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import open_books
from commonstead.interfaces.web.components import Tab
from commonstead.town.boundary import lenses
from commonstead.town.people import queries as people

PAGES = ("lenses-overhead", "lenses-peaks", "lenses-before-after", "lenses-livelihoods")
SHOWN_ENTRIES = 8


class Looking:
    """choices: associations whose book the reader may see, by name.  of: the chosen one, or None."""

    def __init__(self, request):
        mine = open_books(request.user.person_id)
        self.choices = [view for view in people.agents("association") if view.id in mine]
        wanted = request.GET.get("of", "")
        self.of = next((view for view in self.choices if view.id == wanted), self.choices[0] if self.choices else None)
        self.request = request

    def given(self, page: str, **more) -> dict:
        """What every page of a lens is given."""
        query = "?" + urlencode({"of": self.of.id}) if self.of else ""
        words = {"lenses-overhead": _("Overhead"), "lenses-peaks": _("Peaks"),
                 "lenses-before-after": _("Before and after"), "lenses-livelihoods": _("A livelihood")}
        return {"looking": self, "query": query, "year": year_words(), **more,
                "tabs": [Tab(words[name], reverse(name) + query, name == page) for name in PAGES]}


def year_words() -> str:
    """The stretch of time that is looked at."""
    period = lenses.last_year()
    return _("%(since)s to %(until)s") % {"since": wording.day(period.since), "until": wording.day(period.until)}


def entry_links(ids, count: int = SHOWN_ENTRIES) -> dict:
    """Links to the first entries of a list, and how many more there are."""
    ids = list(dict.fromkeys(one for one in ids if one))
    return {"links": [(number, reverse("event", args=[one])) for number, one in enumerate(ids[:count], 1)],
            "more": max(0, len(ids) - count), "count": len(ids)}


def positive(text: str, default: float, most: float = 10_000) -> tuple[float, bool]:
    """(a number above 0 from a form, or the default; whether it was wrong)."""
    text = text.strip().replace(",", ".")
    if not text:
        return default, False
    try:
        value = float(text)
    except ValueError:
        return default, True
    return (value, False) if 0 < value <= most else (default, True)
