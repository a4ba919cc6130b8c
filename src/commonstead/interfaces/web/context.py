"""What every page knows: who is signed in, light or dark, the town's name, the main navigation."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonstead.town.boundary import queries as boundary
from commonstead.town.people import queries as people

APPEARANCES = {"auto": gettext_lazy("As the device"), "light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
APPEARANCE_COOKIE = "appearance"

#: (word, url name and icon, first parts of an address that count as being here)
PLACES = (
    (gettext_lazy("Today"), "today", ("", "board")),
    (gettext_lazy("Boundary"), "boundary", ("boundary",)),
    (gettext_lazy("Needs"), "needs", ("needs", "goods", "recipes", "designs")),
    (gettext_lazy("Circles"), "circles", ("circles", "clearing", "card", "cards")),
    (pgettext_lazy("navigation", "Associations"), "associations",
     ("associations", "resources", "events", "agreements", "accounts")),
    (gettext_lazy("Me"), "me", ("people", "livelihood", "audit")),
)


def page(request):
    """Context processor for all templates."""
    appearance = request.COOKIES.get(APPEARANCE_COOKIE, "auto")
    first = request.path.strip("/").split("/")[0]
    return {
        "appearance": appearance if appearance in APPEARANCES else "auto",
        "appearances": APPEARANCES.items(),
        "town_name": _TownName(),
        "me": _Lazy(request),
        "places": lambda: _places(first),
        "here": request.get_full_path(),
        "languages": settings.LANGUAGES,
    }


def _places(first: str) -> list[dict]:
    return [
        {"word": word, "href": reverse(name), "icon": f"web/icons/{name}.svg", "current": first in firsts}
        for word, name, firsts in PLACES
    ]


class _TownName:
    """What the town is called: the operator's word, else its folder's; asked for once a page."""

    def __init__(self):
        self._name = settings.TOWN_NAME

    def __str__(self) -> str:
        if not self._name:
            self._name = boundary.frame().name or "Commonstead"
        return self._name


class _Lazy:
    """The signed-in person's name, asked for only where a page shows it."""

    def __init__(self, request):
        self._request = request
        self._view = None

    @property
    def id(self) -> str:
        return getattr(getattr(self._request, "user", None), "person_id", None) or ""

    @property
    def name(self) -> str:
        if self._view is None and self.id:
            self._view = people.agent(self.id)
        return self._view.name if self._view else ""

    def __bool__(self):
        return bool(self.id)
