"""Debts set off around circles, for anybody's table: what falls, what is left, and a proof that no more could."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from commonstead.core.circulation.clearing import clear
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.clearing_answer import exact, exact_document, told, written
from commonstead.site.network_file import Progress, open_bytes, table, wrapped

HELP = "Set debts off around circles (CSV: debtor, creditor, amount): the most that can fall, with its proof."
_SHOWN = 10


def arguments(parser):
    parser.add_argument("debts", metavar="DEBTS.csv", help="columns debtor, creditor, amount; also id, date, currency; "
                                                           "- reads it from standard input")
    parser.add_argument("--limits", metavar="FILE", help="columns member, lower, upper; also balance, currency: within "
                                                         "these limits members may draw and give credit")
    parser.add_argument("--out", metavar="FILE", help="write each debt with what fell of it and what is left, as CSV")
    parser.add_argument("--member", metavar="NAME", help="explain one member's clearing: which debts and claims fell")
    parser.add_argument("--compare", action="store_true",
                        help="show what greedy cycle search and maximum flow leave undone")
    parser.add_argument("--answer", metavar="FILE", help="write the answer with its proof, for `check-clearing`")
    parser.add_argument("--json", action="store_true", help="print that answer (JSON) instead of a summary")


def run(args):
    from commonstead.interfaces.files.debts import read_debts, read_limits, write_left

    with open_bytes(args.debts) as stream:
        file = read_debts(stream, _named(args.debts), _lines_read)
    room, notes = {}, file.notes
    if args.limits:
        with open_bytes(args.limits) as stream:
            room, more = read_limits(stream, _named(args.limits), file.currencies)
            notes += more
    for note in notes:
        print(f"Note: {note.reason}", file=sys.stderr)
    if args.member is not None and not any(args.member in one.debts.members for one in file.currencies):
        raise Refused(Refusal("clearing.stranger", gettext_noop(
            "Nobody called {member} has debts or claims in {file}. Write the name as it stands there."),
            {"member": args.member, "file": _named(args.debts)}, field="member"))
    say = Progress()
    answers = [clear(one.debts, room.get(one.currency), say) for one in file.currencies]
    if args.out:
        with Path(args.out).open("w", encoding="utf-8", newline="") as out:
            write_left(out, file, answers)
    if args.json or args.answer:
        answer = written([_document(one, found, args) for one, found in zip(file.currencies, answers, strict=True)])
        if args.answer:
            Path(args.answer).write_text(answer + "\n", encoding="utf-8")
        if args.json:
            print(answer)
            return 0
    texts = [_text(one, answer, args, bool(args.limits)) for one, answer in zip(file.currencies, answers, strict=True)]
    if len(texts) > 1:
        print(wrapped(f"{len(texts)} currencies, each cleared by itself, since one cannot be set off against another.",
                      "") + "\n")
    print("\n\n".join("\n".join(lines) for lines in texts))
    if args.out or args.answer:
        print()
    if args.out:
        print(f"What is left of each debt is in {args.out}.")
    if args.answer:
        print(f"The answer with its proof is in {args.answer}.")
    return 0


def _named(file: str) -> str:
    return "standard input" if file == "-" else file


def _lines_read(count: int):
    print(f"… {count:,} debts read", file=sys.stderr)


def _document(one, answer, args) -> dict:
    document = exact_document(one, answer)
    if args.compare:
        document["compared"] = {name: exact(value, one.decimals) for name, value in _compared(one.debts).items()}
    if args.member is not None and (seen := answer.of(args.member)):
        document["member"] = {name: exact(getattr(seen, name), one.decimals) for name in (
            "debts", "claims", "debts_fallen", "claims_fallen", "credit", "net_before", "net_after")}
    return document


def _compared(debts) -> dict[str, int]:
    from commonstead.core.circulation.clearing.undone import greedy_circles, maximum_flow

    return {"greedy": greedy_circles(debts), "maximum_flow": maximum_flow(debts)}


def _text(one, answer, args, limits: bool) -> list[str]:
    def money(amount):
        return told(amount, one)

    share = f"{answer.cleared / answer.gross:.1%}"
    lines = [f"{len(one.debts):,} debts between {len(one.debts.members):,} members"
             + (f", in {one.currency}" if one.currency else ""), ""]
    rows = [("all debts together (gross)", money(answer.gross)), ("set off against each other (cleared)",
            f"{money(answer.cleared)}"), ("left", money(answer.gross - answer.cleared)),
            ("net internal debt", money(answer.net_internal_debt))]
    if limits:
        rows.append(("credit drawn for it", money(answer.credit_drawn)))
    width = max(len(value) for _, value in rows)
    lines += [f"  {name.ljust(38)}{value.rjust(width)}" for name, value in rows]
    lines += ["", wrapped(
        f"{share} of what is owed falls without any money. Around circles debts and claims shrink by the same"
        + (", or the balance makes up for it, so nobody's net position with the balance changes." if limits else
           ", so nobody's net position changes."), "")]
    lines.append(wrapped(
        "Net internal debt is what those who owe more than they are owed lack, all together. Set-off cannot touch it; "
        "only money or credit can settle it." + (
            f" Within the limits {money(answer.credit_drawn)} of balances moved, the least with which as much falls."
            if limits else " With --limits FILE members also settle in mutual credit."), ""))
    lines.append(wrapped("More cannot fall: --answer FILE writes the proof, `check-clearing` checks it without the "
                         "solver.", ""))
    lines += _largest(one, answer, limits)
    if args.compare:
        lines += _left_undone(one, answer, limits)
    if args.member is not None:
        lines += _member(one, answer, args.member)
    return lines


def _largest(one, answer, limits: bool) -> list[str]:
    fell = answer.debts_fallen + answer.claims_fallen
    order = np.argsort(-fell, kind="stable")[:_SHOWN]
    rows = [(one.debts.members[at], told(int(answer.debts_fallen[at]), one), told(int(answer.claims_fallen[at]), one),
             told(int(answer.credit[at]), one)) for at in order.tolist() if fell[at]]
    if not rows:
        return ["", wrapped("Nothing falls: no debt lies on a circle"
                            + (", and within these limits credit closes none." if limits else "."), "")]
    return ["", f"Members with the largest fall ({len(rows)} of {int((fell > 0).sum()):,})",
            table(rows, ("member", "debts fell", "claims fell", "balance moves"), right=(1, 2, 3))]


def _left_undone(one, answer, limits: bool) -> list[str]:
    base = clear(one.debts).cleared if limits else answer.cleared
    rows = [("the best there is", told(base, one), f"{base / answer.gross:.2%}", "")]
    for name, value in _compared(one.debts).items():
        rows.append(({"greedy": "greedy cycle search", "maximum_flow": "maximum flow"}[name], told(value, one),
                     f"{value / answer.gross:.2%}", told(base - value, one)))
    return ["", "What simpler ways leave undone" + (" (all without credit)" if limits else ""),
            table(rows, ("way", "cleared", "of gross", "left undone"), right=(1, 2, 3))]


def _member(one, answer, name: str) -> list[str]:
    seen = answer.of(name)
    if seen is None:
        return []

    def listed(places, other):
        fallen = [at for at in places if answer.fallen[at]]
        return [(one.debts.members[other[at]], _called(one, at), told(int(one.debts.amount[at]), one),
                 told(int(answer.fallen[at]), one), told(int(answer.left[at]), one)) for at in fallen]

    lines = ["", f"{name}", f"  debts {told(seen.debts, one)}, of which {told(seen.debts_fallen, one)} fell; claims "
                            f"{told(seen.claims, one)}, of which {told(seen.claims_fallen, one)} fell",
             f"  net position before: {told(seen.net_before, one)}, after: {told(seen.net_after, one)}"
             + (f", with {told(seen.credit, one)} on the balance" if seen.credit else "")]
    for title, rows in (("Debts that fell", listed(seen.debt_places, one.debts.creditor)),
                        ("Claims that fell", listed(seen.claim_places, one.debts.debtor))):
        lines += ["", f"{title}: {len(rows):,}"]
        if rows:
            lines.append(table(rows, ("to" if title[0] == "D" else "from", "id or line", "was", "fell", "left"),
                               right=(2, 3, 4)))
    return lines


def _called(one, at: int) -> str:
    return (one.debts.ids[at] if len(one.debts.ids) else "") or f"line {one.lines[at]}"
