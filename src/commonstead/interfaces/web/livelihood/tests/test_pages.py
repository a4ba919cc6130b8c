"""The audit in the browser, without JavaScript: begin, change, stop, come back, see the result, delete."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from commonstead.town.door import commands as door
from commonstead.town.ledger import commands as ledger
from commonstead.town.livelihood import commands, models, queries
from commonstead.town.people import commands as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    people.ensure_outside()
    for slug, name, unit, need_class, price in (
            ("bread", "Wheat bread", "kg", "food", 4), ("jam", "Jam", "kg", "food", 6),
            ("honey", "Honey", "kg", "food", 9), ("child-care", "Child care", "h", "care", None)):
        numbers = {"buy": {"value": price, "estimate": "test"}} if price else {}
        ledger.add_specification(slug, name=name, unit=unit, need_class=need_class, numbers=numbers)
    commands.set_class("food", "Food", 1)
    commands.set_class("care", "Care", 2)
    commands.set_average("bread", "food", per_person="5", met=[("sale", "0.8"), ("own", "0.2")], hours="5")
    commands.set_average("jam", "food", per_household="1", met=[("sale", "0.5"), ("own", "0.2"), ("gift", "0.3")])
    commands.set_average("child-care", "care", per_household="30", met=[("own", "1")], hours="30")


def member(name="Ana", household=None):
    home = household or people.add_household(name=f"{name}'s home", size=2)
    person = people.add_person(name=name, household=home)
    client = Client()
    client.force_login(door.user_of(person))
    return client, home, person


@pytest.fixture
def ana(town):
    return member()


def begin(client, **given):
    return client.post(reverse("livelihood"), {"size": "2", "type": "couple", "waged_hours": "160"} | given)


def audit(ana):
    _client, home, person = ana
    return queries.audit_of(home, viewer=person).audit


FOOD = {"bread.amount": "12", "bread.mode": "own", "bread.hours": "8", "bread.part.0.mode": "sale",
        "bread.part.0.share": "25", "bread.by": "", "bread.kind": "", "bread.cash": ""}


def test_a_visitor_is_sent_to_the_door_and_back(town):
    answer = Client().get(reverse("livelihood"))
    assert answer.status_code == 302
    assert answer["Location"] == "/door/?next=%2Flivelihood%2F"


def test_the_first_page_promises_privacy_and_asks_who_lives_here(ana):
    page = ana[0].get(reverse("livelihood")).content.decode()
    assert "Only your household can read this" in page
    assert 'name="size"' in page


def test_beginning_takes_the_average_and_leads_to_the_first_step(ana):
    answer = begin(ana[0])
    assert answer["Location"] == reverse("livelihood-step", args=["food"])
    assert audit(ana).entry("bread").amount == 10
    assert audit(ana).waged_hours == 160
    page = ana[0].get(answer["Location"]).content.decode()
    assert "Wheat bread" in page
    assert 'value="10"' in page


def test_a_step_left_as_it_is_keeps_every_way_and_counts_as_looked_at(ana):
    begin(ana[0])
    before = audit(ana)
    page = ana[0].get(reverse("livelihood-step", args=["food"]))
    sent = {}
    for need in page.context["needs"]:
        sent |= {f"{need.id}.amount": need.amount, f"{need.id}.mode": need.mode, f"{need.id}.hours": need.hours}
        for place, mode, share, _error in need.part_lines:
            sent |= {f"{need.id}.part.{place}.mode": mode, f"{need.id}.part.{place}.share": share}
    answer = ana[0].post(reverse("livelihood-step", args=["food"]), sent | {"then": "next"})
    assert answer["Location"] == reverse("livelihood-step", args=["care"])
    assert audit(ana).entries == before.entries
    assert audit(ana).steps == ("food",)


def test_what_differs_is_kept(ana):
    begin(ana[0])
    ana[0].post(reverse("livelihood-step", args=["food"]), FOOD | {"then": "stop"})
    bread = audit(ana).entry("bread")
    assert {way.mode: (way.amount, way.hours) for way in bread.ways} == {"own": (9, 8), "sale": (3, 0)}
    assert audit(ana).entry("jam").amount == 1


def test_stopping_half_done_and_coming_back(ana):
    begin(ana[0])
    answer = ana[0].post(reverse("livelihood-step", args=["food"]), FOOD | {"then": "stop"})
    assert answer["Location"] == reverse("livelihood")
    page = ana[0].get(reverse("livelihood"))
    assert page.context["looked_at"] == 1
    assert page.context["onward"] == reverse("livelihood-step", args=["care"])
    assert not models.Audit.objects.get().done
    ana[0].post(reverse("livelihood-step", args=["care"]), {"then": "next"})
    assert models.Audit.objects.get().done


def test_a_corrected_size_changes_only_what_was_not_looked_at(ana):
    begin(ana[0])
    ana[0].post(reverse("livelihood-step", args=["care"]), {"child-care.amount": "7", "child-care.mode": "own"})
    begin(ana[0], size="4", type="family")
    assert audit(ana).entry("bread").amount == 20
    assert audit(ana).entry("child-care").amount == 7


@pytest.mark.parametrize(("field", "value", "said"), [
    ("bread.amount", "lots", "is not a number"),
    ("bread.amount", "-2", "Write a number from 0"),
    ("bread.mode", "stolen", "Choose one of the ways"),
    ("bread.kind", "illegal", "Choose one of the places"),
    ("bread.part.0.share", "120", "Write a number from 0 to 100"),
    ("bread.part.0.mode", "own", "Choose a way that does not stand here yet"),
    ("bread.hours", "x", "is not a number"),
])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(ana, field, value, said):
    begin(ana[0])
    before = audit(ana)
    answer = ana[0].post(reverse("livelihood-step", args=["food"]), FOOD | {field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "Not saved yet" in page
    assert audit(ana) == before


def test_a_missing_need_can_be_added(ana):
    begin(ana[0])
    answer = ana[0].post(reverse("livelihood-step", args=["food"]), {
        "added": "honey", "added.amount": "0,5", "added.mode": "gift", "then": "next"})
    assert answer["Location"] == reverse("livelihood-step", args=["food"])
    assert audit(ana).entry("honey").amount == Decimal("0.5")
    assert audit(ana).entry("honey").ways[0].mode == "gift"


def test_the_smaller_needs_of_a_class_wait_until_they_are_asked_for(ana):
    for number in range(8):
        ledger.add_specification(f"spice-{number}", name=f"Spice {number}", unit="g", need_class="food")
        commands.set_average(f"spice-{number}", "food", per_household=str(number + 1))
    begin(ana[0])
    first = ana[0].get(reverse("livelihood-step", args=["food"]))
    assert [need.id for need in first.context["needs"]][:2] == ["bread", "jam"]  # 40 and 6 at the shop's price
    assert (len(first.context["needs"]), first.context["smaller"]) == (6, 4)
    answer = ana[0].post(reverse("livelihood-step", args=["food"]), FOOD | {"then": "all"})
    assert audit(ana).entry("bread").amount == 12
    everything = ana[0].get(answer["Location"])
    assert (len(everything.context["needs"]), everything.context["smaller"]) == (10, 0)
    ana[0].post(answer["Location"], {"spice-0.amount": "99", "spice-0.mode": "gift", "then": "next"})
    assert audit(ana).entry("spice-0").amount == 99
    assert audit(ana).entry("bread").amount == 12


def test_the_result_shows_the_iceberg_with_its_table(ana):
    begin(ana[0])
    ana[0].post(reverse("livelihood-step", args=["food"]), FOOD)
    answer = ana[0].get(reverse("livelihood-result"))
    page = answer.content.decode()
    # bread 9 kg own at 4.00 = 36 and 0.5 kg jam not bought at 6.00 = 3 of 51 + 3
    assert answer.context["by_value"] == (Decimal(36) + 3) / (48 + 6)
    assert answer.context["by_hours"] == Decimal(38) / (160 + 38)
    assert "<svg" in page
    assert "Made and done ourselves" in page
    assert "You already make or do most of your wheat bread" in page


def test_every_label_of_the_icebergs_lies_inside_its_picture(ana):
    begin(ana[0])
    page = ana[0].get(reverse("livelihood-result")).content.decode()
    pictures = re.findall(r'<svg viewBox="0 0 (\d+) (\d+)" role="img".*?</svg>', page, re.S)
    assert len(pictures) == 4  # by hours and by price, wide and narrow
    for picture in re.finditer(r'<svg viewBox="0 0 \d+ (\d+)" role="img".*?</svg>', page, re.S):
        heights = [float(y) for y in re.findall(r'<text x="[^"]+" y="([^"]+)"', picture[0])]
        assert heights
        assert all(8 <= y <= float(picture[1]) for y in heights), (heights, picture[1])


def test_consent_is_asked_and_can_be_taken_back(ana):
    begin(ana[0])
    assert queries.audit_of(ana[1], viewer=ana[2]).counted_in is False
    ana[0].post(reverse("livelihood-count-in"), {"counted_in": "yes"})
    assert queries.audit_of(ana[1], viewer=ana[2]).counted_in is True
    assert "Count us out" in ana[0].get(reverse("livelihood-result")).content.decode()
    ana[0].post(reverse("livelihood-count-in"), {"counted_in": "no"})
    assert queries.audit_of(ana[1], viewer=ana[2]).counted_in is False


def test_copies_can_be_taken(ana):
    begin(ana[0])
    answer = ana[0].get(reverse("livelihood-json"))
    assert answer.json()["format"] == "commonstead-audit/1"
    assert "attachment" in answer["Content-Disposition"]
    assert ana[0].get(reverse("livelihood-csv")).content.decode().startswith("class,good,mode")


def test_deleting_asks_once_and_is_final(ana):
    begin(ana[0])
    assert "Delete it all?" in ana[0].get(reverse("livelihood-delete")).content.decode()
    assert models.Audit.objects.count() == 1
    assert "Nothing of your audit is in the town" in ana[0].post(reverse("livelihood-delete")).content.decode()
    assert models.Audit.objects.count() == 0


def test_each_household_sees_its_own_alone(ana):
    begin(ana[0])
    ana[0].post(reverse("livelihood-step", args=["food"]), FOOD)
    other = member("Ben")
    assert 'name="size"' in other[0].get(reverse("livelihood")).content.decode()
    assert other[0].get(reverse("livelihood-json")).json() == {}
    assert other[0].get(reverse("livelihood-result")).status_code == 302
    housemate = member("Bo", household=ana[1])
    assert housemate[0].get(reverse("livelihood-json")).json()["entries"][0]["good"] == "bread"


def test_somebody_without_a_household_is_told_so(town):
    client = Client()
    client.force_login(door.user_of(people.add_person(name="Nomad")))
    assert client.get(reverse("livelihood")).status_code == 404


def test_pages_are_never_kept_by_a_browser(ana):
    begin(ana[0])
    for name in ("livelihood", "livelihood-result", "livelihood-json", "livelihood-csv", "livelihood-delete"):
        assert "no-store" in ana[0].get(reverse(name))["Cache-Control"]
