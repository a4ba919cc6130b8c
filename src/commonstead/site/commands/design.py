"""Read designs from files, take them apart, cost them, say what is still unknown, and write them in other formats.

Nothing is written but to standard output. Several files belong together: a manifest and its bill of materials, or a
design and the modules in it.
"""

from __future__ import annotations

import sys
from decimal import Decimal

from commonstead.core.making import Cost, Design, DraftDesign, Explosion, cost, explode, open_questions, to_document
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.design_prices import read_prices
from commonstead.site.network_file import number, print_json, table, wrapped

HELP = "Read designs (Open Know-How, bills of materials, ValueFlows), take them apart and cost them."
FORMATS = ("okh1", "okh2", "csv", "tsv", "valueflows")
_WHY = {
    "no_price": "no price",
    "no_quantity": "how much is unknown",
    "module_missing": "its design is not here",
    "other_unit": "priced in another unit",
    "other_currency": "priced in another currency",
    "no_length": "its length is unknown",
    "many_pieces": "too many pieces, or parts of pieces, for a cutting plan",
}


def arguments(parser):
    parser.add_argument("files", nargs="+", metavar="FILE", help="manifests, bills of materials, ValueFlows recipes")
    parser.add_argument("--as", dest="format", choices=FORMATS, help="write the first design in this format instead")
    parser.add_argument(
        "--prices", metavar="CSV", help="a table of prices: name, price, and if you like unit, currency"
    )
    parser.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help="how to take a column; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--recipes", action="store_true", help="the recipes that the planner would get")


def run(args):
    from commonstead.interfaces.files.designs import read_designs, write_design

    drafts = read_designs([(name, _bytes(name)) for name in args.files], _mapping(args.map))
    hand = {draft.design.id: draft.design for draft in drafts if draft.design}
    if args.format:
        _only_sound(drafts)
        sys.stdout.write(write_design(drafts[0].design, args.format, hand)[1].decode())
        return 0
    prices = read_prices(_bytes(args.prices), args.prices) if args.prices else {}
    answers = [_answer(draft, hand, prices, args.recipes) for draft in drafts]
    if args.json:
        print_json({"designs": answers})
    else:
        for draft, answer in zip(drafts, answers, strict=True):
            print("\n".join(_text(draft, answer)))
    return 1 if any(answer["problems"] for answer in answers) else 0


def _bytes(name: str) -> bytes:
    from commonstead.interfaces.files.designs import read_stream
    from commonstead.site.network_file import open_bytes

    with open_bytes(name) as stream:
        return read_stream(stream, name)


def _mapping(words: list[str]) -> dict[str, str] | None:
    found = {}
    for word in words:
        column, equals, field = word.rpartition("=")
        if not equals or not column:
            raise Refused(
                Refusal(
                    "design.mapping_wrong",
                    gettext_noop("“{word}” is no mapping. Write COLUMN=FIELD, like “Benennung=name”."),
                    {"word": word},
                    field="map",
                )
            )
        found[column] = field
    return found or None


def _only_sound(drafts: tuple[DraftDesign, ...]) -> None:
    problems = [problem for draft in drafts for problem in draft.problems]
    if problems:
        raise Refused(*problems)


def _answer(draft: DraftDesign, hand: dict[str, Design], prices, recipes: bool) -> dict:
    """What is known of one design, as JSON values. Amounts are texts, None is unknown."""
    answer: dict = {
        "file": draft.name,
        "format": draft.format,
        "encoding": draft.encoding,
        "rows": draft.rows,
        "columns": [{"heading": each.heading, "field": each.field, "how": each.how} for each in draft.columns],
        "problems": [_said(problem, problem.reason) for problem in draft.problems],
        "remarks": [_said(remark, remark.text) for remark in draft.remarks],
        "wants": list(draft.wants),
    }
    if draft.design is None:
        return answer
    answer["design"] = to_document(draft.design)
    answer["questions"] = [
        {**_said(question, question.text), "stops": question.stops} for question in open_questions(draft.design, hand)
    ]
    try:
        answer |= _exploded(explode(draft.design, hand)) | {"cost": _costed(cost(draft.design, prices, hand))}
        if recipes:
            answer["recipes"] = _recipes(draft.design, hand)
    except Refused as refused:
        answer["problems"] += [_said(refusal, refusal.reason) for refusal in refused.refusals]
    return answer


def _said(said, text: str) -> dict:
    return {"clause": said.clause, "text": text, "field": said.field, "line": said.line}


def _exploded(explosion: Explosion) -> dict:
    return {
        "levels": explosion.levels,
        "missing_modules": list(explosion.missing),
        "lines": [
            {
                "level": line.level,
                "path": list(line.path),
                "name": line.part.name,
                "quantity": _amount(line.quantity),
                "unit": line.unit,
                "state": line.state,
            }
            for line in explosion.lines
        ],
    }


