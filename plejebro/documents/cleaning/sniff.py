"""What a file is, from its first bytes; its name is never asked."""

from __future__ import annotations

import re
from typing import Literal

from plejebro.documents.rules import FileRefused, Refusal

Found = Literal["pdf", "jpg", "png", "webp", "heic", "zip"]

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"PK")
_PICTURES = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"II+\x00", b"8BPS", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP")
_MEDIA = (b"ID3", b"\xff\xfb", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV")
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\w+:svg|!--)", re.IGNORECASE)


def sniff(data: bytes) -> Found:
    """The family of parsers to use; raises FileRefused with the sentence that fits what was found instead."""
    if not data:
        raise FileRefused(Refusal.EMPTY)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS and b"avif" not in data[8:64]:
        return "heic"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    raise FileRefused(_refusal(data))


def is_archive(head: bytes) -> bool:
    """Whether a file inside another begins like an archive, `ustar` tar files included."""
    return head.startswith(_ARCHIVES) or head[257:262] == b"ustar"


def has_markup(head: bytes) -> bool:
    """Whether a browser that guesses could take `head` for a web page."""
    return bool(_MARKUP.search(head) or _MARKUP.search(head.replace(b"\x00", b"")))


def _refusal(data: bytes) -> Refusal:
    """The sentence that helps this sender most."""
    if data.startswith(_OLE):
        # A docx with a password is the same container as an old .doc; the stream's name tells them apart.
        return Refusal.LOCKED if "EncryptedPackage".encode("utf-16-le") in data else Refusal.OLD_OFFICE
    if is_archive(data[:512]):
        return Refusal.ARCHIVE
    if data[4:8] == b"ftyp":
        return Refusal.OTHER_PICTURE if b"avif" in data[8:64] else Refusal.MEDIA
    if data.startswith(_MEDIA) or (data.startswith(b"RIFF") and data[8:12] in (b"AVI ", b"WAVE")):
        return Refusal.MEDIA
    if data.startswith(_PICTURES):
        return Refusal.OTHER_PICTURE
    if has_markup(data[:2048]):
        return Refusal.WEB
    return Refusal.UNKNOWN_TYPE
