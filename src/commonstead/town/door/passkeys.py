"""Passkeys: make one, and come in with one (WebAuthn: discoverable credentials, the user verified by the device).

The private key stays in the member's device; the town keeps the public half. The relying party is the host
name under which the page was opened, so a passkey made at home.example opens home.example alone. `state` is
what a begin hands to its complete; whoever calls keeps it in the session and uses it once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .models import Passkey

MOST_PASSKEYS = 20
logging.getLogger("fido2").setLevel(logging.WARNING)  # it would log every credential's id


def _server(origin: str, town: str) -> Fido2Server:
    host = origin.split("://", 1)[-1]
    host = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=town or host), verify_origin=origin.__eq__)


def begin_making(user_id: int, *, origin: str, town: str, name: str) -> tuple[dict, dict]:
    """What the browser needs to make a passkey, and the state. name: how the device lists it."""
    user = get_user_model().objects.get(pk=user_id)
    rows = Passkey.objects.filter(user_id=user_id)
    if rows.count() >= MOST_PASSKEYS:
        raise Refused(Refusal("door.too_many_passkeys", gettext_noop(
            "You have {count} passkeys. Remove one that you no longer use first."), {"count": MOST_PASSKEYS}))
    options, state = _server(origin, town).register_begin(
        # The handle is the person's random id: it names nobody, and one device holds one passkey a person.
        PublicKeyCredentialUserEntity(id=str(user.person_id).encode(), name=name, display_name=name),
        credentials=[AttestedCredentialData(bytes(row.data)) for row in rows],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED)
    return _plain(options), state


def complete_making(user_id: int, state: Mapping, answer: Mapping, *, origin: str, town: str, name: str) -> None:
    """Keep the new passkey. Refused: door.passkey_failed."""
    try:
        made = _server(origin, town).register_complete(state, answer)
        credential = made.credential_data
        assert credential is not None
    except (ValueError, KeyError, TypeError, AssertionError):
        raise _failed() from None
    Passkey.objects.create(
        user_id=user_id, credential=websafe_encode(credential.credential_id), data=bytes(credential),
        counter=made.counter, name=name.strip()[:60] or "–", made=timezone.now())


def begin_coming_in(*, origin: str, town: str) -> tuple[dict, dict]:
    """What the browser needs to find a passkey of this town, whoever's it is, and the state."""
    options, state = _server(origin, town).authenticate_begin(
        credentials=None, user_verification=UserVerificationRequirement.REQUIRED)
    return _plain(options), state


def complete_coming_in(state: Mapping, answer: Mapping, *, origin: str, town: str):
    """The user whose passkey answered. Refused: door.passkey_failed, door.passkey_copied."""
    try:
        response = AuthenticationResponse.from_dict(answer)
        credential = websafe_encode(response.raw_id)
        with transaction.atomic():
            row = (Passkey.objects.select_for_update().select_related("user")
                   .filter(credential=credential, user__is_active=True).first())
            if row is None:
                raise _failed()
            _server(origin, town).authenticate_complete(state, [AttestedCredentialData(bytes(row.data))], answer)
            handle = response.response.user_handle
            if handle is not None and bytes(handle) != str(row.user.person_id).encode():
                raise _failed()
            counter = response.response.authenticator_data.counter
            if row.counter and counter <= row.counter:
                raise Refused(Refusal("door.passkey_copied", gettext_noop(
                    "This passkey seems to have been copied, so it no longer opens the door. Come in with a code, "
                    "remove it, and make a new one.")))
            Passkey.objects.filter(pk=row.pk).update(counter=counter, used=timezone.now())
            return row.user
    except (ValueError, KeyError, TypeError):
        raise _failed() from None


def _plain(options) -> dict:
    """The options as plain JSON values, as browsers' scripts take them."""
    return json.loads(json.dumps(dict(options), default=dict))


def _failed() -> Refused:
    return Refused(Refusal("door.passkey_failed", gettext_noop(
        "The passkey was not accepted. Try again, or come in with a code.")))