def _costed(result: Cost) -> dict:
    return {
        "total": _amount(result.total),
        "known": _amount(result.known),
        "currency": result.currency,
        "unknown": [{"name": line.need.name, "why": line.why} for line in result.unknown],
        "lines": [
            {
                "name": line.need.name,
                "names": list(line.need.names),
                "good": line.need.good,
                "quantity": _amount(line.need.quantity),
                "unit": line.need.unit,
                "cost": _amount(line.cost),
                **(_cut(line) if line.cutting else {}),
            }
            for line in result.lines
        ],
    }


def _cut(line) -> dict:
    return {
        "stock_lengths": line.cutting.needed,
        "proven": line.cutting.proven,
        "waste": _amount(line.cutting.waste),
        "cut_unit": line.need.cut.unit,
    }


def _called(line: dict) -> str:
    """What a line is called; pieces of several names may be cut from one stock."""
    others = len(line["names"]) - 1
    return line["name"] + (f" and {others} other{'s' if others > 1 else ''}" if others else "")


def _recipes(design: Design, hand: dict[str, Design]) -> list[dict]:
    from commonstead.core.making import to_recipes

    return [
        {
            "id": outline.id,
            "name": outline.name,
            "inputs": {good: f"{_amount(value)} {unit}".strip() for good, (value, unit) in outline.inputs.items()},
            "outputs": {good: f"{_amount(value)} {unit}".strip() for good, (value, unit) in outline.outputs.items()},
            "hours": {skill: _amount(hours) for skill, hours in outline.hours.items()},
            "machines": {good: _amount(hours) for good, hours in outline.machines.items()},
            "lag": outline.lag,
        }
        for outline in to_recipes(design, hand)
    ]


def _amount(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = format(round(value, 6), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(draft: DraftDesign, answer: dict):
    yield f"{draft.name}: {_FORMAT_NAMES[draft.format]}, {draft.encoding}"
    if draft.columns:
        taken = ", ".join(f"{each.heading} → {each.field or 'not read'}" for each in draft.columns)
        yield wrapped(f"columns: {taken}")
    for place, said in (("problem", answer["problems"]), ("remark", answer["remarks"])):
        for each in said:
            line = f"line {each['line']}: " if each["line"] else ""
            text = each["text"].removeprefix(f"Line {each['line']}: ")
            yield wrapped(f"{place}: {line}{text}")
    if draft.design is None:
        return
    design = draft.design
    words = (f"version {design.version}" if design.version else "", design.status.replace("_", " "), design.licence)
    yield ""
    yield f"{design.name}  ({', '.join(filter(None, words)) or 'version, status and licence unknown'})"
    if "lines" in answer:
        levels = f" on {answer['levels']} levels" if answer["levels"] > 1 else ""
        yield f"{len(answer['lines'])} lines{levels}"
        yield from _cost_text(answer["cost"])
    if "recipes" in answer:
        yield from ("", "Recipes")
        yield from (wrapped(_recipe_text(recipe)) for recipe in answer["recipes"])
    if answer["questions"]:
        yield from ("", "Still unknown")
        for question in answer["questions"]:
            stops = {"recipe": " (no recipe without it)", "cost": " (no cost without it)"}.get(question["stops"], "")
            yield wrapped(question["text"] + stops)


_FORMAT_NAMES = {
    "okh1": "Open Know-How 1",
    "okh2": "Open Know-How 2",
    "csv": "bill of materials",
    "tsv": "bill of materials, tab-separated",
    "valueflows": "ValueFlows",
}


def _cost_text(found: dict):
    if found["lines"]:
        rows = [
            (
                _called(line),
                "?" if line["quantity"] is None else f"{number(float(line['quantity']))} {line['unit']}",
                "?" if line["cost"] is None else number(float(line["cost"])),
            )
            for line in found["lines"]
        ]
        yield ""
        yield table(rows, ("part", "needed", "cost"), right=(1, 2))
    for line in found["lines"]:
        if "stock_lengths" in line:
            lengths = f"{line['stock_lengths']} stock length{'s' if line['stock_lengths'] > 1 else ''}"
            yield wrapped(f"{_called(line)}: {lengths}, {line['waste']} {line['cut_unit']} left over")
    currency = f" {found['currency']}" if found["currency"] else ""
    yield ""
    if found["total"] is not None:
        yield f"Cost: {found['total']}{currency}"
        return
    yield f"Cost: unknown; at least {found['known']}{currency}, with {len(found['unknown'])} lines missing"
    reasons: dict[str, list[str]] = {}
    for each in found["unknown"]:
        reasons.setdefault(each["why"], []).append(each["name"])
    for why, names in reasons.items():
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        yield wrapped(f"{_WHY[why]}: {', '.join(names[:8])}{more}")


def _recipe_text(recipe: dict) -> str:
    def listed(items):
        return ", ".join(f"{amount} {good}" for good, amount in items.items()) or "nothing"

    work = ", ".join(f"{hours} h of {skill}" for skill, hours in recipe["hours"].items())
    return f"{recipe['id']}: {listed(recipe['inputs'])} → {listed(recipe['outputs'])}" + (f"; {work}" if work else "")
