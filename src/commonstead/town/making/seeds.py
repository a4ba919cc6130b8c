"""Seeds: what a kind of commons brings to the catalogue, from the `seed.toml` in its folder.

Things and recipes, each figure with its source or with the reason why we take it. A seed is an offer: its recipes
are not adopted, and what the town already knows under the same id stays as the town has it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger

from .commands import Line, RecipeDraft, add_recipes
from .queries import recipes

_WORDS = ("name", "unit", "sort", "need_class", "note")
_NUMBERS = ("buy", "sell", "sell_limit", "keeps", "room", "hours_each", "wear", "tier")
_PARTS = ("inputs", "outputs", "hours", "machines", "outlay_goods")
_PLAIN = ("name", "note", "stage", "lag")
_FIGURES = ("fee", "limit", "outlay")


@dataclass(frozen=True)
class Seed:
    """specifications: arguments of add_specification by id.  recipes: drafts, none of them adopted."""

    specifications: Mapping[str, Mapping]
    recipes: tuple[RecipeDraft, ...]


def read_seed(text: str) -> Seed:
    """A seed file. Refused with all that is wrong with it: making.seed_broken, making.seed_word_unknown,
    making.seed_figure."""
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Refused(Refusal("making.seed_broken", gettext_noop("The seed file cannot be read: {problem}."),
                              {"problem": str(error)}))
    problems: list[Refusal] = []
    for word in set(tables) - {"specification", "recipe"}:
        problems.append(_unknown(word, word))
    specifications = {id: _specification(id, table, problems) for id, table in tables.get("specification", {}).items()}
    drafts = tuple(_recipe(id, table, problems) for id, table in tables.get("recipe", {}).items())
    if problems:
        raise Refused(*problems)
    return Seed(specifications, drafts)


def plant(seed: Seed) -> None:
    """Put a seed into the catalogue. What is there already stays as it is. Refused as add_specification and
    add_recipes refuse, and then nothing was planted."""
    with transaction.atomic():
        known = {view.id for view in ledger.specifications()}
        for id, words in seed.specifications.items():
            if id not in known:
                ledger_commands.add_specification(id, **words)
        there = {view.id for view in recipes()}
        add_recipes([draft for draft in seed.recipes if draft.id not in there])


def _specification(id: str, table: Mapping, problems: list[Refusal]) -> dict:
    for word in set(table) - {*_WORDS, *_NUMBERS}:
        problems.append(_unknown(id, word))
    numbers = {word: dict(table[word]) for word in _NUMBERS if _is_figure(id, word, table.get(word), problems)}
    words = {word: table[word] for word in _WORDS if word in table}
    for figure in numbers.values():
        figure["value"] = str(figure["value"])
    return {**words, "numbers": numbers}


def _recipe(id: str, table: Mapping, problems: list[Refusal]) -> RecipeDraft:
    for word in set(table) - {*_PLAIN, *_FIGURES, *_PARTS}:
        problems.append(_unknown(id, word))
    parts = {
        part: {name: Line(figure["value"], figure.get("unit", ""), _origin(figure))
               for name, figure in table.get(part, {}).items() if _is_figure(id, f"{part} {name}", figure, problems)}
        for part in _PARTS}
    figures = {word: table[word]["value"] for word in _FIGURES if _is_figure(id, word, table.get(word), problems)}
    estimate = any("estimate" in figure for part in _PARTS for figure in table.get(part, {}).values()
                   if isinstance(figure, Mapping))
    return RecipeDraft(id=id, estimate=estimate, **{word: table[word] for word in _PLAIN if word in table}, **parts,
                       **figures)


def _is_figure(id: str, word: str, figure: object, problems: list[Refusal]) -> bool:
    """Whether there is a figure: a number with exactly one of source and estimate. Absent is no problem."""
    if figure is None:
        return False
    number = figure.get("value") if isinstance(figure, Mapping) else None
    said = isinstance(figure, Mapping) and ("source" in figure) != ("estimate" in figure)
    if isinstance(number, int | Decimal) and not isinstance(number, bool) and said:
        return True
    problems.append(Refusal(
        "making.seed_figure",
        gettext_noop("{word} of {id} should be a number with its source, or with the reason for our estimate, like "
                     "{{ value = 2, estimate = \"why\" }}."),
        {"id": id, "word": word}, field=word))
    return False


def _origin(figure: Mapping) -> str:
    return figure.get("source") or f"estimate: {figure['estimate']}"


def _unknown(id: str, word: str) -> Refusal:
    return Refusal("making.seed_word_unknown", gettext_noop("{word} of {id} is no word of a seed file. Take it out."),
                   {"id": id, "word": word}, field=word)
