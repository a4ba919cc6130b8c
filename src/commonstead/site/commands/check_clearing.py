"""A second opinion on a clearing: the tables are read again with arithmetic of its own, and the proof is checked by
code that shares nothing with the solver."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from commonstead.core.circulation.clearing import Debt, Debts, check
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.clearing_answer import in_smallest_units
from commonstead.site.network_file import open_bytes, read_bytes

HELP = "Check that a clearing holds and that no other clears more, from the answer that `clear --json` writes."


def arguments(parser):
    parser.add_argument("debts", metavar="DEBTS.csv", help="the table of debts that was cleared")
    parser.add_argument("answer", metavar="ANSWER.json", help="what `clear --json` answered")
    parser.add_argument("--limits", metavar="FILE", help="the limits that were given to `clear`")


def run(args):
    by_currency = _debts(args.debts)
    room = _room(args.limits) if args.limits else {}
    faults = []
    answers = {answer.get("currency", ""): answer for answer in _answers(args.answer)}
    if set(answers) != set(by_currency):
        faults.append(f"The answer is about the currencies {_named(answers)}, the debts are in {_named(by_currency)}.")
    for currency in sorted(set(answers) & set(by_currency)):
        try:
            faults += _faults(by_currency[currency], answers[currency], room, currency, len(by_currency))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            what = f"{error} is missing" if isinstance(error, KeyError) else error
            faults.append(f"The answer cannot be read: {what}. Make it anew with `clear --json`.")
    if faults:
        print(f"This clearing does not hold ({len(faults)}):")
        for fault in faults[:50]:
            print(f"- {fault}")
        return 1
    print("The clearing holds: each net position is unchanged, nothing more can fall, no less credit would do, and the "
          "oldest fell first.")
    return 0


def _faults(debts, answer, room, currency, currencies):
    decimals = answer["decimals"]
    if not isinstance(decimals, int) or not 0 <= decimals <= 12:
        raise ValueError("decimals is no number between 0 and 12")
    whole = [Debt(ident, debtor, creditor, _whole(amount, decimals), day)
             for ident, debtor, creditor, amount, day in debts]
    limits = {}
    for (of, member), sides in room.items():
        if of in ({currency, ""} if currencies == 1 else {currency}):
            limits[member] = tuple(_whole(side, decimals) for side in sides)
    return check(Debts.of(whole), in_smallest_units(answer, decimals), limits)


def _whole(amount: Decimal, decimals: int) -> int:
    units = amount.scaleb(decimals)
    if units != units.to_integral_value():
        raise ValueError(f"{amount} has more decimals than the answer knows")
    return int(units)


def _debts(name):
    from commonstead.interfaces.files.debts import Rows

    found: dict[str, list] = {}
    with open_bytes(name) as stream:
        rows = Rows(stream, name, ("debtor", "creditor", "amount"), ("id", "date", "currency"))
        for line, (debtor, creditor, amount, ident, day, currency) in rows:
            found.setdefault(currency, []).append(
                (ident, debtor, creditor, _number(name, amount, "amount", line), _day(name, day, line)))
    return found


def _room(name):
    from commonstead.interfaces.files.debts import Rows

    found = {}
    with open_bytes(name) as stream:
        for line, (member, lower, upper, balance, currency) in Rows(
                stream, name, ("member", "lower", "upper"), ("balance", "currency")):
            low, high, at = (_number(name, text, field, line)
                             for field, text in (("lower", lower), ("upper", upper), ("balance", balance or "0")))
            found[currency, member] = (max(Decimal(0), at - low), max(Decimal(0), high - at))
    return found


def _number(name, text, field, line) -> Decimal:
    try:
        number = Decimal(text.replace(",", "."))
        if not number.is_finite():
            raise InvalidOperation
        return number
    except InvalidOperation:
        raise Refused(Refusal("clearing.unread", gettext_noop(
            "{file}: {field} cannot be read. `clear` says how to mend it."), {"file": name, "field": field},
            field=field, line=line)) from None


def _day(name, text, line):
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        raise Refused(Refusal("clearing.unread", gettext_noop(
            "{file}: {field} cannot be read. `clear` says how to mend it."), {"file": name, "field": "date"},
            field="date", line=line)) from None


def _answers(name) -> list[dict]:
    try:
        found = json.loads(read_bytes(name), parse_float=Decimal)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused(Refusal("files.not_json", gettext_noop("{file} is not valid JSON."), {"file": name})) from None
    except (RecursionError, ValueError):  # nested without end, or a whole number of thousands of digits
        raise _no_answer(name) from None
    answers = found.get("answers", [found]) if isinstance(found, dict) else []
    if not isinstance(answers, list) or not answers or not all(isinstance(one, dict) for one in answers):
        raise _no_answer(name)
    return answers


def _no_answer(name) -> Refused:
    return Refused(Refusal("clearing.no_answer", gettext_noop(
        "{file} holds no answer of a clearing. Write one with `clear --json`."), {"file": name}, field="answer"))


def _named(currencies) -> str:
    return ", ".join(sorted(currency or "none named" for currency in currencies))
