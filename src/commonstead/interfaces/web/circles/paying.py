"""Pay somebody: fill in, look it over, write. Other pages begin here with what they know in the query.

The reader pays for themselves and whom they act for; whoever keeps the circle pays for any member, because slips come
in on paper and members without a phone are served. Both sides find it on their accounts.
"""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.circulation.terms import Limits, levy_of, near_limit
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import commands, queries
from commonstead.town.people import queries as people

from . import said
from .fields import (
    CircleForm,
    amount_field,
    category_field,
    day_field,
    holder_field,
    key_field,
    moment_of,
    note_field,
)
from .reading import Here, inside_or_404

#: What a link to the form may fill in beforehand.
WANTED = ("payer", "payee", "amount", "category", "note", "links_to")


class PayForm(CircleForm):
    """Who pays whom how much for what, and when that was."""

    def __init__(self, here: Here, data=None, initial=None):
        super().__init__(here, data, initial)
        every = [one.holder for one in here.accounts]
        own = [one.holder for one in here.own]
        if here.keeps:
            self.fields["payer"] = holder_field(here, every, _("Who pays?"), help_text=_(
                "You keep this circle, so you can write for any member. Both sides are told."))
        else:
            self.fields["payer"] = holder_field(here, own, _("From whose account?"), empty=False)
        if here.me in own and not here.keeps:
            self.fields["payer"].initial = here.me
        self.fields["payee"] = holder_field(here, every, _("To whom?"))
        self.fields["amount"] = amount_field(here.circle, _("How much?"))
        self.fields["category"] = category_field()
        self.fields["note"] = note_field()
        self.fields["day"] = day_field(_("When was it?"))
        self.fields["links_to"] = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
        self.fields["key"] = key_field()

    def slip(self) -> commands.Slip:
        """What the fields say."""
        one = self.cleaned_data
        return commands.Slip(one["payer"], one["payee"], one["amount"], one["key"], moment_of(one["day"]),
                             one["category"], one["note"], one["links_to"])


@member_page
def choose(request):
    """In which circle? Only asked where there is more than one."""
    mine = people.may_book_for(request.user.person_id)
    units = {one.circle for one in queries.accounts_of(mine) if one.resource}
    found = [one for one in queries.circles() if one.id in units]
    query = request.GET.urlencode()
    if len(found) == 1:
        return redirect(f"{reverse('circle-pay', args=[found[0].id])}{'?' + query if query else ''}")
    return render(request, "web/circles/choose.html", {
        "circles": [(one, said.sort_word(one.sort)) for one in found], "query": query})


@member_page
def pay(request, circle_id):
    """The form; its second step shows what will be written before it is."""
    here = inside_or_404(request, circle_id)
    if not here.circle.unit:
        return redirect("circle-give", circle_id)
    if request.method != "POST":
        form = PayForm(here, initial={name: request.GET[name] for name in WANTED if name in request.GET})
        return _form(request, here, form)
    form = PayForm(here, request.POST)
    step = request.POST.get("step")
    if form.is_valid() and step == "write":
        try:
            paid = commands.pay(circle_id, form.slip(), by=here.me)
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("Written down."))
            return redirect("payment", paid)
    elif form.is_valid() and step != "mend" and form.slip().payer == form.slip().payee:
        form.add_error("payee", _("This pays from an account to itself. Choose another one."))
    elif form.is_valid() and step != "mend" and (reason := _no_room(here, form.slip())):
        form.add_error("amount", reason)
    elif form.is_valid() and step != "mend":
        return look(request, _("Is this right?"), _lines(here, form), form, reverse("circle-pay", args=[circle_id]),
                    after=_after(here, form.slip()))
    return _form(request, here, form)


def look(request, title: str, lines, form: CircleForm, back: str, *, parts=None, after=()):
    """What will be written, to be looked over. The reader's own browser may keep it for its Back button."""
    response = render(request, "web/circles/look.html", {
        "title": title, "lines": lines, "fields": form.carried, "back": back, "parts": parts, "circle": form.circle,
        "after": after})
    response["Cache-Control"] = "private, no-cache"
    return response


def _form(request, here: Here, form: PayForm):
    first = here.keeps and not queries.payments(here.circle.id, count=1)
    title = _("Write the first hour") if first and here.circle.sort == "time" else \
        _("Write the first payment") if first else _("Pay")
    return render(request, "web/circles/form.html", {
        "form": form, "circle": here.circle, "title": title, "button": _("Look it over"), "look": True,
        "lead": _("From one account to another. What somebody gains, somebody else gives: the sum stays zero."),
        "alone": len(here.accounts) < 2, "keeps": here.keeps}, status=422 if form.errors else 200)


def _lines(here: Here, form: PayForm) -> list[tuple[str, str]]:
    """Label and value, as they will be written."""
    slip, circle, levy = form.slip(), here.circle, _levy(here, form.slip())
    lines = [(_("From"), here.called(slip.payer)), (_("To"), here.called(slip.payee)),
             (_("How much"), said.amount(circle, slip.amount))]
    if levy:
        lines.append((_("Of that, to the circle"), said.amount(circle, levy)))
    lines += [(label, value) for label, value in ((_("What for"), slip.category), (_("Note"), slip.note)) if value]
    return [*lines, (_("When"), wording.day(form.cleaned_data["day"]))]


def _levy(here: Here, slip: commands.Slip) -> int:
    """What of it goes to the circle; nothing of what the circle itself pays or is paid."""
    return 0 if here.circle.keeper in (slip.payer, slip.payee) else levy_of(here.circle.terms, slip.amount)


def _no_room(here: Here, slip: commands.Slip) -> str:
    """Why it would be refused for the limit of an account that the reader may see: told before it is looked over."""
    payer, payee = here.account(slip.payer), here.account(slip.payee)
    spend = None if payer.standing == "frozen" else payer.can_pay  # that it is frozen, the books say better
    sides = ((payer, slip.amount, spend, _("%(name)s can pay %(room)s more. Write less, or earn some first.")),
             (payee, slip.amount - _levy(here, slip), payee.can_take,
              _("%(name)s can be paid %(room)s more. Write less, or let them spend some first.")))
    for account, change, room, sentence in sides:
        if room is not None and change > room and here.opens(account.holder):
            return sentence % {"name": here.names[account.holder], "room": said.amount(here.circle, room)}
    return ""


def _after(here: Here, slip: commands.Slip) -> list[str]:
    """Where the accounts that the reader may see will stand then, with a word where a limit is near."""
    circle, levy, sentences = here.circle, _levy(here, slip), []
    for holder, change in ((slip.payer, -slip.amount), (slip.payee, slip.amount - levy)):
        account = here.account(holder)
        if not here.opens(holder):
            continue
        then = replace(account, balance=account.balance + change, near=near_limit(
            circle.terms, account.balance + change, Limits(account.floor, account.ceiling)))
        sentence = _("%(name)s will stand at %(amount)s.") % {
            "name": here.names[holder], "amount": said.signed(circle, then.balance)}
        sentences.append(" ".join(part for part in (sentence, said.warning(then)) if part))
    return sentences
