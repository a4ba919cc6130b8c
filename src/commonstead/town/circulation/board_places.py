"""Writing the places that the board tells distances from: anybody names one, and sets right what they typed.

A place is everybody's: others meet there and have notices there. So where it lies is not moved by whoever happens to
write its name, but set right by who typed it, or by somebody who keeps a book in town.
"""

from __future__ import annotations

from decimal import Decimal

from commonstead.core.circulation.nearness import coarse
from commonstead.core.vocabulary.refusal import gettext_noop

from .asking import in_one_go, refuse
from .board_models import MeetingPlace, Place
from .board_queries import may_correct

Position = tuple[Decimal, Decimal]


def name_place(name: str, position: Position | None = None, *, by: str = "") -> str:
    """The town's place of that name, made where there is none. position: latitude and longitude; kept on a grid of
    500 metres, and only where the place had none.  by: who says so, and may correct it. Returns its id.
    Refused: board.place, board.position."""
    name = _name(name)
    _on_the_globe(position)
    place, _made = Place.objects.get_or_create(known_as=name.casefold(), defaults={"name": name, "by": by})
    if position and place.latitude is None:
        _lies(place, position, by)
        place.save(update_fields=["latitude", "longitude", "placed_by"])
    return place.id


def correct_place(place_id: str, *, name: str, position: Position | None = None, by: str) -> None:
    """What it is called, and with a position where it lies, is set right; all that points at it goes along.
    Refused: board.place_unknown, board.place_of_others, board.place, board.place_twice, board.position."""
    name = _name(name)
    _on_the_globe(position)

    def write() -> None:
        place = Place.objects.select_for_update().filter(id=place_id).first()
        if place is None:
            refuse("board.place_unknown", gettext_noop("There is no such place. Choose one from the list."), "place")
        if not may_correct(place, by):
            refuse("board.place_of_others", gettext_noop(
                "Somebody else typed “{name}”. Ask them, or somebody who keeps the book of an association."), "place",
                name=place.name)
        if Place.objects.filter(known_as=name.casefold()).exclude(id=place.id).exists():
            refuse("board.place_twice", gettext_noop("“{name}” is another place already. Choose a name that tells them "
                                                     "apart."), "place", name=name)
        place.name, place.known_as = name, name.casefold()
        if position:
            _lies(place, position, by)
        place.save()

    in_one_go(write)


def meet_at(person: str, place: str) -> None:
    """Where a person likes to meet; "" forgets it."""
    if place:
        MeetingPlace.objects.update_or_create(person=person, defaults={"place_id": place})
    else:
        MeetingPlace.objects.filter(person=person).delete()


def _name(name: str) -> str:
    name = " ".join(name.split())[:60]
    if not name:
        refuse("board.place", gettext_noop("Give the place the name that people here use."), "place")
    return name


def _on_the_globe(position: Position | None) -> None:
    if position and not (abs(position[0]) <= 90 and abs(position[1]) <= 180):
        refuse("board.position", gettext_noop("Latitude goes from −90 to 90 and longitude from −180 to 180, like "
                                              "52.37, 4.89."), "position")


def _lies(place: Place, position: Position, by: str) -> None:
    place.latitude, place.longitude = coarse(*position)
    place.placed_by = by


__all__ = ["correct_place", "meet_at", "name_place"]
