"""Asking by QR code: who wants to be paid shows a code, and whoever scans it pays, with amount and payee filled in.

The code is a picture from an address of ours, because no page may carry one inline. It holds the address of the pay
page and nothing else; who scans it still decides, signed in as themselves.
"""

from __future__ import annotations

import io
from decimal import Decimal
from urllib.parse import urlencode

import segno
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.access import member_page

from .seeing import amount as shown_amount
from .seeing import circle_for_members, mine_in, typed_number, with_unit

#: The pay page, which takes payee, amount and category.
PAY_ADDRESS = "/circles/{circle}/pay"


class AskForm(forms.Form):
    """What is asked for. Nothing is written; the code carries it."""

    payee = forms.ChoiceField()
    amount = forms.CharField(required=False, max_length=20, widget=forms.TextInput(attrs={
        "inputmode": "decimal", "autocomplete": "off"}))
    category = forms.CharField(required=False, max_length=60)

    def __init__(self, circle, mine: dict[str, str], data=None):
        super().__init__(data)
        self.circle = circle
        self.fields["payee"].choices = list(mine.items())
        self.fields["payee"].label = _("Who is paid?")
        self.fields["amount"].label = _("How much?")
        self.fields["amount"].help_text = _("Leave it empty, and whoever pays writes the amount.")
        self.fields["category"].label = _("What for?")

    def clean_amount(self) -> str:
        said = self.cleaned_data["amount"]
        if not said:
            return ""
        return f"{typed_number(said, self.circle.decimals).normalize():f}"


@member_page
def ask(request, circle_id):
    """Fill in what to ask for, and show the code."""
    circle, mine = _of(request, circle_id)
    form = AskForm(circle, mine, request.GET if "payee" in request.GET else None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else None
    steps = int(Decimal(said["amount"]).scaleb(circle.decimals)) if said and said["amount"] else 0
    return render(request, "web/paper/ask_by_qr.html", {
        "circle": circle, "form": form, "said": said, "payee": mine.get(said["payee"]) if said else "",
        "amount": shown_amount(circle, steps) if steps else "",
        "link": _link(request, circle, said) if said else "",
        "picture": f"{reverse('circle-ask-svg', args=[circle.id])}?{urlencode(said)}" if said else "",
    }, status=422 if form.errors else 200)


@member_page
def ask_picture(request, circle_id):
    """The code as a picture."""
    circle, mine = _of(request, circle_id)
    form = AskForm(circle, mine, request.GET)
    if not form.is_valid():
        raise Http404
    return picture_of(_link(request, circle, form.cleaned_data))


def picture_of(text: str) -> HttpResponse:
    """A QR code as SVG, dark on white, with the quiet edge that cameras need."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff",
                                                  omitsize=True)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


def _link(request, circle, said) -> str:
    words = {name: said[name] for name in ("payee", "amount", "category") if said[name]}
    return request.build_absolute_uri(f"{PAY_ADDRESS.format(circle=circle.id)}?{urlencode(words)}")


def _of(request, circle_id):
    circle = with_unit(circle_for_members(request, circle_id))
    mine = mine_in(request, circle)
    if not mine:
        raise Http404
    return circle, mine
