"""Agreements without price: nothing stands before both say yes, promises come again, and both say if it is fair."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import barter_commands as barter
from commonstead.town.circulation import barter_queries as queries
from commonstead.town.circulation.barter_models import Barter
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as journal
from commonstead.town.ledger import verify
from commonstead.town.people import commands as people

pytestmark = pytest.mark.both_databases


@pytest.fixture
def things(town):
    ledger.add_specification("visit", name="Visit", unit="each", sort="service")
    ledger.add_specification("leaflet", name="Leaflet", unit="each")
    ledger.add_specification("work-printing", name="Printing", unit="h", sort="work")
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    return town


def ask(town, key="k1", first="hub", second="bo", promises=None, by="ana", **words) -> str:
    mine, theirs = getattr(town, first), getattr(town, second)
    return barter.ask_agreement(
        words.pop("name", "Visits and leaflets"), mine, theirs,
        promises or [barter.Promise(mine, "visit", 6_000), barter.Promise(theirs, "leaflet", 100_000, "")],
        by=getattr(town, by), key=key, **words)


def clause(step, *args, **words) -> str:
    with pytest.raises(Refused) as refused:
        step(*args, **words)
    return refused.value.refusals[0].clause


def test_nothing_is_promised_before_both_have_said_yes(things):
    asked = ask(things)
    assert ask(things) == asked, "sent twice, asked once"
    assert journal.commitments() == () and queries.agreement(asked).state == "asked"
    assert [view.id for view in queries.waiting_for_answer([things.bo])] == [asked]
    assert clause(barter.agree_to, asked, by=things.eva) == "circles.not_yours"
    assert clause(barter.agree_to, asked, by=things.ana) == "circles.not_yours", "nobody says yes for the other"
    barter.agree_to(asked, by=things.bo)
    barter.agree_to(asked, by=things.bo)
    promised = journal.commitments()
    assert len(promised) == 2 and {one.mode for one in promised} == {Mode.BARTER}
    assert queries.agreement(asked).begins == timezone.localdate()
    assert clause(barter.decline, asked, by=things.bo) == "barter.answered"


def test_what_flows_is_told_beside_each_promise_and_taken_back_entries_do_not_count(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    visit = queries.agreement(asked).terms[0]
    first = barter.deliver(asked, visit.id, amount=2_000, day=timezone.localdate(), by=things.ana, key="d1")
    assert barter.deliver(asked, visit.id, amount=2_000, day=timezone.localdate(), by=things.ana, key="d1") == first
    barter.deliver(asked, visit.id, amount=1_000, day=timezone.localdate(), by=things.bo, key="d2")
    view = queries.agreement(asked)
    assert view.terms[0].kept.in_all == 3_000 and view.terms[0].kept.due == 0 and view.terms[1].kept.in_all == 0
    assert {event.mode for event in view.events} == {Mode.BARTER} and len(view.events) == 2
    assert {one.fulfilled_quantity for one in journal.commitments(things.bo)} == {0, 3_000}
    ledger.reverse_event(first, reason="It was another day", booked_by=things.ana, idempotency_key="r1")
    assert queries.agreement(asked).terms[0].kept.in_all == 1_000
    assert clause(barter.deliver, asked, visit.id, amount=1_000, day=timezone.localdate() + timedelta(days=1),
                  by=things.ana, key="d4") == "barter.not_yet"
    assert clause(barter.deliver, asked, 10**6, amount=1, day=timezone.localdate(), by=things.ana,
                  key="d5") == "barter.unknown"
    assert not verify.verify().problems


def test_what_is_not_there_cannot_be_given(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    leaflet = queries.agreement(asked).terms[1]
    with pytest.raises(Refused):
        barter.deliver(asked, leaflet.id, amount=1_000, day=timezone.localdate(), by=things.bo, key="d")
    assert queries.agreement(asked).terms[1].kept.in_all == 0


def test_a_new_month_makes_its_promises_anew_once(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    Barter.objects.filter(id=asked).update(begins=timezone.localdate() - timedelta(days=70))
    later = timezone.localdate() + timedelta(days=80)
    before = {one.id for one in journal.commitments()}
    assert barter.tend_agreements(later) == 1, "what is kept once does not come again"
    assert barter.tend_agreements(later) == 0
    after = {one.id for one in journal.commitments()}
    assert len(after) == 2 and len(after - before) == 1
    visit = queries.agreement(asked).terms[0]
    assert visit.kept.due == 12_000 and visit.kept.share == 0.0


def test_both_say_whether_it_is_fair_and_the_last_word_counts(things):
    asked = ask(things)
    assert clause(barter.say, asked, things.bo, "fair", by=things.bo) == "barter.ended"
    barter.agree_to(asked, by=things.bo)
    barter.say(asked, things.hub, "fair", by=things.ana)
    barter.say(asked, things.bo, "talk", by=things.bo, words="The leaflets have grown to books.")
    barter.say(asked, things.bo, "talk", by=things.bo, words="The leaflets have grown to books.")
    view = queries.agreement(asked)
    assert {side: one.voice for side, one in view.voices.items()} == {things.hub: "fair", things.bo: "talk"}
    assert len(view.said_before) == 2, "the same word twice is said once"
    assert [one.id for one in queries.to_talk_about([things.hub])] == [asked]
    assert not queries.to_talk_about([things.bo])
    barter.say(asked, things.hub, "fair", by=things.ana, words="Come on Monday.")
    assert not queries.to_talk_about([things.hub]), "answered"
    assert clause(barter.say, asked, things.bo, "fair", by=things.ana) == "circles.not_yours"
    assert clause(barter.say, asked, things.bo, "cheap", by=things.bo) == "barter.voice"


def test_either_side_ends_it_and_what_was_given_stays(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    visit = queries.agreement(asked).terms[0]
    barter.deliver(asked, visit.id, amount=1_000, day=timezone.localdate(), by=things.ana, key="d1")
    assert clause(barter.end, asked, by=things.eva) == "circles.not_yours"
    barter.end(asked, by=things.bo, words="The press is sold.")
    view = queries.agreement(asked)
    assert view.state == "ended" and view.said == "The press is sold." and view.terms[0].kept.in_all == 1_000
    assert journal.commitments() == ()
    assert clause(barter.deliver, asked, visit.id, amount=1_000, day=timezone.localdate(), by=things.ana,
                  key="d2") == "barter.ended"


def test_another_one_takes_its_place_only_with_both(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    anew = ask(things, key="k2", first="bo", second="hub", by="bo", replaces=asked)
    assert queries.agreement(asked).state == "stands"
    barter.agree_to(anew, by=things.ana)
    assert queries.agreement(asked).state == "ended" and queries.agreement(anew).state == "stands"


def test_the_town_reads_it_only_where_both_let_it(things):
    asked = ask(things, open=True)
    barter.agree_to(asked, by=things.bo)
    assert queries.open_agreements() == () and not queries.may_see(queries.agreement(asked), things.eva)
    barter.show_to_town(asked, things.bo, True, by=things.bo)
    assert [view.id for view in queries.open_agreements()] == [asked]
    assert queries.may_see(queries.agreement(asked), things.eva)
    assert [view.id for view in queries.providers_of("visit", things.eva)] == [asked]
    barter.show_to_town(asked, things.hub, False, by=things.ana)
    assert queries.providers_of("visit", things.eva) == ()
    assert [view.id for view in queries.providers_of("visit", things.bo)] == [asked]


@pytest.mark.parametrize(("change", "refused"), [
    ({"promises": lambda t: [barter.Promise(t.hub, "visit", 1)]}, "barter.one_sided"),
    ({"promises": lambda t: [barter.Promise(t.hub, "visit", 1), barter.Promise(t.bo, "usd", 100)]}, "barter.money"),
    ({"promises": lambda t: [barter.Promise(t.hub, "visit", 0), barter.Promise(t.bo, "leaflet", 1)]}, "barter.amount"),
    ({"promises": lambda t: [barter.Promise(t.hub, "visit", -5), barter.Promise(t.bo, "leaflet", 1)]}, "barter.amount"),
    ({"promises": lambda t: [barter.Promise(t.hub, "visit", 1, "day"), barter.Promise(t.bo, "leaflet", 1)]},
     "barter.every"),
    ({"promises": lambda t: [barter.Promise(t.hub, "gold", 1), barter.Promise(t.bo, "leaflet", 1)]},
     "ledger.specification_unknown"),
    ({"promises": lambda t: [barter.Promise(t.hub, "visit", 1), barter.Promise(t.hub, "visit", 2),
                             barter.Promise(t.bo, "leaflet", 1)]}, "barter.twice"),
    ({"name": "  "}, "barter.name"),
    ({"second": "hub"}, "barter.with_oneself"),
    ({"by": "bo"}, "circles.not_yours"),
    ({"replaces": "nothing"}, "barter.unknown"),
])
def test_what_is_no_agreement_is_refused_with_its_reason(things, change, refused):
    words = {**change, **({"promises": change["promises"](things)} if "promises" in change else {})}
    assert clause(ask, things, **words) == refused
    assert not Barter.objects.exists()


def test_nobody_agrees_with_one_who_has_left(things):
    gone = people.add_person(name="Gus")
    people.depart(gone)
    things.gone = gone
    assert clause(ask, things, second="gone") == "barter.nobody"


def test_an_agreement_of_the_ledger_gets_its_page(things):
    made = ledger.agree("Visits for print", made=date(2026, 1, 1), commitments=[
        {"action": Action.DELIVER_SERVICE, "specification": "visit", "provider": things.hub, "receiver": things.bo,
         "quantity": 6_000, "mode": Mode.BARTER},
        {"action": Action.TRANSFER, "specification": "leaflet", "provider": things.bo, "receiver": things.hub,
         "quantity": 5_000, "mode": Mode.BARTER}])
    taken = barter.take_over(made)
    assert barter.take_over(made) == taken
    view = queries.agreement(taken)
    assert view.sides == (things.hub, things.bo) and view.begins == date(2026, 1, 1)
    alone = ledger.agree("Nobody yet")
    assert clause(barter.take_over, alone) == "barter.unknown"


def test_work_is_counted_in_hours(things):
    asked = ask(things, promises=[barter.Promise(things.hub, "visit", 1_000),
                                  barter.Promise(things.bo, "work-printing", 300, "week")])
    barter.agree_to(asked, by=things.bo)
    printing = queries.agreement(asked).terms[1]
    barter.deliver(asked, printing.id, amount=150, day=timezone.localdate(), by=things.bo, key="w")
    view = queries.agreement(asked)
    assert view.terms[1].kept.now == 150 and view.events[0].action is Action.WORK and view.events[0].mode is None


def test_no_balance_is_kept_anywhere(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    visit = queries.agreement(asked).terms[0]
    barter.deliver(asked, visit.id, amount=6_000, day=timezone.localdate(), by=things.ana, key="d1")
    assert journal.resources_of(things.hub) == () and journal.resources_of(things.bo) == ()
    assert not {field.name for field in Barter._meta.get_fields()} & {"price", "worth", "balance", "owes"}


def test_words_go_with_the_person_who_wrote_them(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    barter.say(asked, things.bo, "talk", by=things.bo, words="My back hurts.")
    people.erase_person(things.bo)
    view = queries.agreement(asked)
    assert view.voices[things.bo].words == "" and view.voices[things.bo].voice == "talk"


def test_a_key_of_one_delivery_serves_no_other(things):
    asked = ask(things)
    barter.agree_to(asked, by=things.bo)
    visit = queries.agreement(asked).terms[0]
    barter.deliver(asked, visit.id, amount=1_000, day=timezone.localdate(), by=things.ana, key="d1")
    with pytest.raises(Refused):
        barter.deliver(asked, visit.id, amount=2_000, day=timezone.localdate(), by=things.ana, key="d1")
    assert queries.agreement(asked).terms[0].kept.in_all == 1_000
