"""What gets cheaper with each step, and because of what (Exodus 3575-3579: the availability of one product decreases
the cost of the next)."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.machines.uncut import uncut
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.town.boundary import costs as town_costs

from . import chart
from .wordings import CostWords, request_query, steps_asked, steps_query, tabs

MOST_BARS = 12
MOST_ROWS = 40
MOST_CUTS = 3
LITTLE = 0.01


@member_page
def show(request):
    """The cost ledger along the next steps, or along those that the address names."""
    asked = steps_asked(request)
    ledger = town_costs.cost_ledger(asked)
    if ledger is None or not ledger.network.recipes:
        return render(request, "web/machines/nothing.html", {"tabs": tabs("machines"), "answers": ledger is not None})
    told, words = ledger.cascade, CostWords(ledger.network)
    query, nothing_cut = request_query(asked, told), uncut(ledger.network, told)
    before = [good for good in told.goods if good.cash[0] is not None]
    new = [good for good in told.goods if good.cash[0] is None]
    return render(request, "web/machines/cheaper.html", {
        "tabs": tabs("machines"), "chosen": asked is not None, "all": asked == town_costs.INPUTS_FIRST,
        "inputs_first": town_costs.INPUTS_FIRST, "road": asked == town_costs.OF_ROAD_MAP,
        "road_map": town_costs.OF_ROAD_MAP if town_costs.road_map_steps() else "",
        "steps": [_step(told, place, words) | {"why": _uncut_words(nothing_cut.get(place + 1), told, words)}
                  for place in range(len(told.steps))],
        "chart": _chart(before, words, query), "rows": _table(before, words, query),
        "new": [(reverse("machines-cost", args=[good.id]) + query, words.good(good.id), words.cash(good.cash[-1]),
                 words.unit(good.id), _cut_words(good.cuts[0], words)) for good in new],
        "priced": any(good.buy is not None for good in ledger.network.goods),
        "unchanged": told.unchanged, "bare": [words.good(good) for good in told.costs[-1].wear_without_price],
        **_examples(before, words, query, asked)})


def _step(told, place: int, words: CostWords) -> dict:
    """One step with what it cuts, and ways to look at it first or without it."""
    step = told.steps[place]
    others = [other for number, other in enumerate(told.steps) if number != place]
    cut = [words.good(good).lower() for good in told.cut_by(place + 1)]
    return {
        "place": place + 1, "name": words.step(step), "href": reverse("boundary-next", args=[".".join(step)]),
        "cuts": cut[:4], "more": max(0, len(cut) - 4), "count": len(cut),
        "first": steps_query([step, *others]) if place else "", "without": steps_query(others)}


def _uncut_words(why, told, words: CostWords) -> str:
    """Why a step makes nothing cheaper, as it is; a step can save by making enough of what is as cheap already."""
    if why is None:
        return ""
    if why.with_step:
        return _("Makes nothing cheaper by itself. With step %(step)s, %(other)s, it does: %(goods)s") % {
            "step": why.with_step, "other": words.step(told.steps[why.with_step - 1]),
            "goods": _few(why.then, words)}
    if why.more_of:
        return _("Makes more of what is already as cheap inside: %(goods)s") % {"goods": _few(why.more_of, words)}
    return _("Makes nothing cheaper by itself")


def _few(goods, words: CostWords) -> str:
    return ", ".join([words.good(good).lower() for good in goods[:4]] + (["…"] if len(goods) > 4 else []))


def _chart(goods, words: CostWords, query: str) -> Chart | None:
    """Goods with a cost before, those first whose needs are met for less."""
    bars = [_bar(good, words) for good in goods if good.cut_share and good.cut_share > 0.005][:MOST_BARS]
    if not bars:
        return None
    label = _("Bars: for each good, what is left of its cost in cash, and what each step takes off")
    return Chart(
        _("What gets cheaper, and because of what"), chart.wide(tuple(bars), label), chart.narrow(tuple(bars), label),
        _table(goods[:MOST_BARS], words, query),
        _("The whole bar is what one unit costs now. The number in a part is that of the step that takes it off."),
        (("c-outside", _("still costs cash")), ("c-in-1", _("taken off by a step with an odd number")),
         ("c-in-4", _("by one with an even number"))))


def _bar(good, words: CostWords) -> chart.Bar:
    first = good.cash[0]
    return chart.Bar(
        words.good(good.id), f"{words.cash(first)} → {words.cash(good.cash[-1])}", good.cash[-1] / first,
        tuple((cut.step, (cut.before - cut.after) / first) for cut in good.cuts))


def _table(goods, words: CostWords, query: str) -> Table:
    """The same in words and numbers."""
    return Table(
        _("What one unit costs"),
        (Column(_("Good")), Column(_("Now"), True), Column(_("After all steps"), True), Column(_("Less by"), True),
         Column(_("Hours in it then"), True), Column(_("Because of what"))),
        tuple((
            Cell(words.good(good.id), reverse("machines-cost", args=[good.id]) + query, note=words.unit(good.id)),
            words.cash(good.cash[0]), Cell(words.cash(good.cash[-1]), note=_use_for(good, words)),
            wording.share(good.cut_share) if good.cut_share else "–",
            wording.amount(good.hours[-1], "h"),
            _because(good, words)) for good in goods[:MOST_ROWS]),
        caption_hidden=True)


def _use_for(good, words: CostWords) -> str:
    """The by-products that its cost rests on."""
    return _("counts on a use for %(goods)s") % {"goods": _few(good.rests_on, words)} if good.rests_on else ""


def _because(good, words: CostWords) -> str:
    """Its largest cuts, in the order of the steps; what takes off less than a hundredth is not worth a word."""
    first = good.cash[0]
    worth = [cut for cut in good.cuts if not first or cut.before - cut.after >= LITTLE * first] or list(good.cuts)
    largest = sorted(worth, key=lambda cut: cut.after - cut.before)[:MOST_CUTS]
    said = [_cut_words(cut, words) for cut in good.cuts if cut in largest]
    return "; ".join([*said, "…"] if len(worth) > len(said) else said)


def _cut_words(cut, words: CostWords) -> str:
    """Why a step cut it: we make it ourselves, or what goes into it became cheaper."""
    said = {"step": cut.step, "inputs": ", ".join(words.good(name).lower() for name in list(cut.through)[:2])}
    if cut.recipe and not cut.through:
        return _("step %(step)s: made inside") % said
    if cut.recipe:
        return _("step %(step)s: made inside, of cheaper %(inputs)s") % said
    if cut.through:
        return _("step %(step)s: cheaper %(inputs)s") % said
    if cut.before is not None and cut.after < cut.before * (1 - 1e-9):
        return _("step %(step)s: a use for what is made with it") % said
    return _("step %(step)s: fewer hours") % said


def _examples(goods, words: CostWords, query: str, asked) -> dict:
    """A cut that came through another thing; where none of these steps makes one, one of the whole catalogue."""
    example = _example(goods, words, query)
    if example or asked == town_costs.INPUTS_FIRST:
        return {"example": example}
    whole = town_costs.cost_ledger(town_costs.INPUTS_FIRST)
    priced = [good for good in whole.cascade.goods if good.cash[0] is not None]
    return {"whole_example": _example(priced, words, request_query(town_costs.INPUTS_FIRST, whole.cascade))}


def _example(goods, words: CostWords, query: str) -> dict | None:
    """The good that became cheapest through another: the sentence that the page is about."""
    through = [(next(iter(cut.through.values())) / cut.before, place, good, cut)
               for place, good in enumerate(goods) for cut in good.cuts
               if cut.through and not cut.recipe and cut.before]
    if not through:
        return None
    _share, _place, good, cut = max(through, key=lambda one: (one[0], -one[1]))
    name, cash = next(iter(cut.through.items()))
    return {"good": words.good(good.id), "input": words.good(name).lower(), "cash": words.cash(cash),
            "before": words.cash(cut.before), "after": words.cash(cut.after), "step": cut.step,
            "href": reverse("machines-cost", args=[good.id]) + query}
