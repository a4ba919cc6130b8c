"""Open books, pots and how a circle goes: for their own members, with reasons, and wrong input told apart."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonstead.core.circulation.terms import usual_terms
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.web.tests.conftest import ana, bea, client_of, town  # noqa: F401
from commonstead.town.circulation import commands as circulation
from commonstead.town.ledger import assertions, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def worked(town):  # noqa: F811
    """Bea joins the garden; both worked there; the garden has money and a little bread."""
    people.join(town.bea, town.garden)
    for number, (who, hours) in enumerate(((town.ana, 5_00), (town.bea, 15_00))):
        ledger.record_event(Flow(Action.WORK, who, town.garden, "baking", timezone.now() - timedelta(minutes=2), who,
                                 f"w{number}", effort=hours))
    for thing, amount in (("usd", 400_00), ("bread", 7_000)):
        ledger.record_event(Flow(Action.RAISE, town.garden, town.garden, thing, timezone.now() - timedelta(minutes=1),
                                 town.ana, f"raise {thing}", quantity=amount))
    return town


def test_books_are_open_to_members_and_closed_to_others(town, ana, bea):  # noqa: F811
    for name in ("open-books", "open-books-csv", "shares"):
        assert ana.get(reverse(name, args=[town.garden])).status_code == 200
        assert bea.get(reverse(name, args=[town.garden])).status_code == 404
    assert ana.get(reverse("open-books", args=[town.home])).status_code == 404


def test_all_of_it_shows_what_a_year_is_too_short_for(worked, ana):  # noqa: F811
    long_ago = timezone.now() - timedelta(days=800)
    ledger.record_event(Flow(Action.RAISE, worked.garden, worked.garden, "flour", long_ago, worked.ana, "old",
                             quantity=5_000))
    address = reverse("open-books", args=[worked.garden])
    row = "counted more"
    assert text(ana.get(address, {"months": "0"})).count(row) == text(ana.get(address)).count(row) + 1


def test_an_empty_book_says_so(db, town, ana):  # noqa: F811
    empty = people.add_association(name="New Field", kind="garden", founder=town.ana)
    page = text(ana.get(reverse("open-books", args=[empty])))
    assert "Nothing in this time." in page and "Nothing is promised" in page


def test_what_is_held_worked_and_counted(worked, ana):  # noqa: F811
    page = text(ana.get(reverse("open-books", args=[worked.garden])))
    assert "$400" in page and "Bea Stone" in page and "20\u00a0h" in page
    ana.post(reverse("open-books-count", args=[worked.garden]), {"thing": "bread", "amount": "6,5"})
    held = assertions.assertions(worked.garden)[0]
    assert (held.amount, held.difference) == (6_500, queries.stock_of(worked.garden, "bread") * -1 + 6_500)
    assert "less than written" in text(ana.get(reverse("open-books", args=[worked.garden])))


def test_money_is_called_money_wherever_it_is_promised_held_or_written_down(worked, ana):  # noqa: F811
    ledger.add_specification("usd", name="USD", unit="USD", sort="money")
    ledger.commit_to(action=Action.TRANSFER, specification="usd", provider=worked.garden, receiver=worked.bea,
                     quantity=25_00, mode=Mode.SALE)
    page = text(ana.get(reverse("open-books", args=[worked.garden])))
    promised = page.partition('id="promised"')[2].partition("</section>")[0]
    assert ">Money<" in promised and "$25" in promised and "USD" not in promised
    till = next(one.id for one in queries.resources_of(worked.garden) if one.specification == "usd")
    for address in (reverse("association-part", args=[worked.garden, "stocks"]),
                    reverse("association-part", args=[worked.garden, "book"]), reverse("resource", args=[till])):
        said = text(ana.get(address))
        assert "Money" in said and ">USD" not in said, address


@pytest.mark.parametrize("thing, amount", [("bread", "much"), ("gold", "1"), ("bread", "1.23456"), ("", "")])
def test_what_cannot_be_counted_is_refused_and_not_kept(worked, ana, thing, amount):  # noqa: F811
    response = ana.post(reverse("open-books-count", args=[worked.garden]), {"thing": thing, "amount": amount},
                        follow=True)
    assert 'role="alert"' in text(response)
    assert not assertions.assertions(worked.garden)


def pot(**words):
    today = timezone.localdate()
    return {"pot": "100", "circle": "", "rule": "hours", "since": (today - timedelta(days=9)).isoformat(),
            "until": today.isoformat()} | words


def test_a_pot_is_seen_asked_agreed_and_paid(worked, ana, bea):  # noqa: F811
    seen = text(ana.get(reverse("shares", args=[worked.garden]), pot(look="1")))
    assert "$75" in seen and "$25" in seen
    for _twice in range(2):
        ana.post(reverse("shares-ask", args=[worked.garden]), pot())
    page = text(bea.get(reverse("shares", args=[worked.garden])))
    assert page.count("I agree, pay it") == 1
    assert "I agree, pay it" not in text(ana.get(reverse("shares", args=[worked.garden])))
    assert "a pot is to be shared out" in text(bea.get("/")) and "a pot is to be" not in text(ana.get("/"))
    one = page.split("/shares/")[1].split("/")[0]
    bea.post(reverse("shares-answer", args=[one, "agree"]), {"association": worked.garden})
    assert queries.stock_of(worked.bea, "usd") == 75_00
    assert "Bea Stone agreed." in text(bea.get(reverse("shares", args=[worked.garden])))


@pytest.mark.parametrize("words", [{"pot": "none"}, {"pot": "0"}, {"pot": "1.234"}, {"since": "2999-01-01"},
                                   {"rule": "by size"}, {"since": "soon"}])
def test_a_pot_that_cannot_be_is_refused(worked, ana, words):  # noqa: F811
    ana.post(reverse("shares-ask", args=[worked.garden]), pot(**words))
    assert "waits for somebody" not in text(ana.get(reverse("shares", args=[worked.garden])))


def test_only_the_worker_says_how_hard_it_was(worked, ana, bea):  # noqa: F811
    mine = next(event for event in queries.events(agent=worked.bea) if event.action == "work")
    refused = ana.post(reverse("work-intensity", args=[mine.id]), {"percent": "50"}, follow=True)
    assert 'role="alert"' in text(refused)
    bea.post(reverse("work-intensity", args=[mine.id]), {"percent": "200"})
    assert 'value="200"' in text(bea.get(reverse("shares", args=[worked.garden])))


def test_how_a_circle_goes_is_for_those_in_it(town, ana, bea):  # noqa: F811
    hub = people.add_association(name="Exchange", kind="exchange_circle", founder=town.ana)
    circle = circulation.open_circle(hub, name="Hours", sort="time", by=town.ana)
    address = reverse("circle-care", args=[circle])
    assert bea.get(address).status_code == 404
    empty = text(ana.get(address))
    assert "Nothing was paid" in empty and "nobody is stuck" not in empty
    circulation.join_circle(circle, town.bea, by=town.bea)
    circulation.join_circle(circle, town.ana, by=town.ana)
    circulation.pay(circle, circulation.Slip(town.bea, town.ana, 2_00, "one", category="Mending"), by=town.bea)
    page = text(bea.get(address))
    assert "Paid in all" in page and "2\u00a0h" in page and "Mending from Ana Rivera, as before" in page
    assert "You could ask for" in page and "Bea Stone could ask for" not in page
    assert address in text(ana.get(reverse("open-books", args=[hub])))


def test_one_payment_after_a_long_pause_does_not_make_the_circle_look_idle(town, ana):  # noqa: F811
    hub = people.add_association(name="Exchange", kind="exchange_circle", founder=town.ana)
    circle = circulation.open_circle(hub, name="Hours", sort="time", by=town.ana)
    for member in (town.ana, town.bea):
        circulation.join_circle(circle, member, by=member)
    address, today = reverse("circle-care", args=[circle]), timezone.now()

    def pay(payer, payee, days_ago):
        circulation.pay(circle, circulation.Slip(payer, payee, 1_00, f"{days_ago}", at=today - timedelta(days=days_ago),
                                                 category="Mending"), by=payer)

    for number in range(4):
        pay(*((town.ana, town.bea) if number % 2 else (town.bea, town.ana)), 900 + 7 * number)
    before = text(ana.get(address))
    assert "4\u00a0h" in before and "In between" not in before
    pay(town.ana, town.bea, 0)
    after = text(ana.get(address))
    assert "5\u00a0h" in after and "Gave and took nothing" not in after and "Took and gave nothing" not in after
    assert "That counts as a month." in after and "everybody gives and takes" in after
    pay(town.bea, town.ana, 450)
    assert "2 times in between nothing was paid" in text(ana.get(address))


def test_where_balances_are_closed_nothing_of_others_is_given_away(town, ana, bea):  # noqa: F811
    hub = people.add_association(name="Exchange", kind="exchange_circle", founder=town.ana)
    circle = circulation.open_circle(hub, name="Hours", sort="time", by=town.ana,
                                     terms=replace(usual_terms("time", 100), balances_open=False))
    for member in (town.ana, town.bea):
        circulation.join_circle(circle, member, by=member)
    circulation.pay(circle, circulation.Slip(town.ana, town.bea, 2_00, "one", category="Mending"), by=town.ana)
    address = reverse("circle-care", args=[circle])
    hers, his = text(bea.get(address)), text(ana.get(address))
    assert "Worth talking about" not in hers and "By Bea Stone" not in hers and "Paid in all" in hers
    assert "from Ana Rivera" not in hers
    assert "By Bea Stone" in his and "Took and gave nothing" in his and "Mending from Bea Stone, as before" in his


def test_where_there_is_nothing_to_share_out_of_the_page_says_so(db):
    keeper = people.add_person(name="Ana Rivera")
    hall = people.add_association(name="Hall", kind="kitchen", founder=keeper)
    client = client_of(keeper)
    page = text(client.get(reverse("shares", args=[hall])))
    assert "There is nothing to share out of yet" in page and 'name="pot"' not in page
    said = {"look": "1", "pot": "5", "circle": "", "rule": "equal", "since": "2026-01-01", "until": "2026-02-01"}
    assert client.get(reverse("shares", args=[hall]), said).status_code == 200
    assert client.post(reverse("shares-ask", args=[hall]), said).status_code == 302
