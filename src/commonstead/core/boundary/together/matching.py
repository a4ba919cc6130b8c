"""Which goods two towns can exchange: the same id and the same unit, or what a mapping file says.

Decides which pairs of goods are the same thing, in which proportion of units, and what moving one of them costs and
loses. Without a mapping file these are the goods that one of the two makes: what both buy from outside they need not
carry to each other. Machines are left out: half an oven cannot be sent, and a machine serves by being visited. A
difference of units is refused by name and never guessed. (Exodus 7422-7453: what crosses the membrane is what a town
depends on.)
"""

from __future__ import annotations

from dataclasses import dataclass

from ...vocabulary.refusal import Refusal, Refused, gettext_noop
from ..network import Network

MAPPING_FORMAT = "goods-mapping/1"
_TOP = {"format", "goods", "same_ids", "transport"}
_ROW = {"ours", "theirs", "their_units_per_ours", "cost", "loss"}


@dataclass(frozen=True)
class Transport:
    """What moving one of our units costs in cash, and which share of it is lost on the way.

    The default is nothing: two towns next to each other carry things on errands that are made anyway. Whoever must
    hire a van says so in the mapping file or with the options of the command.
    """

    cost: float = 0.0
    loss: float = 0.0


@dataclass(frozen=True)
class Match:
    """One good that both have. unit: ours, in which all quantities are told. ratio: their units in one of ours."""

    ours: str
    theirs: str
    unit: str
    ratio: float = 1.0
    transport: Transport = Transport()


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says. rows: (ours, theirs, ratio or None, cost or None, loss or None)."""

    rows: tuple = ()
    same_ids: bool = True
    transport: Transport = Transport()


def read_mapping(document: object) -> Mapping:
    """A goods-mapping/1 document, or Refused with everything that is wrong with it."""
    problems: list[Refusal] = []
    if not isinstance(document, dict) or document.get("format") != MAPPING_FORMAT:
        raise Refused(_refusal("mapping.format", gettext_noop(
            "A mapping of goods is a JSON object with “format”: “{format}”."), "format", format=MAPPING_FORMAT))
    _unknown(problems, document, _TOP, "the mapping")
    transport = document.get("transport", {})
    if not isinstance(transport, dict):
        problems.append(_refusal("mapping.transport", gettext_noop(
            "transport: an object with cost (cash for one unit) and loss (a share)."), "transport"))
        transport = {}
    _unknown(problems, transport, {"cost", "loss"}, "transport")
    whole = Transport(_number(problems, transport, "cost", "transport", 0.0),
                      _number(problems, transport, "loss", "transport", 0.0, below=1.0))
    rows = document.get("goods", [])
    if not isinstance(rows, list):
        problems.append(_refusal("mapping.goods", gettext_noop("goods: this must be a list."), "goods"))
        rows = []
    read = [one for number, row in enumerate(rows) if (one := _row(problems, row, f"goods[{number}]"))]
    same_ids = document.get("same_ids", not read)
    if type(same_ids) is not bool:
        problems.append(_refusal("mapping.same_ids", gettext_noop("same_ids: this is true or false."), "same_ids"))
    if problems:
        raise Refused(*problems)
    return Mapping(tuple(read), same_ids, whole)


def match_goods(ours: Network, theirs: Network, mapping: Mapping | None = None) -> tuple[Match, ...]:
    """The goods that can go between the two, or Refused by name where units differ or a named good is missing."""
    mapping = mapping or Mapping()
    mine, others = ({good.id: good for good in town.goods} for town in (ours, theirs))
    problems: list[Refusal] = []
    rows = list(mapping.rows)
    named = {row[0] for row in rows} | {row[1] for row in rows}
    if mapping.same_ids:
        made = {name for town in (ours, theirs) for recipe in town.adopted for name in recipe.outputs}
        rows += [(name, name, None, None, None)
                 for name in mine if name in others and name in made and name not in named]
    matches, taken = [], set()
    for one, other, ratio, cost, loss in rows:
        missing = [_refusal("good_missing", gettext_noop(
            "The mapping names “{good}”, which {town} does not have. Correct the id or leave the line out."),
            good, good=good, town=town)
            for good, known, town in ((one, mine, _called(ours, 1)), (other, others, _called(theirs, 2)))
            if good not in known]
        problems += missing
        if missing:
            continue
        if one in taken or other in (match.theirs for match in matches):
            problems.append(_refusal("good_twice", gettext_noop(
                "“{ours}” and “{theirs}”: one of them stands in the mapping twice. Pair each good once."),
                one, ours=one, theirs=other))
            continue
        here, there = mine[one], others[other]
        if here.is_machine or there.is_machine:
            continue
        if here.unit != there.unit and ratio is None:
            problems.append(_refusal("units_differ", gettext_noop(
                "“{good}” is counted in {ours} here and in {theirs} there. Say in a mapping file how many {theirs} are "
                "one {ours} (their_units_per_ours), or leave this good out."),
                one, good=one, ours=here.unit, theirs=there.unit))
            continue
        taken.add(one)
        carried = Transport(mapping.transport.cost if cost is None else cost,
                            mapping.transport.loss if loss is None else loss)
        matches.append(Match(one, other, here.unit, ratio or 1.0, carried))
    problems += _frames_differ(ours, theirs)
    if problems:
        raise Refused(*problems)
    return tuple(matches)


def _frames_differ(ours: Network, theirs: Network):
    for field, one, other in (
        ("periods", ours.periods, theirs.periods),
        ("days_per_period", ours.days_per_period, theirs.days_per_period),
        ("currency", ours.currency, theirs.currency),
    ):
        if one != other:
            yield _refusal("frames_differ", gettext_noop(
                "{what}: {ours} here and {theirs} there. Two towns plan together in the same periods and the same "
                "currency; write one of the files anew."), field, what=field, ours=one, theirs=other)


def _called(network: Network, number: int) -> str:
    return network.name or f"town {number}"


def _row(problems, row, where):
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) and row[key] for key in ("ours", "theirs")):
        problems.append(_refusal("mapping.row", gettext_noop(
            "{where}: each line is an object that names a good of ours and one of theirs."), where, where=where))
        return None
    _unknown(problems, row, _ROW, where)
    ratio = _number(problems, row, "their_units_per_ours", where, None)
    if ratio == 0:
        problems.append(_refusal("mapping.ratio", gettext_noop(
            "{where}.their_units_per_ours: more than 0 of their units are one of ours."), where, where=where))
    return (row["ours"], row["theirs"], ratio, _number(problems, row, "cost", where, None),
            _number(problems, row, "loss", where, None, below=1.0))


def _number(problems, row, key, where, default, below=1e300):
    value = row.get(key)
    if value is None:
        return default
    if type(value) in (int, float) and 0 <= value < below:
        return float(value)
    problems.append(_refusal("mapping.number", gettext_noop(
        "{where}: {value} is not a number from 0 to below {below}."), f"{where}.{key}",
        where=f"{where}.{key}", value=repr(value)[:40], below="1" if below == 1.0 else "1e300"))
    return default


def _unknown(problems, row, known, where):
    problems += [_refusal("mapping.unknown_key", gettext_noop(
        "{where}: the key “{key}” is not known here. Known are: {keys}."), where,
        where=where, key=key, keys=", ".join(sorted(known))) for key in row if key not in known]


def _refusal(clause, template, field, **params) -> Refusal:
    return Refusal("together." + clause, template, params, field=field)
