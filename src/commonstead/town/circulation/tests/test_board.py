"""The board: a notice has a last day, is kept with one press, is taken up once, and tells no door."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import board_commands as board
from commonstead.town.circulation import board_queries as queries
from commonstead.town.circulation.board_models import Notice, Photo
from commonstead.town.circulation.photos import CleanPhoto
from commonstead.town.circulation.repeating import tend
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as journal
from commonstead.town.people import commands as people

PICTURE = CleanPhoto(b"\xff\xd8\xff", 4, 3)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def things(town):
    ledger.add_specification("haircut", name="Haircut", unit="each", sort="service")
    ledger.add_specification("plums", name="Plums", unit="kg")
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    ledger.add_specification("work-digging", name="Digging", unit="h", sort="work")
    return town


def write(town, who="ana", thing="haircut", amount=1_000, *, offers=True, key="n1", by=None, **more) -> str:
    return board.write_notice(board.Draft(getattr(town, who), offers, thing, amount, **more),
                              by=getattr(town, by or who), key=key)


def clause(step, *args, **words) -> str:
    with pytest.raises(Refused) as refused:
        step(*args, **words)
    return refused.value.refusals[0].clause


def test_an_offer_stands_ninety_days_unless_said_otherwise(things):
    first = write(things)
    assert write(things) == first, "sent twice, written once"
    view = queries.notice(first)
    assert view.expires == timezone.localdate() + timedelta(days=90)
    assert view.offers and view.who == things.ana and view.intent.mode is Mode.GIFT
    assert [one.id for one in queries.open_notices()] == [first]


def test_what_came_without_a_notice_stands_too_and_has_no_last_day(things):
    bare = ledger.intend(Action.TRANSFER, "plums", receiver=things.bo, quantity=2_000)
    view = queries.open_notices()[0]
    assert view.id == bare and view.expires is None and view.state == "open"
    board.take_up(bare, by=things.eva)
    assert journal.commitments(things.eva)[0].mode is Mode.GIFT
    assert queries.notice(bare).state == "taken_up"


def test_what_ran_out_is_gone_and_cannot_be_taken_up(things):
    written = write(things, expires=timezone.localdate())
    assert queries.open_intents()
    Notice.objects.update(expires=timezone.localdate() - timedelta(days=1))
    assert queries.open_intents() == () and queries.open_notices() == ()
    assert clause(board.take_up, written, by=things.bo) == "board.ran_out"
    assert queries.notice(written).state == "ran_out"
    assert board.keep_notice(written, by=things.ana) == timezone.localdate() + timedelta(days=90)
    assert queries.notice(written).state == "open", "not late: it had not been cleared yet"
    Notice.objects.update(expires=timezone.localdate() - timedelta(days=1))
    tend()
    assert journal.intents() == ()
    assert clause(board.keep_notice, written, by=things.ana) == "board.over"


def test_the_writer_is_reminded_in_the_last_week_and_keeps_it_or_lets_it_end(things):
    written = write(things, expires=timezone.localdate() + timedelta(days=7))
    write(things, key="n2", expires=timezone.localdate() + timedelta(days=8))
    assert [view.id for view in queries.running_out([things.ana])] == [written]
    assert queries.running_out([things.bo]) == ()
    assert clause(board.keep_notice, written, by=things.bo) == "circles.not_yours"
    board.let_end(written, by=things.ana)
    assert queries.running_out([things.ana]) == ()
    board.keep_notice(written, by=things.ana)
    assert queries.notice(written).let_end is False
    assert queries.running_out([things.ana]) == ()


def test_taken_up_is_promised_once(things):
    need = write(things, thing="work-digging", amount=200, offers=False)
    assert clause(board.take_up, need, by=things.ana) == "board.own"
    assert clause(board.take_up, need, by=things.bo, who=things.eva) == "circles.not_yours"
    promise = board.take_up(need, by=things.bo)
    assert board.take_up(need, by=things.bo) == promise
    assert clause(board.take_up, need, by=things.eva) == "ledger.taken_up"
    assert clause(board.take_up, "nothing", by=things.eva) == "board.unknown"
    one = journal.commitments(things.bo)[0]
    assert (one.provider, one.receiver, one.effort, one.satisfies) == (things.bo, things.ana, 200, need)


def test_taken_down_takes_its_photo_along(things):
    written = write(things, photo=PICTURE)
    assert queries.photo(queries.notice(written).photo.id)[0] == PICTURE.jpeg
    assert clause(board.take_down, written, by=things.bo) == "circles.not_yours"
    board.take_down(written, by=things.ana)
    board.take_down(written, by=things.ana)
    assert queries.notice(written).state == "taken_down" and not Photo.objects.exists()
    assert queries.photo("nothing") is None


def test_a_circle_is_named_by_those_who_have_an_account_in_it(things):
    circle = things.circle("time", members=("ana",))
    written = write(things, returns="circle", circle=circle, asks=100)
    view = queries.notice(written)
    assert (view.circle, view.asks, view.intent.mode) == (circle, 100, Mode.TIME)
    assert clause(write, things, who="bo", key="n2", returns="circle", circle=circle) == "accounts.none"
    assert clause(write, things, key="n3", returns="circle", circle=circle, asks=0) == "board.asks"
    assert clause(write, things, key="n4", returns="circle", circle="nothing") == "circles.unknown"


@pytest.mark.parametrize(("change", "refused"), [
    ({"thing": "usd"}, "board.money"), ({"returns": "bitcoin"}, "board.returns"), ({"by": "bo"}, "circles.not_yours"),
    ({"thing": "gold"}, "ledger.specification_unknown"), ({"amount": 0}, "ledger.amount_missing"),
    ({"amount": -5}, "ledger.amount_missing"),
])
def test_what_cannot_stand_there_is_refused(things, change, refused):
    assert clause(write, things, **change) == refused
    assert not Notice.objects.exists() and journal.intents() == ()


@pytest.mark.parametrize("days", [-1, 400])
def test_the_last_day_lies_within_a_year(things, days):
    assert clause(write, things, expires=timezone.localdate() + timedelta(days=days)) == "board.day"


def test_a_service_is_named_in_one_go(things):
    made = board.name_service("Piano lessons", "h")
    assert journal.specification(made).unit == "h" and journal.specification(made).sort == "service"
    assert board.name_service("  piano   LESSONS ") == made
    assert board.name_service("Plums") == "plums"
    assert board.name_service("Plums!") == "plums-2"
    assert clause(board.name_service, "!!!") == "board.name"


def test_a_place_lies_on_the_grid_and_is_not_moved(things):
    door = (Decimal("52.372115"), Decimal("4.891267"))
    place = board.name_place("Market square", door)
    view = queries.places()[0]
    assert view.position != door and view.position == (Decimal("52.3710"), Decimal("4.8914"))
    assert board.name_place(" market  SQUARE", (Decimal(10), Decimal(10))) == place
    assert queries.places()[0].position == view.position
    assert clause(board.name_place, "Nowhere", (Decimal(91), Decimal(0))) == "board.position"
    board.meet_at(things.ana, place)
    assert queries.meeting_place(things.ana).name == "Market square"
    board.meet_at(things.ana, "")
    assert queries.meeting_place(things.ana) is None


def test_a_place_is_set_right_by_who_typed_it_or_keeps_a_book_and_by_nobody_else(things):
    place = board.name_place("Mark square", by=things.bo)
    board.name_place("Mark square", (Decimal("52.37"), Decimal("4.89")), by=things.eva)
    before = queries.places()[0].position
    for who in (things.bo, things.eva, things.ana):  # Ana keeps the hub's book
        assert [one.id for one in queries.places_to_correct(who)] == [place]
    board.correct_place(place, name=" Market  square ", by=things.bo)
    assert (queries.places()[0].name, queries.places()[0].position) == ("Market square", before)
    assert board.name_place("market square") == place, "what it was called wrongly is free again"
    board.correct_place(place, name="Market square", position=(Decimal("52.40"), Decimal("4.89")), by=things.ana)
    assert queries.places()[0].position[0] > before[0]
    other = board.name_place("Mill", by=things.ana)
    assert queries.places_to_correct(things.bo)[0].id == place and len(queries.places_to_correct(things.bo)) == 1
    assert clause(board.correct_place, other, name="Moulin", by=things.bo) == "board.place_of_others"
    assert clause(board.correct_place, place, name="MILL", by=things.bo) == "board.place_twice"
    assert clause(board.correct_place, place, name=" ", by=things.bo) == "board.place"
    assert clause(board.correct_place, "nothing", name="X", by=things.bo) == "board.place_unknown"
    assert clause(board.correct_place, place, name="X", position=(Decimal(91), Decimal(0)), by=things.bo) == \
        "board.position"
    people.erase_person(things.bo)
    assert not queries.places_to_correct(things.bo)


def test_who_has_left_is_no_longer_on_the_board_and_their_photo_is_gone(things):
    written = write(things, photo=PICTURE)
    board.meet_at(things.ana, board.name_place("Mill"))
    people.erase_person(things.ana)
    assert not Photo.objects.exists() and queries.meeting_place(things.ana) is None
    assert written not in {view.id for view in queries.open_notices()}
