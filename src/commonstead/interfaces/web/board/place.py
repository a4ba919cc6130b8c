"""Where I like to meet: a place of the town, so that the board can say what is near. Never a map, never a door. And
places that I may set right: those that I typed, or all, for whoever keeps a book."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.numbers import read_number
from commonstead.interfaces.web.wording import reason_of
from commonstead.town.circulation import board_commands as commands
from commonstead.town.circulation import board_queries as board


class PlaceForm(forms.Form):
    """A name, and once for the whole town where it lies."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.CharField(
            label=_("Where do you like to meet?"), max_length=60, required=False,
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
            help_text=_("A place that everybody knows, like “Market square”. Not your door. Leave it empty to have "
                        "none."))
        self.fields["position"] = forms.CharField(
            label=_("Where does it lie?"), max_length=60, required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
            help_text=_("Only for a place that the town does not know yet: latitude and longitude, as a map tells "
                        "them, like 52.37, 4.89. It is kept to about 500 metres."))

    def clean_position(self):
        """Latitude and longitude, or nothing."""
        text = self.cleaned_data["position"].replace(";", " ").replace(", ", " ").strip()
        if not text:
            return None
        parts = text.split() if " " in text else text.split(",")
        try:
            north, east = (read_number(part, least=Decimal(-180), most=Decimal(180)) for part in parts)
        except (Refused, ValueError):
            raise forms.ValidationError(
                _("Write latitude and longitude with a comma between, like 52.37, 4.89.")) from None
        return north, east

    def show_refusals(self, refused: Refused) -> None:
        """Each refusal at its field."""
        for one in refused.refusals:
            self.add_error(one.field if one.field in self.fields else None, reason_of(one))


class CorrectForm(PlaceForm):
    """The same of a place that stands; an empty position leaves it where it lies."""

    def __init__(self, known: bool, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, position = self.fields["place"], self.fields["position"]
        name.label, name.required = _("What is it called?"), True
        name.help_text = _("As people here call it. Notices there, and who likes to meet there, go along.")
        name.widget = forms.TextInput(attrs={"autocomplete": "off"})
        position.help_text = _(
            "The town knows where it lies. Write it only if that is wrong: latitude and longitude, as a map tells "
            "them, like 52.37, 4.89.") if known else _(
            "The town does not know it yet: latitude and longitude, as a map tells them, like 52.37, 4.89. It is kept "
            "to about 500 metres.")


@member_page
def place(request):
    """Say it, change it, forget it."""
    me = request.user.person_id
    now = board.meeting_place(me)
    form = PlaceForm(request.POST or None, initial={"place": now.name if now else ""})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.meet_at(me, commands.name_place(said["place"], said["position"], by=me) if said["place"] else "")
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("Noted. Only the board's distances use it; nobody else reads it.")
                             if said["place"] else _("Forgotten."))
            return redirect("board")
    return render(request, "web/board/place.html", {"form": form, "spots": board.places(),
                                                    "mine": board.places_to_correct(me)},
                  status=422 if form.errors else 200)


@member_page
def correct(request, place_id):
    """What a place is called and where it lies, set right for everybody."""
    me = request.user.person_id
    found = next((one for one in board.places_to_correct(me) if one.id == place_id), None)
    if found is None:
        raise Http404(_("There is no such place, or somebody else typed it."))
    form = CorrectForm(found.position is not None, request.POST or None, initial={"place": found.name})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.correct_place(place_id, name=said["place"], position=said["position"], by=me)
        except Refused as refused:
            form.show_refusals(refused)
        else:
            messages.success(request, _("Set right. Distances are told from there from now on."))
            return redirect("board-place")
    return render(request, "web/board/correct.html", {"form": form, "name": found.name},
                  status=422 if form.errors else 200)
