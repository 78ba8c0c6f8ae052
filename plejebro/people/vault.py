"""The CPR vault: numbers are sealed with authenticated encryption and found by keyed hash, never by plain text.

AES-256-GCM (NIST SP 800-38D) with the owner's id as associated data, so that a sealed number moved to another row does
not open. Keys are derived with HKDF-SHA-256 (RFC 5869). The blind index is HMAC-SHA-256 (RFC 2104) under a key of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"plejebro people.CprNumber.sealed v1"
_NONCE_BYTES = 12


class SealBroken(ValueError):
    """The sealed text was altered, moved to another row, or sealed with a key that is gone."""


def seal(number: str, *, owner: UUID) -> str:
    """`number` (ten digits) sealed for `owner` with the newest key, as `keyid$base64(nonce + ciphertext)`."""
    key_id = next(iter(settings.PLEJEBRO_VAULT_KEYS))
    nonce = os.urandom(_NONCE_BYTES)
    text = _cipher(key_id).encrypt(nonce, number.encode(), _bound_to(owner))
    return f"{key_id}${base64.b64encode(nonce + text).decode()}"


def unseal(sealed: str, *, owner: UUID) -> str:
    """The ten digits. Raises `SealBroken`."""
    key_id, _, body = sealed.partition("$")
    if key_id not in settings.PLEJEBRO_VAULT_KEYS:
        raise SealBroken(f"no key {key_id}")
    raw = base64.b64decode(body)
    try:
        return _cipher(key_id).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound_to(owner)).decode()
    except InvalidTag as broken:
        raise SealBroken("altered or moved") from broken


def blind_index(number: str) -> str:
    """What equal numbers have in common and nothing else: 64 hex digits."""
    return hmac.new(settings.PLEJEBRO_INDEX_KEY.encode(), number.encode(), hashlib.sha256).hexdigest()


def _bound_to(owner: UUID) -> bytes:
    return b"people.CprNumber:" + owner.bytes


@lru_cache(maxsize=8)
def _derived(secret: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


def _cipher(key_id: str) -> AESGCM:
    return AESGCM(_derived(settings.PLEJEBRO_VAULT_KEYS[key_id]))
