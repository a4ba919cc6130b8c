"""Sharing out a pot among those who worked: by a rule, seen before anybody agrees (Exodus 2270-2300)."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.core.circulation.sharing_out import RULES
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page, my_book_or_404
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import contributions
from commonstead.town.circulation import queries as circles
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

RULE_WORDS = {
    "hours": gettext_lazy("by hours"), "hours_and_intensity": gettext_lazy("by hours, and how hard they were"),
    "equal": gettext_lazy("the same for everybody"), "need": gettext_lazy("by how many live at home"),
}
STATE_WORDS = {"asked": gettext_lazy("waits for somebody to agree"), "paid": gettext_lazy("paid"),
               "dropped": gettext_lazy("dropped")}
_WEEKS = 13  # a quarter is what most pots are about; anybody may choose other days


class PotForm(forms.Form):
    """How much, of what, by which rule, for which days."""

    def __init__(self, association: str, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.money = next(iter(ledger.specifications(sort="money")), None)
        names = [(view.id, view.name) for view in circles.circles(holder=association) if view.unit]
        last = _last_work(association)
        self.fields["pot"] = forms.CharField(label=_("How much is there to share?"), max_length=20, widget=(
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})))
        self.fields["circle"] = forms.ChoiceField(
            label=_("Of what?"), required=not self.money,
            choices=[*([("", _("money in the till"))] if self.money else []), *names])
        self.fields["rule"] = forms.ChoiceField(label=_("By which rule?"), widget=forms.RadioSelect, initial=RULES[0],
                                                choices=[(rule, RULE_WORDS[rule]) for rule in RULES])
        for name, label, day in (("since", _("Work from"), last - timedelta(weeks=_WEEKS)),
                                 ("until", _("Up to and including"), last)):
            self.fields[name] = forms.DateField(label=label, initial=day, input_formats=["%Y-%m-%d"], widget=(
                forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")))

    def steps(self) -> int:
        """The pot in whole steps. Refused where the number cannot be read, or has too many decimals."""
        table = ledger.units()
        circle = self.cleaned_data["circle"]
        unit = ledger.specification(circles.circle(circle).unit).unit if circle else self.money.unit
        return table.to_int(self.cleaned_data["pot"].replace(",", "."), unit)


def _last_work(association: str) -> date:
    """The day of the last work for it, today where there is none: what a pot is usually about."""
    worked = ledger.last_worked_for(association)
    return min(timezone.localdate(), timezone.localtime(worked).date()) if worked else timezone.localdate()


@member_page
def show(request, agent_id):
    """The pots of an association, and the form for a new one. With ?look it shows what each would get."""
    view = _association(request, agent_id)
    keeps = agent_id in people.may_book_for(request.user.person_id)
    form = PotForm(agent_id, request.GET if request.GET.get("look") else None)
    preview = None
    if form.is_bound and form.is_valid():
        try:
            found = contributions.work_out_shares(agent_id, form.steps(), form.cleaned_data["rule"],
                                                  form.cleaned_data["since"], form.cleaned_data["until"])
            preview = _table(found, _teller(form.cleaned_data["circle"]), Words(agents=[one.member for one in found]))
        except Refused as refused:
            _at_fields(form, refused)
    return render(request, "web/books/shares.html", {
        "view": view, "keeps": keeps, "form": form, "preview": preview, "something": form.fields["circle"].choices,
        "pots": [_told(one, request.user.person_id) for one in contributions.pay_outs(agent_id)],
        "mine": _my_work(agent_id, request.user.person_id), "up": reverse("open-books", args=[agent_id])})


@member_page
def ask(request, agent_id):
    """The pot is proposed; nothing is paid before another member agrees."""
    _association(request, agent_id)
    form = PotForm(agent_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            contributions.ask_pay_out(agent_id, pot=form.steps(), rule=said["rule"], since=said["since"],
                                      until=said["until"], circle=said["circle"], by=request.user.person_id)
        except Refused as refused:
            _say(request, refused)
        else:
            messages.success(request, _("Asked. It is paid when somebody else of you agrees."))
    for said in [said for several in form.errors.values() for said in several]:
        messages.error(request, said)
    return redirect("shares", agent_id)


@member_page
def answer(request, pay_out_id, answer):
    """Agree, or say no."""
    steps = {"agree": contributions.agree_to_pay_out, "drop": contributions.drop_pay_out}
    if request.method == "POST" and answer in steps:
        try:
            steps[answer](pay_out_id, by=request.user.person_id)
        except Refused as refused:
            _say(request, refused)
        else:
            messages.success(request, _("Paid.") if answer == "agree" else _("Dropped."))
    back = request.POST.get("association", "")
    return redirect("shares", back) if people.agent(back) else redirect("associations")


@member_page
def intensity(request, event_id):
    """How hard it was, in the words of the one who worked."""
    event = ledger.event(event_id)
    if event is None or not ledger.may_see_event(request.user.person_id, event_id):
        raise Http404(_("There is no such entry."))
    if request.method == "POST":
        said = request.POST.get("percent", "")
        try:
            contributions.state_intensity(event_id, whole_number(said, most=999) or 0,
                                          by=request.user.person_id)
        except Refused as refused:
            _say(request, refused)
        else:
            messages.success(request, _("Noted, in your words."))
    return redirect("shares", event.receiver)


def _told(one, person: str) -> dict:
    words = Words(agents=[share.member for share in one.shares] + [one.asked_by, one.agreed_by])
    tell = _teller(one.circle)
    return {"id": one.id, "association": one.association, "state": STATE_WORDS[one.state], "open": one.state == "asked",
            "mine": one.asked_by == person, "pot": tell(one.pot), "rule": RULE_WORDS[one.rule],
            "since": wording.day(one.since), "until": wording.day(one.until), "asked_by": words.name(one.asked_by),
            "agreed_by": words.name(one.agreed_by) if one.agreed_by else "", "table": _table(one.shares, tell, words)}


def _table(shares, tell, words: Words) -> Table:
    """The largest share first. How hard the hours were stands only where somebody said so."""
    ranked = sorted(shares, key=lambda one: (-one.part, words.name(one.member).casefold()))
    hard = any(one.weight != one.hours for one in ranked)

    def row(name: str, some) -> tuple[Cell, ...]:
        told = [sum(one.part for one in some), sum(one.hours for one in some), sum(one.weight for one in some)]
        cells = (Cell(name), Cell(tell(told[0])), Cell(_hours(told[1])), Cell(_hours(told[2])))
        return cells if hard else cells[:3]

    columns = (Column(_("Who")), Column(_("Share"), True), Column(_("Hours"), True), Column(_("Counted as"), True))
    return Table(_("Who gets what"), columns if hard else columns[:3],
                 tuple(row(words.name(one.member), [one]) for one in ranked), total=row(_("Together"), ranked),
                 caption_hidden=True, dense=True)


def _my_work(association: str, person: str) -> list[dict]:
    """My last entries of work for it, so that I can say how hard they were."""
    events = [event for event in ledger.events(agent=person, count=200)
              if event.action == "work" and event.receiver == association and event.provider == person
              and not event.corrected_by and not event.corrects][:6]
    said = contributions.stated([event.id for event in events])
    words = Words(events)
    return [{"id": event.id, "what": words.good(event.specification), "hours": _hours(event.effort or 0),
             "day": wording.day(event.at), "percent": said.get(event.id, 100)} for event in events]


def _teller(circle: str):
    """How amounts of the pot are written: to the last step, because somebody is paid so much."""
    table = ledger.units()
    if not circle:
        money = next(iter(ledger.specifications(sort="money")), None)
        return lambda steps: wording.money(table.to_decimal(steps, money.unit), money.unit,
                                           to_the_cent=True) if money else "–"
    view = circles.circle(circle)
    unit, whole = ledger.specification(view.unit).unit, 10 ** view.decimals
    return lambda steps: wording.amount(table.to_decimal(steps, unit), view.symbol,
                                        view.decimals if steps % whole else 0)


def _hours(hundredths: int) -> str:
    return wording.amount(ledger.units().to_decimal(hundredths, "h"), "h")


def _association(request, agent_id: str):
    view = people.agent(agent_id)
    if view is None or view.nature != "association":
        raise Http404(_("There is no association of that name here."))
    my_book_or_404(request, agent_id)
    return view


def _at_fields(form, refused: Refused) -> None:
    names = {"quantity": "pot", "amount": "pot", "weights": "rule"}
    for refusal in refused.refusals:
        name = names.get(refusal.field, refusal.field)
        form.add_error(name if name in form.fields else None, wording.reason_of(refusal))


def _say(request, refused: Refused) -> None:
    for refusal in refused.refusals:
        messages.error(request, wording.reason_of(refusal))
