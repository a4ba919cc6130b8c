"""Open needs as files: a table for a spreadsheet, JSON for programs, a calendar for phones. They name no person.

In the calendar each need is an event of a whole day, the first of its month, that leaves the day free: calendars of
phones take events from a file and pass over to-dos. Its identity is recipe and day, so that reading a newer file moves
nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from commonstead.core.boundary.explaining import OpenNeed
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.spreadsheets import csv_text

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "ics": "text/calendar; charset=utf-8"}


@dataclass(frozen=True)
class Naming:
    """What goods, skills and recipes are called; amount: a quantity of a good in words; place: where a recipe is done,
    "" where nobody has said so."""

    good: Callable[[str], str]
    skill: Callable[[str], str]
    amount: Callable[[str, float], str]
    place: Callable[[str], str] = lambda recipe: ""


def documents(needs: Iterable[OpenNeed], days: list[tuple[date, date]], naming: Naming) -> list[dict]:
    """Each need with its days, names and place, as JSON."""
    return [{
        "from": days[need.period][0].isoformat(), "until": days[need.period][1].isoformat(), **need.to_json(),
        "hours_by_skill": [{"skill": naming.skill(skill), "hours": round(hours, 2)}
                           for skill, hours in need.hours.items()],
        "products": [{"good": naming.good(good), "amount": naming.amount(good, amount)}
                     for good, amount in need.makes.items()],
        "place": naming.place(need.recipe) or ", ".join(need.land),
    } for need in needs if need.period < len(days)]


def as_csv(found: list[Mapping]) -> str:
    """One line a need and skill; a need without hours has one line too."""
    rows = [("from", "until", "recipe", "name", "batches", "makes", "skill", "hours", "machines", "place")]
    for need in found:
        makes = "; ".join(f"{one['good']} {one['amount']}".replace("\u00a0", " ") for one in need["products"])
        machines = "; ".join(f"{name} {hours:.2f} h" for name, hours in need["machines"].items())
        for asked in need["hours_by_skill"] or [{"skill": "", "hours": ""}]:
            rows.append((need["from"], need["until"], need["recipe"], need["name"], f"{need['batches']:.6g}", makes,
                         asked["skill"], asked["hours"], machines, need["place"]))
    return csv_text(rows)


def as_calendar(found: list[Mapping], town: str, made: datetime | None = None) -> bytes:
    """iCalendar (RFC 5545). made: when the plan was worked out."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Commonstead//Open needs//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Open needs: %(town)s") % {"town": town})
    for need in found:
        first = date.fromisoformat(need["from"])
        event = Event()
        event.add("uid", f"{need['recipe']}.{need['from']}@open-needs.commonstead")
        event.add("dtstamp", made or datetime(first.year, first.month, first.day, tzinfo=UTC))
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
        event.add("summary", _summary(need))
        event.add("description", _description(need))
        if need["place"]:
            event.add("location", need["place"])
        event.add("transp", "TRANSPARENT")
        event.add("status", "TENTATIVE")
        event.add("categories", [_("open need")])
        calendar.add_component(event)
    return calendar.to_ical()


def _summary(need: Mapping) -> str:
    hours = sum(asked["hours"] for asked in need["hours_by_skill"])
    name = need["name"] or need["recipe"]
    return f"{name} ({wording.amount(round(hours, 1), 'h')})" if hours else name


def _description(need: Mapping) -> str:
    lines = [_("Open until %(day)s. Nobody is assigned: take up what you like.") % {"day": need["until"]}]
    lines += [f"{asked['skill']}: {wording.amount(round(asked['hours'], 1), 'h')}" for asked in need["hours_by_skill"]]
    lines += [_("makes %(amount)s of %(good)s") % one for one in need["products"]]
    return "\n".join(lines)
