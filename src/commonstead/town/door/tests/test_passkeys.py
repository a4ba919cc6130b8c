"""Passkeys against a device made of software: what is accepted, and each thing that is not."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.door import commands, models
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOME = {"origin": "https://home.example", "town": "Home"}


class Device:
    """One key in somebody's pocket."""

    def __init__(self, verified=True, origin=HOME["origin"], host="home.example"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.counter, self.origin, self.host = b"credential-" + bytes(21), 0, origin, host
        self.flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.UV if verified else 0)
        self.handle = b""

    def make(self, options):
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags | AuthenticatorData.FLAG.AT, 0, public)
        said = CollectedClientData.create("webauthn.create", websafe_decode(asked["challenge"]), self.origin)
        return self._answer(clientDataJSON=said, attestationObject=AttestationObject.create("none", data, {}))

    def come_in(self, options, counter=None, kind="webauthn.get"):
        self.counter = self.counter + 1 if counter is None else counter
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags, self.counter)
        said = CollectedClientData.create(kind, websafe_decode(options["publicKey"]["challenge"]), self.origin)
        signature = self.key.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature, userHandle=self.handle)

    def _answer(self, **parts):
        response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        return {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key",
                "response": response, "clientExtensionResults": {}}


@pytest.fixture
def ana():
    home = people.add_household(name="Elm", size=1)
    return people.make_login(people.add_person(name="Ana", household=home))


def made(user, device):
    options, state = commands.begin_making(user, **HOME, name="Ana")
    commands.complete_making(user, state, device.make(options), **HOME, name="phone")
    return device


def come_in(device, **more):
    options, state = commands.begin_coming_in(**HOME)
    return commands.complete_coming_in(state, device.come_in(options, **more), **HOME)


def clause(refused):
    return refused.value.refusals[0].clause


def test_a_passkey_opens_for_its_owner_and_counts(ana):
    device = made(ana, Device())
    assert come_in(device).pk == ana
    assert come_in(device).pk == ana
    row = models.Passkey.objects.get()
    assert (row.counter, row.name) == (2, "phone")
    assert row.used is not None


def test_the_device_is_asked_to_verify_its_owner_and_to_keep_the_key(ana):
    options, _state = commands.begin_making(ana, **HOME, name="Ana")
    asked = options["publicKey"]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["rp"]["id"] == "home.example"
    assert commands.begin_coming_in(**HOME)[0]["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize("device", [
    Device(verified=False),
    Device(origin="https://evil.example"),
    Device(origin="https://evil.home.example"),
    Device(origin="http://home.example"),
    Device(host="evil.example"),
], ids=["not verified", "another origin", "a subdomain", "unprotected", "another host"])
def test_a_passkey_made_elsewhere_or_unverified_is_not_kept(ana, device):
    with pytest.raises(Refused) as refused:
        made(ana, device)
    assert clause(refused) == "door.passkey_failed"
    assert not models.Passkey.objects.exists()


@pytest.mark.parametrize("change", [
    {"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": AuthenticatorData.FLAG.UP},
    {"flags": AuthenticatorData.FLAG.UV}, {"id": b"unknown"}, {"handle": b"somebody else"},
    {"key": ec.generate_private_key(ec.SECP256R1())},
], ids=["origin", "host", "user present only", "user verified only", "id", "handle", "key"])
def test_an_answer_that_is_off_in_one_point_opens_nothing(ana, change):
    device = made(ana, Device())
    for name, value in change.items():
        setattr(device, name, value)
    with pytest.raises(Refused) as refused:
        come_in(device)
    assert clause(refused) == "door.passkey_failed"


def test_an_answer_to_another_challenge_opens_nothing(ana):
    device = made(ana, Device())
    answer = device.come_in(commands.begin_coming_in(**HOME)[0])
    _options, state = commands.begin_coming_in(**HOME)
    for wrong in (state, {}):
        with pytest.raises(Refused):
            commands.complete_coming_in(wrong, answer, **HOME)


def test_a_copied_passkey_is_noticed_by_its_counter(ana):
    device = made(ana, Device())
    come_in(device, counter=7)
    with pytest.raises(Refused) as refused:
        come_in(device, counter=7)
    assert clause(refused) == "door.passkey_copied"


@pytest.mark.parametrize("answer", [{}, {"rawId": 3}, {"id": "x", "rawId": "x", "response": {}}, {"response": None}])
def test_nonsense_is_refused_and_never_fails(ana, answer):
    _options, state = commands.begin_coming_in(**HOME)
    with pytest.raises(Refused):
        commands.complete_coming_in(state, answer, **HOME)
    _options, state = commands.begin_making(ana, **HOME, name="Ana")
    with pytest.raises(Refused):
        commands.complete_making(ana, state, answer, **HOME, name="x")


def test_an_account_that_was_closed_opens_no_more(ana):
    device = made(ana, Device())
    person = models.Passkey.objects.get().user.person_id
    people.erase_person(person)
    assert not models.Passkey.objects.exists()
    with pytest.raises(Refused):
        come_in(device)


def test_only_ones_own_passkeys_can_be_removed(ana):
    made(ana, Device())
    other = people.make_login(people.add_person(name="Ben"))
    passkey = models.Passkey.objects.get().pk
    assert commands.remove_passkey(passkey, user_id=other) is False
    assert commands.remove_passkey(passkey, user_id=ana) is True
