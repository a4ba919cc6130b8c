"""The reason behind each number of the Boundary page: its formula in words, and the amounts that went into it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.bindings import binding_words
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.offered import few, offered_by_many
from commonstead.interfaces.web.rows import Words
from commonstead.town.ledger import queries as ledger


@dataclass(frozen=True)
class Reason:
    """title, value: the number again.  how: paragraphs.  tables: what went into it."""

    title: str
    value: str
    how: tuple[str, ...]
    tables: tuple[Table, ...]


def reason_for(figure: str, answers, frame) -> Reason | None:
    """The reason of a figure by its name, or None."""
    if figure.startswith("class-"):
        return _class(figure.removeprefix("class-"), answers, frame)
    build = {"share": _share, "days": _days, "cash": _cash, "recorded": _recorded, "hours": _hours}.get(figure)
    return build(answers, frame) if build else None


def _share(answers, frame) -> Reason | None:
    if answers.dependence is None:
        return None
    outright = answers.plan["cash_without_commons"]
    said = {"shop": wording.money(outright, frame.currency), "still": wording.share(answers.dependence),
            "inside": wording.share(1 - answers.dependence)}
    specs = {spec.id: spec.name for spec in ledger.specifications()}
    beyond = [specs.get(good, good) for good in answers.out_of_reach[:4]]
    rows = tuple((
        Cell(item.name, reverse("boundary-reason", args=[f"class-{item.slug}"])),
        wording.money(item.outright, frame.currency), wording.money(item.direct + item.embodied, frame.currency),
        wording.share(1 - item.dependence)) for item in answers.classes if item.dependence is not None)
    return Reason(
        _("The share that we can meet inside"), said["inside"],
        tuple(sentence for sentence in (
         _("If everything we need in a year came from the shop, it would cost %(shop)s.") % said,
         _("With our own recipes, hours, machines, land and stocks, used as well as can be, we would still spend "
           "%(still)s of that outside: on things bought as such, and on what goes into the things we make.") % said,
         _("What is left, %(inside)s, is met inside. Needs that no shop sells are not in this number.") % said,
         _("For %(reach)s of it, counted the same way, at least one way to make it is known here, in use or in the "
           "catalogue. No new machine and no more hours bring more than that inside; a new recipe does.") % {
             "reach": wording.share(answers.in_reach)} if answers.in_reach is not None else "",
         _("The largest things that nobody here knows how to make: %(goods)s.") % {"goods": " · ".join(beyond)}
         if beyond else "") if sentence),
        (Table(_("By class of need"), (Column(_("Class of need")), Column(_("At the shop"), True),
                                       Column(_("Still spent"), True), Column(_("Met inside"), True)), rows),))


def _days(answers, frame) -> Reason:
    words, plan = Words(), answers.plan
    days = wording.days(plan["slack_days"], plan.get("slack_at_least", False))
    how = [
        _("Suppose that from today nobody in town got a wage. We count how long everybody's bare needs could still be "
          "met: from cash in hand, from the stocks there are, and from what our own work, machines and land can make "
          "of them."),
        _("The bare needs are the floor of each need: what nobody should go without."),
    ]
    how += [binding_words(entry, frame.currency, words) for entry in plan.get("slack_binding", ())]
    if plan.get("slack_at_least"):
        how.append(_("The plan looks no further ahead, so the true time may be longer."))
    return Reason(_("How long without a wage"), days, tuple(how), (_goods_bought(answers, frame, 8),))


def _cash(answers, frame) -> Reason:
    return Reason(
        _("Cash we still need outside"), wording.money(answers.plan["cash"], frame.currency),
        (_("Purchases and fees less sales over %(periods)s periods of %(days)s days, in the plan that spends least. "
           "Wages and other income are not in it.") % {
            "periods": frame.periods, "days": frame.days_per_period},
         _("These are the things that the plan still buys, the dearest first.")),
        (_goods_bought(answers, frame, 25),))


def _hours(answers, frame) -> Reason:
    specs, many = {spec.id: spec for spec in ledger.specifications("work")}, offered_by_many()
    skills = sorted(answers.plan.get("hours_by_skill", {}).items(), key=lambda item: -item[1]["used"])
    rows = tuple((wording.skill_word(specs, skill), wording.amount(item["used"], "h"),
                  wording.amount(item["pledged"], "h") if skill in many else few()) for skill, item in skills)
    return Reason(
        _("Hours the plan asks of us"), wording.amount(answers.plan["hours"], "h"),
        (_("Of all plans that meet the most needs for the least cash, this is the one with the least toil. It asks "
           "nobody for more hours than they pledged."),
         _("One person may have several skills; their hours stand at each, but are spent once.")),
        (Table(_("By skill"), (Column(_("Skill")), Column(_("Asked for"), True), Column(_("Pledged by people who "
            "can"), True)),
               rows),))


def _recorded(answers, frame) -> Reason | None:
    if answers.met_inside is None:
        return None
    rows = tuple((item.name, wording.share(item.met_inside),
                  wording.money(item.met.get("sale", 0.0), frame.currency),
                  wording.money(sum(item.met.values()) - item.met.get("sale", 0.0), frame.currency))
                 for item in answers.classes if item.met)
    return Reason(
        _("What was met inside last year"), wording.share(answers.met_inside),
        (_("Everything that came to households in the recorded year, weighed by its price at the shop: given, shared, "
           "exchanged or made at home on one side, bought outside on the other."),
         _("The plan's share is higher where hours, machines or recipes stood unused.")),
        (Table(_("By class of need"), (Column(_("Class of need")), Column(_("Met inside"), True),
                                       Column(_("Bought"), True), Column(_("From inside"), True)), rows),))


def _class(slug: str, answers, frame) -> Reason | None:
    item = next((item for item in answers.classes if item.slug == slug), None)
    if item is None:
        return None
    names = {spec.id: spec.name for spec in ledger.specifications()}
    network, units = {good["id"]: good for good in answers.network.get("goods", ())}, ledger.units()
    needed = [good for good in network.values()
              if good.get("class") == slug and _sum(good.get("need", 0), frame.periods)]
    rows = []
    for good in sorted(needed, key=lambda good: -(good.get("buy") or 0) * _sum(good.get("need", 0), frame.periods)):
        need = _sum(good["need"], frame.periods)
        bought = sum(answers.plan.get("buys", {}).get(good["id"], ()))
        rows.append((Cell(names.get(good["id"], good["id"]), reverse("good", args=[good["id"]])),
                     wording.amount(need, units.get(good["unit"]).symbol),
                     wording.amount(bought, units.get(good["unit"]).symbol) if bought else "–",
                     wording.money(good.get("buy"), frame.currency) if good.get("buy") else _("no price")))
    value = _("no price") if item.dependence is None else wording.share(1 - item.dependence)
    how = [_("At the shop, this class would cost %(shop)s a year. The plan still spends %(spent)s on it: for such "
             "things "
             "as such, and for what goes into those that we make.") % {
        "shop": wording.money(item.outright, frame.currency),
        "spent": wording.money(item.direct + item.embodied, frame.currency)}]
    if item.met_inside is not None:
        how.append(_("In the recorded year %(share)s of it was met inside.") % {
            "share": wording.share(item.met_inside)})
    return Reason(_("%(class)s: what is met inside") % {"class": item.name}, value, tuple(how), (Table(
        _("Needs of this class"), (Column(_("Need")), Column(_("A year"), True), Column(_("Still bought"), True),
                                   Column(_("Price at the shop"), True)), tuple(rows)),))


def _goods_bought(answers, frame, count: int) -> Table:
    """What the plan buys, by cash."""
    names = {spec.id: spec.name for spec in ledger.specifications()}
    network, units = {good["id"]: good for good in answers.network.get("goods", ())}, ledger.units()
    bought = [(good, sum(amounts)) for good, amounts in answers.plan.get("buys", {}).items()]
    bought.sort(key=lambda item: -item[1] * (network.get(item[0], {}).get("buy") or 0))
    return Table(
        _("What is still bought"),
        (Column(_("Good")), Column(_("How much"), True), Column(_("Price"), True), Column(_("Cash"), True)),
        tuple((Cell(names.get(good, good), reverse("good", args=[good])),
               wording.amount(amount, units.get(network[good]["unit"]).symbol if good in network else ""),
               wording.money(network.get(good, {}).get("buy"), frame.currency),
               wording.money(amount * (network.get(good, {}).get("buy") or 0), frame.currency))
              for good, amount in bought[:count]))


def _sum(need, periods: int) -> float:
    """A need over the horizon: one number a period, or a list of them."""
    return float(sum(need)) if isinstance(need, list) else float(need) * periods
