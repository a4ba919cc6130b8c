"""Members' words: how numbers, money, dates, modes and actions read on a screen, in the reader's language.

Numbers are rounded for reading here and nowhere else; what is stored stays exact. Modes run from the heart
of the commons to its edge (Exodus 7418-7433), and each has one word wherever it is shown.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy, pgettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode

MODE_WORDS = {
    Mode.POOL: gettext_lazy("shared from the pool"),
    Mode.GIFT: gettext_lazy("given"),
    Mode.ADMINISTRATIVE: gettext_lazy("moved within"),
    Mode.BARTER: gettext_lazy("by standing agreement"),
    Mode.TIME: gettext_lazy("hour for hour"),
    Mode.CREDIT: gettext_lazy("on mutual credit"),
    Mode.CURRENCY: gettext_lazy("for local notes"),
    Mode.SALE: gettext_lazy("bought or sold outside"),
}
ACTION_WORDS = {
    Action.PRODUCE: gettext_lazy("made"),
    Action.CONSUME: gettext_lazy("used up"),
    Action.USE: gettext_lazy("used"),
    Action.CITE: gettext_lazy("followed"),
    Action.WORK: gettext_lazy("worked"),
    Action.DELIVER_SERVICE: gettext_lazy("served"),
    Action.PICKUP: gettext_lazy("picked up"),
    Action.DROPOFF: gettext_lazy("dropped off"),
    Action.ACCEPT: gettext_lazy("took in for repair"),
    Action.MODIFY: gettext_lazy("repaired or changed"),
    Action.COMBINE: gettext_lazy("packed together"),
    Action.SEPARATE: gettext_lazy("unpacked"),
    Action.COPY: gettext_lazy("copied"),
    Action.TRANSFER: gettext_lazy("handed over"),
    Action.TRANSFER_ALL_RIGHTS: gettext_lazy("made over"),
    Action.TRANSFER_CUSTODY: gettext_lazy("lent or brought back"),
    Action.MOVE: gettext_lazy("moved"),
    Action.RAISE: gettext_lazy("counted more"),
    Action.LOWER: gettext_lazy("counted less"),
}
STAGE_WORDS = {
    "repair": gettext_lazy("Repair"),
    "parts": gettext_lazy("Spare parts"),
    "gaps": gettext_lazy("Filling a gap"),
    "ecosystem": gettext_lazy("A whole chain"),
}
#: Units that are words; symbols like kg stand as they are, and a town's own words as the town wrote them.
UNIT_WORDS = {
    "load": ngettext_lazy("load", "loads"), "meal": ngettext_lazy("meal", "meals"),
    "ride": ngettext_lazy("ride", "rides"), "night": ngettext_lazy("night", "nights"),
    "day": ngettext_lazy("day", "days"), "pair": ngettext_lazy("pair", "pairs"),
    "dozen": ngettext_lazy("dozen", "dozen"), "jar": ngettext_lazy("jar", "jars"),
    "loaf": ngettext_lazy("loaf", "loaves"), "bottle": ngettext_lazy("bottle", "bottles"),
    "sack": ngettext_lazy("sack", "sacks"), "box": ngettext_lazy("box", "boxes"),
    "piece": ngettext_lazy("piece", "pieces"), "leaf": ngettext_lazy("leaf", "leaves"),
}
WORTH = " worth"
_JOINED = "\u2060"  # keeps a minus and a currency sign on one line; nobody sees it
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)  # as refusals carry days
_MOST_DIGITS = 18  # with more, nobody counts the groups, and those that Decimal rounds with run out
_FINEST = 20  # decimals; what is smaller is nothing
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def number(value, decimals: int | None = None) -> str:
    """A number to read: three significant digits where nothing else is asked, grouped, no trailing zeros."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    if not _within(exact):
        return _beyond(exact)
    if decimals is None:
        size = abs(exact)
        decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= Decimal("0.1") else 3
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        decimals = max(0, -exact.normalize().as_tuple().exponent)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True)
    return f"−{shown}" if rounded < 0 else shown


def _within(exact: Decimal) -> bool:
    """Whether it can be rounded and grouped as a number that somebody reads."""
    return not exact or (exact.is_finite() and -_FINEST <= exact.adjusted() < _MOST_DIGITS)


def _beyond(exact: Decimal) -> str:
    if not exact.is_finite():
        return "–"
    return f"{exact:.2e}" if exact.adjusted() > 0 else "0"


def amount(value, symbol: str = "", decimals: int | None = None) -> str:
    """A quantity with its unit, kept on one line; things that are counted one by one show no unit."""
    if value is not None and symbol.endswith(WORTH):
        sign = symbol.removesuffix(WORTH)
        # Translators: an amount of things that are counted by what they cost, like "$120 worth".
        return gettext("%(money)s worth") % {
            "money": money(value, next((code for code, known in SYMBOLS.items() if known == sign), sign))}
    shown = number(value, decimals)
    unit = unit_word(symbol, value)
    return f"{shown}\u00a0{unit}" if unit else shown


