"""How a town grows from its first household on: begin an association, name a thing, pledge hours, take somebody in."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.beginning import AssociationForm, NeedForm, PledgeForm, TakeInForm, ThingForm
from commonstead.town import kinds
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import commands as livelihood_commands
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import seeds
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people


@member_page
def association(request):
    """Begin an association; its kind brings a charter, and offers recipes to the catalogue."""
    form = AssociationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                begun = people_commands.add_association(
                    name=said["name"], kind=said["kind"], purpose=said["purpose"], founder=request.user.person_id)
                _plant(kinds.get(said["kind"]).seed)
        except Refused as refused:
            _show(form, refused)
        else:
            messages.success(request, _("Begun. You keep its book; what such an association often makes stands in the "
                                        "catalogue now, for you to take up or to leave."))
            return redirect("association", begun)
    return _ask(request, form, _("Begin an association"), _("Anyone may. Its charter is a starting text that its "
                "members can talk over and change."), _("Begin"), reverse("associations"), _("Associations"))


def _plant(text: str) -> None:
    """What the kind offers to the catalogue, and the kinds of work that its recipes ask for, so that hours can be
    written down."""
    if not text:
        return
    seed = seeds.read_seed(text)
    seeds.plant(seed)
    known = {spec.id for spec in ledger.specifications()}
    for skill in sorted({skill for draft in seed.recipes for skill in draft.hours}):
        if not known & {skill, f"work-{skill}"}:
            ledger_commands.add_specification(
                f"work-{skill}", name=skill.replace("-", " ").capitalize(), unit="h", sort="work")


@member_page
def thing(request):
    """Name a thing that is not in the town's list yet."""
    form = ThingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ledger_commands.add_specification(said["id"], name=said["name"], unit=said["unit"], sort=said["sort"])
        except Refused as refused:
            _show(form, refused)
        else:
            messages.success(request, _("It is in the town's list now and can be written down."))
            return redirect("record")
    return _ask(request, form, _("Something new"), _("Name it once; then everybody in town can write it down."),
                _("Add it"), reverse("record"), _("Write down"))


@member_page
def need(request):
    """Something that the average household needs and that nobody has said yet. What stands stays as it is."""
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _set_need(form)
        except Refused as refused:
            _show(form, refused)
        else:
            messages.success(request, _("Noted. Each household can say in its own audit how it differs."))
            return redirect("needs")
    return _ask(request, form, _("Say what is needed"), _("What an average person here needs in a month. Audits begin "
                "from it, and the plan counts with it until households say otherwise."), _("Add it"), reverse("needs"),
                _("Needs and recipes"))


def _set_need(form: NeedForm) -> None:
    """The class, the need, and the price of the thing where one was given."""
    said = form.cleaned_data
    spec, slug = form.specifications[said["good"]], said["need_class"]
    if slug not in {step.slug for step in livelihood.steps()}:
        livelihood_commands.set_class(slug, str(form.classes[slug]), place=list(form.classes).index(slug))
    livelihood_commands.set_average(spec.id, slug, per_person=said["amount"], source=said["source"])
    numbers = dict(spec.numbers)
    if said.get("price"):
        numbers["buy"] = {"value": str(said["price"]), "source": said["source"]}
    ledger_commands.add_specification(spec.id, name=spec.name, unit=spec.unit, sort=spec.sort, need_class=slug,
                                      note=spec.note, source=spec.source, numbers=numbers)


@member_page
def pledge(request):
    """What I offer: hours and skills. The plan never counts on more than people said themselves."""
    me = request.user.person_id
    given = people.pledge_of(me)
    initial = {"hours": wording.number(given.hours_a_month), "skills": list(given.skills)} if given else None
    form = PledgeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        people_commands.set_pledge(me, hours_a_month=form.cleaned_data["hours"], skills=form.cleaned_data["skills"])
        messages.success(request, _("Noted. You can change it at any time."))
        return redirect("me")
    return _ask(request, form, _("What I offer"), _("Your own word, nobody else's. It helps the plan to know what is "
                "possible; it binds you to nothing."), _("Save"), reverse("me"), _("Me"))


@member_page
def take_in(request, agent_id):
    """Take somebody into an association whose book one keeps."""
    view = people.agent(agent_id)
    if view is None or view.nature != "association" or agent_id not in people.may_book_for(request.user.person_id):
        raise Http404(_("Whoever keeps its book takes people in."))
    form = TakeInForm(view, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            people_commands.join(said["member"], agent_id, role=said["role"])
        except Refused as refused:
            _show(form, refused)
        else:
            messages.success(request, _("%(who)s is in.") % {"who": people.names([said["member"]])[said["member"]]})
            return redirect("association", agent_id)
    return _ask(request, form, _("Take somebody in"), _("Ask them first. They can read the book from then on, "
                "and leave whenever they like."), _("Take in"), reverse("association", args=[agent_id]), view.name)


def _show(form, refused: Refused) -> None:
    """Each refusal at its field."""
    for refusal in refused.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, wording.reason_of(refusal))


def _ask(request, form, title: str, lead: str, button: str, up: str, kicker: str):
    return render(request, "web/pages/ask.html", {
        "form": form, "title": title, "lead": lead, "button": button, "up": up, "kicker": kicker},
        status=422 if form.errors else 200)
