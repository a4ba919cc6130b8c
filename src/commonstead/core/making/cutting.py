"""How many stock lengths are needed to cut pieces to length, and what is left over.

First fit, longest first, then a bounded search for fewer: the number is proven least wherever it equals the bound
(`proven`). A saw eats its kerf at every cut; a piece that ends flush with the stock needs none after it. Pieces may
be shorter by their tolerance, and where that saves a stock length it is said, not done: the drawing decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary.refusal import Refusal, Refused, gettext_noop

Number = Decimal | int
#: More than any batch; beyond it a plan piece by piece would take long to make and nobody would read it.
MOST_PIECES = 2_000
_LOOKS = 400_000  # places looked at in the search for fewer; together well under a second


@dataclass(frozen=True, slots=True)
class CutPlan:
    """bars: what is cut from each stock length, longest first.  used: length in pieces.  kerf_loss: eaten by the saw.
    waste: left over, without the kerf.  at_least: no plan needs fewer.  proven: this one needs no more than that.
    within_tolerance: stock lengths if each piece takes the shortest length allowed (= needed where that saves none).
    All lengths in the unit that was handed in."""

    stock_length: Decimal
    kerf: Decimal
    bars: tuple[tuple[Decimal, ...], ...]
    used: Decimal
    kerf_loss: Decimal
    waste: Decimal
    at_least: int
    within_tolerance: int

    @property
    def needed(self) -> int:
        """How many stock lengths."""
        return len(self.bars)

    @property
    def proven(self) -> bool:
        return self.needed == self.at_least


def cut_from_stock(lengths: Iterable[Number], stock_length: Number, kerf: Number = 0, tolerance: Number = 0) -> CutPlan:
    """A plan for pieces of these lengths (repeat a length for each piece). Refused: design.cut_too_long,
    design.cut_not_positive, design.too_many_pieces."""
    stock, saw, slack = Decimal(stock_length), Decimal(kerf), Decimal(tolerance)
    pieces = sorted((Decimal(length) for length in lengths), reverse=True)
    _check(pieces, stock, saw, slack)
    bars, bound = _fewest(pieces, stock, saw)
    shorter, _ = _fewest([max(piece - slack, Decimal(0)) for piece in pieces], stock, saw) if slack else (bars, bound)
    used = sum(pieces, Decimal(0))
    cuts = sum((_kerf_of(bar, stock, saw) for bar in bars), Decimal(0))
    return CutPlan(
        stock,
        saw,
        tuple(map(tuple, bars)),
        used,
        cuts,
        stock * len(bars) - used - cuts,
        bound,
        min(len(shorter), len(bars)),
    )


def pieces_per_stock(length: Number, stock_length: Number, kerf: Number = 0) -> int:
    """How many equal pieces one stock length gives."""
    return int((Decimal(stock_length) + Decimal(kerf)) // (Decimal(length) + Decimal(kerf)))


def _kerf_of(bar, stock: Decimal, kerf: Decimal) -> Decimal:
    """One cut a piece, but none after a piece that ends where the stock ends; the last cut may run out of the end."""
    left = stock - sum(bar, Decimal(0)) - kerf * (len(bar) - 1)
    return kerf * (len(bar) - 1) + min(kerf, left)


def _fewest(pieces: list[Decimal], stock: Decimal, kerf: Decimal) -> tuple[list[list[Decimal]], int]:
    """(bars, a bound that no plan goes below). With room = stock + kerf each piece takes length + kerf."""
    room, sizes = stock + kerf, [piece + kerf for piece in pieces]
    if not pieces:
        return [], 0
    if pieces[0] == pieces[-1]:
        each = int(room // sizes[0])
        return [pieces[place : place + each] for place in range(0, len(pieces), each)], -(-len(pieces) // each)
    bound = max(-int(-sum(sizes) // room), sum(1 for size in sizes if size * 2 > room))
    bars = _first_fit(sizes, room)
    if len(bars) > bound:
        bars, exhausted = _search(sizes, room, bars, bound)
        bound = len(bars) if exhausted else bound
    return [[size - kerf for size in bar] for bar in bars], bound


def _first_fit(sizes: list[Decimal], room: Decimal) -> list[list[Decimal]]:
    bars: list[list[Decimal]] = []
    left: list[Decimal] = []
    for size in sizes:
        place = next((number for number, rest in enumerate(left) if rest >= size), len(bars))
        if place == len(bars):
            bars.append([])
            left.append(room)
        bars[place].append(size)
        left[place] -= size
    return bars


def _search(sizes, room, best, bound) -> tuple[list[list[Decimal]], bool]:
    """Fewer bars if a search of _LOOKS places finds them. (bars, whether everything was tried or the bound met)."""
    tries = _LOOKS
    while len(best) > bound:
        bars: list[list[Decimal]] = [[] for _ in range(len(best) - 1)]
        left = [room] * len(bars)
        found, tries = _place(sizes, bars, left, tries)
        if not found:
            return best, tries > 0
        best = [bar for bar in bars if bar]
    return best, True


def _place(sizes, bars, left, tries) -> tuple[bool, int]:
    """Depth first without recursion: where each piece went is kept, so that it can be taken out again."""
    where: list[int] = []
    start = 0
    while len(where) < len(sizes):
        size, seen = sizes[len(where)], set()
        place = next(
            (n for n in range(start, len(left)) if left[n] >= size and not (left[n] in seen or seen.add(left[n]))), None
        )
        tries -= len(left)
        if tries <= 0:
            return False, 0
        if place is not None:
            bars[place].append(size)
            left[place] -= size
            where.append(place)
            start = place if len(where) < len(sizes) and sizes[len(where)] == size else 0
            continue
        if not where:
            return False, tries
        last = where.pop()
        left[last] += sizes[len(where)]
        bars[last].pop()
        start = last + 1
    return True, tries


def _check(pieces, stock, kerf, tolerance) -> None:
    problems = []
    if (
        not (stock.is_finite() and stock > 0)
        or not all(piece.is_finite() and piece > 0 for piece in pieces)
        or not (kerf.is_finite() and kerf >= 0 and tolerance.is_finite() and tolerance >= 0)
    ):
        problems.append(
            Refusal(
                "design.cut_not_positive",
                gettext_noop("Lengths to cut and stock lengths must be more than 0, kerf and tolerance not below 0."),
                field="cut",
            )
        )
    elif len(pieces) > MOST_PIECES:
        problems.append(
            Refusal(
                "design.too_many_pieces",
                gettext_noop("{count} pieces are too many for one cutting plan; at most {most}. Split the list."),
                {"count": len(pieces), "most": MOST_PIECES},
                field="cut",
            )
        )
    else:
        problems += [
            Refusal(
                "design.cut_too_long",
                gettext_noop(
                    "A piece of {length} cannot be cut from stock of {stock}. Get longer stock, or join two pieces "
                    "and say so in the design."
                ),
                {"length": length, "stock": stock},
                field="cut",
            )
            for length in dict.fromkeys(pieces)
            if length > stock
        ]
    if problems:
        raise Refused(*problems)