def unit_word(symbol: str, value=2) -> str:
    """A unit as it stands behind a number: "rides" behind 3, nothing behind things counted one by one."""
    if symbol in ("", "each"):
        return ""
    try:
        one = value is not None and Decimal(str(value)) == 1
    except InvalidOperation:
        one = False
    return str(UNIT_WORDS[symbol] % (1 if one else 2)) if symbol in UNIT_WORDS else symbol


def money(value, currency: str = "USD", *, to_the_cent: bool = False) -> str:
    """Cash: cents below a hundred, whole units above, unless every cent is wanted."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    if not _within(exact):
        return _beyond(exact)
    rounded = abs(exact) >= 100 and not to_the_cent
    decimals = 0 if rounded or exact == exact.to_integral_value() else 2
    shown = number_format(
        abs(exact).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals, use_l10n=True, force_grouping=True)
    # Translators: where the currency sign stands, e.g. %(symbol)s%(amount)s or %(amount)s %(symbol)s.
    text = pgettext("money", "%(symbol)s%(amount)s") % {
        "symbol": SYMBOLS.get(currency, currency + " "), "amount": shown}
    return f"−{_JOINED}{text}" if exact < 0 and shown.strip("0.,") else text


def share(value, decimals: int = 0) -> str:
    """A part of one as per cent; what is neither none nor all never reads as 0 % or 100 %."""
    if value is None:
        return "–"
    exact = Decimal(str(value)) * 100
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if decimals == 0 and exact > 0 and rounded == 0:
        return pgettext("per cent", "under 1 %%") % ()
    if decimals == 0 and exact < 100 and rounded == 100:
        rounded, decimals = Decimal("99"), 0
    return pgettext("per cent", "%(share)s %%") % {"share": number_format(rounded, decimals)}


def days(value: int | float, at_least: bool = False) -> str:
    """A stretch of days."""
    whole = int(value) if value >= 10 else value
    text = ngettext("%(count)s day", "%(count)s days", 1 if whole == 1 else 2) % {"count": number(whole)}
    return gettext("at least %(days)s") % {"days": text} if at_least else text


def day(value: date | datetime | None) -> str:
    """A date without the hour."""
    if value is None:
        return ""
    return date_format(timezone.localtime(value) if isinstance(value, datetime) else value, "DATE_FORMAT")


def whole_day(value: date | datetime | None) -> str:
    """A date that does not break over two lines, for tables."""
    return day(value).replace(" ", "\u00a0")


def short_day(value: date | datetime) -> str:
    """A date without the year, for the foot of a chart."""
    # Translators: Django's date format letters for a short date without the year.
    return date_format(value, pgettext("short date", "M j"))


def moment(value: datetime | None) -> str:
    """A date with the hour."""
    return "" if value is None else date_format(timezone.localtime(value), "DATETIME_FORMAT")


def when(value: datetime) -> str:
    """When something happened: with the hour only where one was said. What is written for a day alone stands in the
    books at noon, or, before that hour has come, at the day's beginning."""
    local = timezone.localtime(value)
    only_a_day = (local.hour in (0, 12)) and not (local.minute or local.second or local.microsecond)
    return day(value) if only_a_day else moment(value)


def payback(periods, days_per_period: int = 30) -> str:
    """How long until the outlay has come back, in months or years."""
    if periods is None:
        return gettext("never within the plan")
    months = float(periods) * days_per_period / 30
    if months < 0.05:
        return gettext("at once")
    if months < 1:
        return gettext("in under a month")
    if months < 24:
        return ngettext("in about %(count)s month", "in about %(count)s months", round(months)) % {
            "count": number(round(months), 0)}
    return gettext("in about %(count)s years") % {"count": number(months / 12, 1)}


def mode_word(mode: str) -> str:
    """A mode as members say it."""
    return str(MODE_WORDS.get(mode, mode)) if mode else ""


def action_word(action: str) -> str:
    """An action as members say it."""
    return str(ACTION_WORDS.get(action, action))


def stage_word(stage: str) -> str:
    """A rung of the import-replacement ladder (Exodus 8839-8843)."""
    return str(STAGE_WORDS.get(stage, stage))


def skill_word(goods, skill: str) -> str:
    """A skill by the name of its kind of work, where the town's list has one; goods: specifications by id."""
    known = goods.get(f"work-{skill}") or goods.get(skill)
    return known.name if known else skill.replace("-", " ").replace("_", " ")


def reason_of(refusal) -> str:
    """A refusal in the reader's language: the template is translated, then its gaps are filled."""
    return gettext(refusal.template).format(**{name: _as_day(value) for name, value in refusal.params.items()})


def _as_day(value):
    """A day that a refusal carries, as one says it; anything else as it is."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    try:
        return day(date.fromisoformat(value))
    except ValueError:  # somebody typed a day that no month has
        return value
