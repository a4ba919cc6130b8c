"""Coming in without a password: codes, the demo's residents, the beginning of a town, letting somebody in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonstead.core.livelihood import average_audit
from commonstead.town.boundary import queries as boundary
from commonstead.town.door import commands, models
from commonstead.town.livelihood import commands as livelihood
from commonstead.town.people import commands as people
from commonstead.town.people import queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def var_folder(settings, tmp_path):
    settings.VAR = tmp_path
    settings.DEMO = False


def person(name, household=None):
    return people.add_person(name=name, household=household or people.add_household(name=f"{name}'s home", size=1))


def logged_in(client) -> str | None:
    from django.contrib.auth import get_user

    class Request:
        session = client.session
    return getattr(get_user(Request), "person_id", None)


def come_in(code, client=None, **given):
    client = client or Client()
    return client, client.post(reverse("door-code"), {"code": code} | given)


def test_a_code_opens_once():
    ana = person("Ana")
    code = commands.hand_code_by_operator("Ana")
    client, answer = come_in(code.lower().replace("-", " "), next="/about")
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('door-keys')}?first=1&next=%2Fabout"
    assert logged_in(client) == ana
    again, answer = come_in(code)
    assert answer.status_code == 422
    assert logged_in(again) is None


def test_a_code_is_nowhere_in_the_database():
    person("Ana")
    code = commands.hand_code_by_operator("Ana").replace("-", "")
    row = models.LoginCode.objects.get()
    assert code not in row.digest
    assert len(row.digest) == 64


def test_a_new_code_replaces_the_old_one():
    person("Ana")
    old, new = commands.hand_code_by_operator("Ana"), commands.hand_code_by_operator("Ana")
    assert come_in(old)[1].status_code == 422
    assert come_in(new)[1].status_code == 302


def test_after_three_days_a_code_is_worth_nothing():
    person("Ana")
    code = commands.hand_code_by_operator("Ana")
    models.LoginCode.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert come_in(code)[1].status_code == 422


def test_ten_wrong_codes_close_the_door_for_that_address_alone():
    person("Ana")
    code = commands.hand_code_by_operator("Ana")
    for _ in range(10):
        assert "does not open the door" in come_in("WRONG-WRONG")[1].content.decode()
    assert "Too many wrong codes" in come_in(code)[1].content.decode()
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert come_in(code, other)[1].status_code == 302
    assert not models.Knock.objects.filter(who__contains="127.0.0.1").exists()


def test_the_way_on_never_leads_elsewhere():
    ana = person("Ana")
    client, answer = come_in(commands.hand_code_by_operator("Ana"), next="//evil.example")
    assert client.get(answer["Location"]).context["onward"] == "/"
    models.Passkey.objects.create(
        user_id=people.make_login(ana), credential="c", data=b"", name="-", made=timezone.now())
    for place in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert come_in(commands.hand_code_by_operator("Ana"), next=place)[1]["Location"] == "/"
    assert come_in(commands.hand_code_by_operator("Ana"), next="/about")[1]["Location"] == "/about"


def test_a_session_of_whoever_sat_here_before_is_gone():
    ana, ben = person("Ana"), person("Ben")
    client, _ = come_in(commands.hand_code_by_operator("Ana"))
    assert logged_in(client) == ana
    session = client.session
    session["left"] = "behind"
    session.save()
    old = client.session.session_key
    come_in(commands.hand_code_by_operator("Ben"), client)
    assert logged_in(client) == ben
    assert client.session.session_key != old
    assert "left" not in client.session


def test_signing_out_asks_by_link_and_happens_by_button():
    ana = person("Ana")
    client, _ = come_in(commands.hand_code_by_operator("Ana"))
    client.get(reverse("leave"))
    assert logged_in(client) == ana
    client.post(reverse("leave"))
    assert logged_in(client) is None


def test_forms_need_their_token():
    strict = Client(enforce_csrf_checks=True)
    for name in ("door-code", "door-resident", "door-passkey-begin", "door-passkey-complete", "leave"):
        assert strict.post(reverse(name), {}).status_code == 403


def test_residents_are_offered_in_the_demo_and_nowhere_else(settings):
    ana = person("Ana")
    child = person("Kim")
    people.make_login(ana)
    client = Client()
    assert client.post(reverse("door-resident"), {"person": ana}).status_code == 404
    settings.DEMO = True
    page = client.get(reverse("door")).content.decode()
    assert "Be Ana" in page
    assert "Be Kim" not in page
    assert client.post(reverse("door-resident"), {"person": child}).status_code == 404
    assert client.post(reverse("door-resident"), {"person": ana}).status_code == 302
    assert logged_in(client) == ana


def test_the_first_household_begins_an_empty_town_with_the_key(tmp_path):
    key = commands.setup_key()
    assert (tmp_path / "setup-key").stat().st_mode & 0o777 == 0o600
    client = Client()
    assert client.get(reverse("door-begin")).status_code == 403
    assert client.get(reverse("door-begin"), {"key": "guess"}).status_code == 403
    assert client.get(reverse("door-begin"), {"key": key}).status_code == 200
    given = {"key": key, "town": "Millbrook", "language": "es", "currency": "EUR", "person": "Ana",
             "household": "Elm Street 4", "size": "3"}
    assert client.post(reverse("door-begin"), given | {"key": "guess"}).status_code == 403
    assert client.post(reverse("door-begin"), given | {"person": ""}).status_code == 422
    assert client.post(reverse("door-begin"), given).status_code == 302
    ana = logged_in(client)
    assert queries.agent(ana).name == "Ana"
    assert queries.agent(queries.household_of(ana)).size == 3
    assert (boundary.frame().name, boundary.frame().currency) == ("Millbrook", "EUR")
    assert commands.setup_key() is None
    assert not (tmp_path / "setup-key").exists()
    assert Client().post(reverse("door-begin"), given).status_code == 403
    assert len(queries.agents(nature="household")) == 1


def test_one_lets_in_ones_household_and_wards_and_those_whose_home_is_not_in_yet():
    home = people.add_household(name="Elm", size=2)
    ana, bo, ward = person("Ana", home), person("Bo", home), person("Wim")
    people.set_guardian(ward, ana)
    neighbour, stranger = person("Nora"), person("Stan")
    client, _ = come_in(commands.hand_code_by_operator("Ana"))
    come_in(commands.hand_code_by_operator("Nora"))
    for someone in (ana, bo, ward, stranger):
        answer = client.post(reverse("door-let-in"), {"person": someone})
        assert answer.status_code == 200
        assert come_in(answer.context["code"])[1].status_code == 302
    refused = client.post(reverse("door-let-in"), {"person": neighbour})
    assert refused.status_code == 422
    assert "code lets its holder be that person" in refused.content.decode()
    assert client.post(reverse("door-let-in"), {"name": "Nobody"}).status_code == 422


def test_nobody_can_be_let_in_to_a_home_whose_audit_they_could_then_read():
    home = people.add_household(name="Elm", size=2)
    person("Ana", home)
    grandmother = person("Gran", home)
    come_in(commands.hand_code_by_operator("Ana"))
    outsider = person("Otto")
    client, _ = come_in(commands.hand_code_by_operator("Otto"))
    assert outsider
    assert client.post(reverse("door-let-in"), {"person": grandmother}).status_code == 422


def write_audit(someone):
    livelihood.save_draft(queries.household_of(someone), average_audit([], 1, "single"), by=someone)


def test_no_code_from_elsewhere_opens_an_audit_though_nobody_of_that_home_ever_came_in():
    nora, wim, otto = person("Nora"), person("Wim"), person("Otto")
    people.set_guardian(wim, otto)
    write_audit(nora)
    write_audit(wim)
    client, _ = come_in(commands.hand_code_by_operator("Otto"))
    for someone in (nora, wim):
        refused = client.post(reverse("door-let-in"), {"person": someone})
        assert refused.status_code == 422
        assert "Their household has an audit" in refused.content.decode()
    assert not models.LoginCode.objects.exists()
    inside, answer = come_in(commands.hand_code_by_operator("Nora"))
    assert answer.status_code == 302
    assert logged_in(inside) == nora


def test_a_code_on_its_way_is_not_put_out_of_use_by_somebody_else():
    ana, bo = person("Ana"), person("Bo")
    person("Otto")
    client, _ = come_in(commands.hand_code_by_operator("Otto"))
    waiting = commands.hand_code_by_operator("Ana")
    refused = client.post(reverse("door-let-in"), {"person": ana})
    assert refused.status_code == 422
    assert "was handed a code already" in refused.content.decode()
    assert come_in(waiting)[1].status_code == 302
    assert client.post(reverse("door-let-in"), {"person": bo}).status_code == 200
    lost = client.post(reverse("door-let-in"), {"person": bo})  # the slip was lost: who made it can make another
    assert come_in(lost.context["code"])[1].status_code == 302


def test_a_code_from_elsewhere_is_worth_nothing_once_the_household_is_in():
    home = people.add_household(name="Elm", size=2)
    ana, bo = person("Ana", home), person("Bo", home)
    otto = person("Otto")
    kept = commands.hand_code(bo, by=otto)
    come_in(commands.hand_code_by_operator("Ana"))
    write_audit(ana)
    client, answer = come_in(kept)
    assert answer.status_code == 422
    assert "Since this code was made" in answer.content.decode()
    assert logged_in(client) is None
    assert come_in(commands.hand_code(bo, by=ana))[1].status_code == 302


def test_who_came_in_learns_by_whom_the_code_was_made():
    home = people.add_household(name="Elm", size=2)
    person("Ana", home)
    bo = person("Bo", home)
    client, _ = come_in(commands.hand_code_by_operator("Ana"))
    code = client.post(reverse("door-let-in"), {"person": bo}).context["code"]
    theirs, answer = come_in(code)
    assert "The code was made by Ana" in theirs.get(answer["Location"]).content.decode()


def test_a_town_without_people_says_how_to_begin():
    assert "This town has not begun yet" in Client().get(reverse("door")).content.decode()
    livelihood.drop_averages()  # nothing else is needed for that page
