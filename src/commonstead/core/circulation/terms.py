"""The terms of a circle: what its members agreed on, as numbers that rules can hold to.

A circle is hours, mutual credit, a local currency or notes, or gifts (Exodus 8090, 10392, 12308, 12665). Each sets its
own limits and writes them as clauses of its charter; another circle's are none of its business (13391-13407). Amounts
are integers at the unit's decimals. Communities of this kind died of careless admission, so where credit is given the
defaults ask for somebody who vouches (Trueque and Circles Berlin; docs/decisions/0017-circles.md has the reasons).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

#: The sorts of circle, from the heart of the commons to its edge. A gift circle has no unit and no balance.
SORTS = ("gift", "time", "credit", "currency")
_LARGEST = 10**15


@dataclass(frozen=True)
class Terms:
    """free_line: how far below zero anyone may go.  most_line: no line is longer.  ceiling: most that one may hold,
    None for no limit.  warn_percent: share of a limit from which a member is told.  vouchers_needed: how many
    members must vouch before anybody has more than the free line.  growth_percent: by how much of what a member both
    earned and spent (the smaller of the two) the line grows.  levy_per_mille: of each payment, from who is paid, into
    the circle's own account.  demurrage_per_mille: a month, of what stands above demurrage_free.  issue_limit: how
    much the circle itself may owe: the notes that it puts out, or what it bears when members cannot settle.
    lapses: the day on which notes lose their worth, or None.  promise: what the issuer gives for its notes.
    balances_open: members see each other's balances.  members_only: only members of the association may join."""

    free_line: int = 0
    most_line: int = 0
    ceiling: int | None = None
    warn_percent: int = 80
    vouchers_needed: int = 0
    growth_percent: int = 0
    levy_per_mille: int = 0
    demurrage_per_mille: int = 0
    demurrage_free: int = 0
    issue_limit: int = 0
    lapses: date | None = None
    promise: str = ""
    balances_open: bool = True
    members_only: bool = False


def usual_terms(sort: str, unit: int) -> Terms:
    """What a new circle begins with; each number is a guess of ours that the circle may change. unit: how many
    steps of the journal one whole unit is (100 at two decimals).

    time: ten hours either way before anybody minds, forty at most: a working week is what neighbours still make good.
    credit: nothing without one voucher; then what was vouched, at most 500; nobody piles up more than 1,000, because
    what one holds another owes. currency: the issuer puts out at most 1,000 until its members say otherwise.
    """
    if sort == "time":
        return Terms(free_line=10 * unit, most_line=40 * unit, ceiling=60 * unit)
    if sort == "credit":
        return Terms(most_line=500 * unit, ceiling=1_000 * unit, vouchers_needed=1, growth_percent=10)
    if sort == "currency":
        return Terms(issue_limit=1_000 * unit)
    return Terms()


def check_terms(sort: str, terms: Terms) -> Terms:
    """The terms, if they can be held to. Refused: circles.sort_unknown, circles.term_wrong (field: the term)."""
    if sort not in SORTS:
        raise Refused(Refusal("circles.sort_unknown", gettext_noop("There is no circle of the sort “{sort}”."),
                              {"sort": sort}, field="sort"))
    wrong = [name for name in _AMOUNTS if not 0 <= (getattr(terms, name) or 0) <= _LARGEST]
    wrong += [name for name in _SHARES if not 0 <= getattr(terms, name) <= _SHARES[name]]
    found = [Refusal("circles.term_wrong", gettext_noop("“{term}” must be a number from 0 to {most}."),
                     {"term": name, "most": _SHARES.get(name, _LARGEST)}, field=name) for name in wrong]
    if not wrong and terms.free_line > terms.most_line:
        found.append(Refusal("circles.free_line_too_long", gettext_noop(
            "The line that everybody has cannot be longer than the longest line."), field="free_line"))
    if found:
        raise Refused(*found)
    return terms


def write_terms(terms: Terms) -> dict:
    """The terms as plain words and numbers, for keeping."""
    words = asdict(terms)
    return words | {"lapses": terms.lapses.isoformat() if terms.lapses else None}


def read_terms(words: Mapping) -> Terms:
    """The terms as they were kept, or with changes among them; what is not said has its default, what is not known is
    left aside. A day may be a date or its ISO text."""
    known = {item.name for item in fields(Terms)} & set(words)
    terms = Terms(**{name: words[name] for name in known})
    day = terms.lapses
    return replace(terms, lapses=date.fromisoformat(day) if isinstance(day, str) and day else day or None)


@dataclass(frozen=True)
class Limits:
    """Lowest and highest balance of one account; None for no limit."""

    floor: int | None
    ceiling: int | None


def limits_of(sort: str, terms: Terms, *, stakes: Iterable[int] = (), staked: int = 0, earned: int = 0, spent: int = 0,
              is_keeper: bool = False, personal: tuple[int | None, int | None] = (None, None)) -> Limits:
    """The limits of one account. stakes: what others vouch for it.  staked: what it vouches for others, by which its
    own line is shorter: who vouches carelessly pays for it.  earned, spent: in all, so that lines grow with trade that
    goes both ways, never with spending alone.  personal: (line, ceiling) that the circle agreed on for this account;
    None where it has none of its own.  is_keeper: the circle's own account, which issues notes and takes levies."""
    if is_keeper:
        return Limits(-terms.issue_limit, None)
    if sort == "currency":
        return Limits(0, _or(personal[1], terms.ceiling))
    stakes = tuple(stakes)
    line = terms.free_line
    if len(stakes) >= terms.vouchers_needed:
        line += sum(stakes) + min(earned, spent) * terms.growth_percent // 100
    line = min(line, terms.most_line)
    return Limits(-max(0, _or(personal[0], line) - staked), _or(personal[1], terms.ceiling))


def levy_of(terms: Terms, amount: int) -> int:
    """What of a payment goes to the circle's own account, so that the payee gets that much less: rounded down, so that
    it never takes more than was said."""
    return amount * terms.levy_per_mille // 1000


def demurrage_of(terms: Terms, balance: int) -> int:
    """What a balance loses in a month, rounded down; a debt loses nothing."""
    return max(0, balance - terms.demurrage_free) * terms.demurrage_per_mille // 1000


def near_limit(terms: Terms, balance: int, limits: Limits) -> str:
    """"low" or "high" when a balance has used more of a limit than the share from which members are told, else ""."""
    if balance < 0 and limits.floor is not None and -balance * 100 >= -limits.floor * terms.warn_percent:
        return "low"
    if balance > 0 and limits.ceiling is not None and balance * 100 >= limits.ceiling * terms.warn_percent:
        return "high"
    return ""


def _or(own: int | None, usual: int | None) -> int | None:
    return usual if own is None else own


_AMOUNTS = ("free_line", "most_line", "ceiling", "demurrage_free", "issue_limit")
_SHARES = {"warn_percent": 100, "vouchers_needed": 20, "growth_percent": 100, "levy_per_mille": 200,
           "demurrage_per_mille": 200}
