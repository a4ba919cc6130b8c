"""Paper cards: the PIN is the holder's word, five wrong ones end it, and a counter learns nothing of the account."""

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import card_queries, cards, commands, queries
from commonstead.town.circulation.card_models import CardUse, PaperCard
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import commands as people

PIN = "4826"


@pytest.fixture(autouse=True)
def quick_hashing(settings):
    """What is tested is that PINs are hashed, not how slowly; one test uses the house's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def clause(refused) -> str:
    return refused.value.refusals[0].clause


def card_of(town, circle, who="bo", **words):
    card_id, _pin = cards.make_card(circle, getattr(town, who), by=town.ana, **({"pin": PIN} | words))
    return card_queries.card(card_id)


def use(town, card, amount=100, pin=PIN, key="k", to="eva", by=None):
    return cards.pay_with_card(card.token, pin=pin, payee=getattr(town, to), amount=amount, key=key,
                               by=by or getattr(town, to), category="bread")


def test_a_payment_by_card_is_the_holders_own(town):
    circle = town.circle()
    card = card_of(town, circle)
    payment = use(town, card)
    assert use(town, card) == payment  # the same key again
    event = ledger.event(queries.payment(payment).event)
    assert (event.booked_by, event.provider, town.balance(circle, "bo")) == (town.bo, town.bo, -100)
    assert CardUse.objects.get().taken_by == town.eva


def test_it_can_be_paid_to_an_association_whose_book_one_keeps(town):
    circle = town.circle()
    use(town, card_of(town, circle), to="hub", by=town.ana)
    assert town.balance(circle, "hub") == 100
    with pytest.raises(Refused) as refused:
        use(town, card_of(town, circle), to="hub", by=town.eva, key="k2")
    assert clause(refused) == "circles.not_yours"


def test_five_wrong_pins_block_the_card_and_a_new_one_opens_it(town):
    circle = town.circle()
    card = card_of(town, circle)
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused) as refused:
            use(town, card, pin="0000")
        assert clause(refused) == "cards.pin_wrong" and refused.value.refusals[0].params["left"] == left
    for pin in ("0000", PIN):
        with pytest.raises(Refused) as refused:
            use(town, card, pin=pin)
        assert clause(refused) == "cards.blocked"
    assert [one.id for one in card_queries.blocked_cards(town.ana)] == [card.id]
    assert not card_queries.blocked_cards(town.eva) and town.balance(circle, "bo") == 0
    fresh = cards.new_pin(card.id, by=town.ana)
    assert len(fresh) == 4 and not card_queries.blocked_cards(town.ana)
    use(town, card, pin=fresh)
    with pytest.raises(Refused):
        use(town, card, pin=PIN if fresh != PIN else "0000", key="k2")


def test_a_right_pin_begins_the_count_anew(town):
    card = card_of(town, town.circle())
    for turn in range(3):
        for _ in range(4):
            with pytest.raises(Refused):
                use(town, card, pin="0000")
        use(town, card, key=f"k{turn}", amount=10)


@pytest.mark.parametrize("case", ["line", "most", "frozen", "left"])
def test_a_refusal_says_nothing_of_the_account(town, case):
    circle = town.circle(free_line=500, most_line=500)
    card = card_of(town, circle, most=400 if case == "most" else 10_000)
    if case == "frozen":
        commands.freeze(circle, town.bo, by=town.ana, reason="a secret reason")
    if case == "left":
        commands.leave_circle(circle, town.bo, by=town.bo)
    with pytest.raises(Refused) as refused:
        use(town, card, amount=600 if case in ("line", "most") else 10)
    assert clause(refused) == "cards.cannot_pay"
    assert refused.value.refusals[0].params == {} and "Bo" not in str(refused.value)


def test_the_payees_own_limit_is_told(town):
    circle = town.circle(ceiling=100)
    with pytest.raises(Refused) as refused:
        use(town, card_of(town, circle), amount=300)
    assert clause(refused) == "accounts.above_limit"


def test_who_makes_cards_and_for_whom(town):
    circle = town.circle()
    people.set_guardian(town.bo, town.eva)
    card_id, pin = cards.make_card(circle, town.bo, by=town.eva)
    assert len(pin) == 4 and pin.isdigit() and not cards._weak(pin)
    with pytest.raises(Refused) as refused:
        cards.make_card(circle, town.ana, by=town.eva)
    assert clause(refused) == "cards.not_yours"
    with pytest.raises(Refused) as refused:
        cards.make_card(circle, town.hub, by=town.ana)
    assert clause(refused) == "cards.only_persons"
    for weak in ("1111", "1234", "4321", "12a4", "123", "123456789"):
        with pytest.raises(Refused) as refused:
            cards.make_card(circle, town.bo, by=town.ana, pin=weak)
        assert clause(refused) == "cards.pin_weak"
    cards.end_card(card_id, by=town.eva)
    with pytest.raises(Refused) as refused:
        cards.new_pin(card_id, by=town.ana)
    assert clause(refused) == "cards.ended"


def test_a_new_card_ends_the_one_before(town):
    circle = town.circle()
    before, after = card_of(town, circle), card_of(town, circle)
    assert [card.id for card in card_queries.cards(circle)] == [after.id]
    with pytest.raises(Refused) as refused:
        use(town, before)
    assert clause(refused) == "cards.unknown"


def test_typed_codes_lead_to_the_card_and_guessing_is_slowed(town):
    card = card_of(town, town.circle())
    assert cards.card_of_code(f"{card.code[:4]}-{card.code[4:]}".lower(), by=town.eva) == card.token
    for _ in range(cards.MISSES):
        with pytest.raises(Refused) as refused:
            cards.card_of_code("AAAA-AAAA", by=town.eva)
        assert clause(refused) == "cards.code_unknown"
    with pytest.raises(Refused) as refused:
        cards.card_of_code(card.code, by=town.eva)
    assert clause(refused) == "cards.too_many"
    assert cards.card_of_code(card.code, by=town.bo) == card.token


def test_the_pin_is_kept_as_passwords_are(town, settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
    card = card_of(town, town.circle())
    kept = PaperCard.objects.get().pin
    assert kept.startswith("scrypt$") and PIN not in kept
    use(town, card)


def test_whoever_is_erased_has_no_card(town):
    circle = town.circle()
    card = card_of(town, circle)
    people.erase_person(town.bo)
    assert not card_queries.cards(circle)
    with pytest.raises(Refused) as refused:
        use(town, card)
    assert clause(refused) == "cards.unknown"
