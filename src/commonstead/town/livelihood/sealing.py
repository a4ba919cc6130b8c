"""Sealing: each household's audit under a key of its own, and that key wrapped under the town's audit key.

AES-256-GCM twice. The household's id is bound to both as associated data, so that a row copied onto another
household does not open. The wrapping key is derived from the setting `audit_key` (by default a file in the
town's var folder that only its owner may read). Whoever has the database without that key has noise.
"""

from __future__ import annotations

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

NONCE_BYTES = 12


def _wrapping_key() -> bytes:
    """The key that wraps data keys, derived from the town's audit key."""
    secret = str(getattr(settings, "AUDIT_KEY", "") or "").encode()
    if len(secret) < 32:
        raise Refused(Refusal("livelihood.no_key", gettext_noop(
            "The town has no audit key, so no audit can be kept. Its operator sets audit_key (32 letters or more)."),
            field="audit_key"))
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"commonstead livelihood audit 1").derive(secret)


def _encrypt(key: bytes, text: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, bound_to)


def _decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise Refused(Refusal("livelihood.wrong_key", gettext_noop(
            "This audit was sealed under another key and cannot be opened. The operator has to put back the audit "
            "key that the town had when it was saved."))) from None


def new_wrapped_key(household: str) -> bytes:
    """A fresh data key for a household, wrapped."""
    return _encrypt(_wrapping_key(), AESGCM.generate_key(bit_length=256), b"key:" + household.encode())


def seal(wrapped_key: bytes, household: str, value: dict) -> bytes:
    """`value` as JSON, encrypted under the household's data key."""
    key = _decrypt(_wrapping_key(), bytes(wrapped_key), b"key:" + household.encode())
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _encrypt(key, text, b"audit:" + household.encode())


def unseal(wrapped_key: bytes, household: str, sealed: bytes) -> dict:
    """What `seal` was given, or Refused when the key is another or a byte was changed."""
    key = _decrypt(_wrapping_key(), bytes(wrapped_key), b"key:" + household.encode())
    return json.loads(_decrypt(key, bytes(sealed), b"audit:" + household.encode()))
