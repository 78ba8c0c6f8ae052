"""Links and codes: what opens a ticket, and the key to a draft. The database holds hashes of them, never themselves.

From the secret in the link three things are made that do not lead to each other: the hash a ticket is found by, the id a
draft is found by, and the key that seals it (HKDF-SHA-256, RFC 5869, a purpose for each; AES-256-GCM, NIST SP
800-38D, with the draft's id as associated data). So the database alone opens no draft, and a draft names no ticket.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import zlib
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES: Final = 12
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0 or 1: they are misread
_CODE_SIGNS: Final = 16
# Room for every answer people write; one that is larger (pages of signs that do not pack) gets the large envelope.
_ENVELOPE: Final = 6 * 1024
_LARGEST: Final = 128 * 1024


def new_secret() -> str:
    """The secret of a link: 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code to type, for somebody without a log-in: "ABCD-EFGH-JKLM-NPQR", 80 random bits."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_SIGNS))
    return "-".join(signs[at : at + 4] for at in range(0, _CODE_SIGNS, 4))


def as_typed(code: str) -> str:
    """A code as it was made, however it was typed: small letters, spaces, without dashes."""
    signs = "".join(sign for sign in code.upper() if sign in _SIGNS)
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def ticket_hash(secret: str) -> str:
    """What the ticket of the secret is found by: 64 hex digits."""
    return _made(secret, b"ticket").hex()


def draft_id(secret: str) -> str:
    """What the draft of the secret is found by: 64 hex digits, which do not lead to the ticket."""
    return _made(secret, b"draft").hex()


def seal(secret: str, answers: dict[str, Any]) -> str:
    """What has been answered so far, sealed: only the secret opens it."""
    nonce = os.urandom(_NONCE_BYTES)
    text = json.dumps(answers, ensure_ascii=False).encode()
    sealed = AESGCM(_made(secret, b"key")).encrypt(nonce, text, draft_id(secret).encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(secret: str, sealed: str) -> dict[str, Any]:
    """What was sealed; nothing when it was altered or belongs to another secret: then the answering begins anew."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        text = AESGCM(_made(secret, b"key")).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], draft_id(secret).encode())
        found = json.loads(text)
    except (InvalidTag, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def seal_waiting(round_id: UUID, content: dict[str, Any]) -> str:
    """An answer that was sent, sealed until its round closes, all of one length. The key is derived from the vault's,
    which lies outside the database and its backups (docs/adr/0018); `round_id` is bound in."""
    key_id = next(iter(settings.PLEJEBRO_VAULT_KEYS))
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), level=9)
    if len(packed) > _LARGEST:
        raise ValueError("The answer does not fit into its envelope.")
    padded = len(packed).to_bytes(4, "big") + packed
    padded += bytes((_ENVELOPE if len(padded) <= _ENVELOPE else _LARGEST + 4) - len(padded))
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_vault_key(key_id)).encrypt(nonce, padded, round_id.bytes)
    return f"{key_id}${base64.b64encode(nonce + sealed).decode()}"


def unseal_waiting(round_id: UUID, sealed: str) -> dict[str, Any]:
    """What `seal_waiting` sealed. InvalidTag or KeyError when it was altered, moved, or its key is gone."""
    key_id, _, body = sealed.partition("$")
    raw = base64.b64decode(body)
    padded = AESGCM(_vault_key(key_id)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], round_id.bytes)
    size = int.from_bytes(padded[:4], "big")
    found: dict[str, Any] = json.loads(zlib.decompress(padded[4 : 4 + size]))
    return found


@lru_cache(maxsize=8)
def _derived(secret: str) -> bytes:
    return _made(secret, b"waiting")


def _vault_key(key_id: str) -> bytes:
    return _derived(settings.PLEJEBRO_VAULT_KEYS[key_id])


def _made(secret: str, purpose: bytes) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"plejebro surveys " + purpose + b" v1")
    return kdf.derive(secret.encode())
