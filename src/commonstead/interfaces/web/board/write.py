"""Write an offer or a need: one short form, and it stands on the board."""

from __future__ import annotations

import secrets
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.by_name import Things, agents_i_act_for, thing_field
from commonstead.interfaces.web.forms.record import number_text
from commonstead.town.circulation import board_commands as commands
from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation import queries as circulation
from commonstead.town.circulation.photos import LARGEST_FILE, clean_photo
from commonstead.town.people import queries as people

from .told import RETURNS

FIELD_OF = {"specification": "what", "quantity": "amount", "circle": "returns"}


class NoticeForm(forms.Form):
    """What, how much, for what in return, until when, where; a photo if one likes."""

    def __init__(self, person_id: str, data=None, files=None, initial=None):
        super().__init__(data, files, initial=initial)
        self.person_id, self.things = person_id, Things()
        books = people.may_book_for(person_id)
        self.circles = {view.id: view for holder in books for view in circulation.circles(holder=holder)}
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is it?"), widget=forms.RadioSelect, initial="offer",
            choices=[("offer", _("I offer something")), ("need", _("I need something"))])
        self.fields["who"] = forms.ChoiceField(label=_("For whom?"), choices=agents_i_act_for(person_id))
        self.fields["what"] = thing_field(_("What?"), _("Choose from the list, or write the name of a service that is "
                                                        "not in it, like “Piano lessons”."))
        self.fields["counted"] = forms.ChoiceField(
            label=_("A new service is counted in"), widget=forms.RadioSelect, initial="each",
            choices=[("each", _("times")), ("h", _("hours"))])
        self.fields["amount"] = number_text(_("How much?"), _("In the unit that the list shows, or in times or hours."))
        counted = frozenset(f"circle:{view.id}" for view in self.circles.values() if view.unit)
        self.fields["returns"] = forms.ChoiceField(label=_("For what in return?"), widget=_Returns(counted), choices=[
            *((key, wording_of_return(key)) for key in ("gift", "barter", "share")),
            *((f"circle:{view.id}", _("in %(circle)s") % {"circle": view.name}) for view in self.circles.values())])
        if counted:
            self.fields["asks"] = number_text(_("How much in the circle?"), _("Leave it empty to settle it together."),
                                              required=False)
        self.fields["expires"] = forms.DateField(
            label=_("Until when?"), initial=lambda: timezone.localdate() + timedelta(days=commands.USUAL_DAYS),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"],
            help_text=_("Three months, so that what stands on the board is still meant. A week before, you are asked "
                        "whether it shall stay."))
        self.fields["place"] = forms.CharField(
            label=_("About where?"), max_length=60, required=False,
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
            help_text=_("A place that everybody knows, not your door."))
        self.fields["note"] = forms.CharField(label=_("In your own words"), max_length=500, required=False,
                                              widget=forms.Textarea(attrs={"rows": 3}))
        self.fields["photo"] = forms.FileField(
            label=_("A photo"), required=False,
            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            help_text=_("If you like. Where and when it was taken is removed, and only members see it."))
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, max_length=64, initial=lambda: f"web-{secrets.token_hex(12)}")

    def draft(self) -> commands.Draft:
        """What the fields say. Raises Refused where one cannot be read."""
        said = self.cleaned_data
        spec = self.things.named(said["what"])
        unit = spec.unit if spec else said["counted"]
        amount = self.things.units.to_int(said["amount"], unit)
        photo = self._photo(said.get("photo"))
        circle = said["returns"].removeprefix("circle:") if said["returns"].startswith("circle:") else ""
        return commands.Draft(
            said["who"], said["kind"] == "offer", spec.id if spec else commands.name_service(said["what"], unit),
            amount, returns="circle" if circle else said["returns"], circle=circle, asks=self._asks(circle),
            place=commands.name_place(said["place"], by=self.person_id) if said["place"].strip() else "",
            expires=said["expires"], note=said["note"], photo=photo)

    def _asks(self, circle_id: str) -> int | None:
        circle = self.circles.get(circle_id)
        text = self.cleaned_data.get("asks", "")
        if circle is None or not circle.unit or not text:
            return None
        try:
            steps = Decimal(text).scaleb(circle.decimals)
        except InvalidOperation:
            steps = None
        if steps is None or not steps.is_finite() or steps != steps.to_integral_value() or abs(steps) > 10**15:
            raise Refused(Refusal("web.no_amount", gettext_noop("Write an amount with at most {decimals} decimals."),
                                  {"decimals": circle.decimals}, field="asks"))
        return int(steps)

    @staticmethod
    def _photo(upload):
        if not upload:
            return None
        return clean_photo(upload.read(LARGEST_FILE + 1))

    def show_refusals(self, refused: Refused) -> None:
        """Each refusal at its field."""
        for one in refused.refusals:
            name = FIELD_OF.get(one.field, one.field)
            if one.field in ("amount", "unit"):
                name = "amount"
            self.add_error(name if name in self.fields else None, wording.reason_of(one))


class _Returns(forms.Select):
    """Marks the choices in which something is counted: the page asks how much only while one of them is chosen."""

    def __init__(self, counted: frozenset[str]):
        super().__init__()
        self.counted = counted

    def create_option(self, name, value, *rest, **more):
        option = super().create_option(name, value, *rest, **more)
        if value in self.counted:
            option["attrs"]["data-counts"] = "yes"
        return option


def wording_of_return(key: str) -> str:
    """What is hoped for, as a choice."""
    return str(RETURNS[key]).capitalize()


@member_page
def write(request):
    """The form, and the notice."""
    me = request.user.person_id
    if request.method != "POST":
        here = board.meeting_place(me)
        known = {"kind": request.GET.get("kind", ""), "what": request.GET.get("what", "")[:60],
                 "place": here.name if here else ""}
        return _show(request, NoticeForm(me, initial={key: value for key, value in known.items() if value}))
    form = NoticeForm(me, request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():  # a service or place named on the way stays only if the notice does
                written = commands.write_notice(form.draft(), by=me, key=form.cleaned_data["key"])
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("It stands on the board."))
            return redirect("board-notice", written)
    return _show(request, form)


def _show(request, form: NoticeForm):
    return render(request, "web/board/write.html", {
        "form": form, "things": form.things.suggestions(), "spots": board.places()},
        status=422 if form.errors else 200)
