"""What nobody has said yet about a design: asked for, not scored and not filled in.

Each question names what cannot be done without its answer: "recipe" (the engine cannot plan with it), "cost" (the
cost stays unknown), "cut" (the number of stock lengths is not sure), "nothing" (good to know).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..vocabulary.refusal import gettext_noop
from .design import Design, Part
from .licences import spdx
from .sentence import Sentence


@dataclass(frozen=True)
class Question(Sentence):
    """stops: "recipe", "cost", "cut" or "nothing".  places: the parts it is about, by their place from 0.
    params["names"]: those parts or tools in words, the first five."""

    stops: str = "nothing"
    places: tuple[int, ...] = ()


def open_questions(design: Design, by_id: Mapping[str, Design] | None = None) -> tuple[Question, ...]:
    """What is unknown, what stops most first. by_id: designs at hand, to know which modules are there."""
    found = [*_of_the_whole(design), *_of_parts(design, by_id or {}), *_of_work(design)]
    return tuple(sorted(found, key=lambda question: ("recipe", "cost", "cut", "nothing").index(question.stops)))


def stopping_a_recipe(design: Design, by_id: Mapping[str, Design] | None = None) -> tuple[Question, ...]:
    """Only the questions without whose answers no recipe can be made."""
    return tuple(question for question in open_questions(design, by_id) if question.stops == "recipe")


def _ask(name: str, template: str, field: str, stops: str = "nothing", places=(), **params) -> Question:
    return Question(f"design.ask_{name}", template, params, field=field, stops=stops, places=tuple(places))


def _of_the_whole(design: Design):
    if not design.makes:
        yield _ask("makes", gettext_noop("What comes out of one batch, and how much of it?"), "makes", "recipe")
    for good, amount in design.makes.items():
        if amount is None:
            yield _ask(
                "amount_made",
                gettext_noop("How much {good} comes out of one batch?"),
                f"makes.{good}",
                "recipe",
                good=good,
            )
    if design.days is None:
        yield _ask("days", gettext_noop("How many days is it from beginning to done?"), "days", "recipe")
    if not design.licence:
        yield _ask("licence", gettext_noop("Under which licence may it be copied and changed?"), "licence")
    elif not spdx(design.licence):
        yield _ask(
            "licence_unclear",
            gettext_noop("Which licence exactly is “{licence}”? Choose its SPDX identifier, like CERN-OHL-S-2.0."),
            "licence",
            licence=design.licence,
        )
    if not design.status:
        yield _ask("status", gettext_noop("Is it an idea, drawn, built once or built often?"), "status")
    if not design.purpose:
        yield _ask("purpose", gettext_noop("What is it for?"), "purpose")
    if not design.parts:
        yield _ask("parts", gettext_noop("Which parts and materials go in?"), "parts", "recipe")


def _of_parts(design: Design, by_id: Mapping[str, Design]):
    tests = (
        ("quantity", "recipe", lambda part: part.quantity is None, gettext_noop("How much or how many of {names}?")),
        (
            "good",
            "recipe",
            lambda part: not part.good and not _makes_known(part, by_id),
            gettext_noop("Which thing of the town's list is {names}?"),
        ),
        (
            "module",
            "cost",
            lambda part: bool(part.design) and part.design not in by_id and part.design != design.id,
            gettext_noop("Where is the design of {names}? It is a module that is not here yet."),
        ),
        (
            "price",
            "cost",
            lambda part: part.price is None and not (part.design and part.design in by_id),
            gettext_noop("What does one of {names} cost?"),
        ),
        (
            "cut_length",
            "recipe",
            lambda part: part.cut is not None and part.cut.length is None,
            gettext_noop("How long is each piece of {names}?"),
        ),
        (
            "stock_length",
            "cut",
            lambda part: part.cut is not None and part.cut.stock_length is None,
            gettext_noop("How long is the stock from which {names} is cut?"),
        ),
        (
            "kerf",
            "cut",
            lambda part: part.cut is not None and part.cut.kerf is None,
            gettext_noop("How much does the saw take away at each cut of {names}?"),
        ),
    )
    for name, stops, unknown, template in tests:
        places = [place for place, part in enumerate(design.parts) if unknown(part)]
        if places:
            field = f"parts.{places[0]}.{name}" if len(places) == 1 else f"parts.*.{name}"
            yield _ask(
                name,
                template,
                field,
                stops,
                places,
                names=_names([design.parts[place] for place in places]),
                count=len(places),
            )


def _of_work(design: Design):
    if not design.skills:
        yield _ask("skills", gettext_noop("Which skills does it take, and how many hours of each?"), "skills", "recipe")
    for skill, hours in design.skills.items():
        if hours is None:
            yield _ask(
                "hours",
                gettext_noop("How many hours of {skill} does one batch take?"),
                f"skills.{skill}",
                "recipe",
                skill=skill,
            )
    if not design.tools:
        yield _ask("tools", gettext_noop("Which tools and machines does it take?"), "tools")
    for place, tool in enumerate(design.tools):
        if tool.hours is None:
            yield _ask(
                "tool_hours",
                gettext_noop("For how many hours does one batch use {tool}?"),
                f"tools.{place}.hours",
                "nothing",
                tool=tool.name,
            )
    if not design.steps:
        yield _ask("steps", gettext_noop("How is it made, step by step?"), "steps")


def _makes_known(part: Part, by_id: Mapping[str, Design]) -> bool:
    module = by_id.get(part.design) if part.design else None
    return module is not None and len(module.makes) == 1


def _names(parts: list[Part]) -> str:
    names = [part.name for part in parts]
    return ", ".join(names[:5]) + (f" +{len(names) - 5}" if len(names) > 5 else "")
