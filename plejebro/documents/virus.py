"""ClamAV over its socket, where the operator has set one up. Without a set-up nothing is scanned."""

from __future__ import annotations

import socket
import struct
from enum import Enum
from pathlib import Path

from django.conf import settings

_SECONDS = 20
_CHUNK = 64 * 1024


class Verdict(Enum):
    """What the scanner said; NO_ANSWER also when it could not be reached."""

    CLEAN = "clean"
    FOUND = "found"
    NO_ANSWER = "no answer"


def is_configured() -> bool:
    """Whether files must be scanned before they are served."""
    return bool(getattr(settings, "PLEJEBRO_CLAMD_SOCKET", ""))


def scan(path: Path) -> Verdict:
    """Send the file to clamd (INSTREAM). PLEJEBRO_CLAMD_SOCKET is a socket's path or "host:port"."""
    try:
        with _connect(str(settings.PLEJEBRO_CLAMD_SOCKET)) as link, path.open("rb") as source:
            link.sendall(b"zINSTREAM\0")
            while chunk := source.read(_CHUNK):
                link.sendall(struct.pack("!L", len(chunk)) + chunk)
            link.sendall(struct.pack("!L", 0))
            answer = link.recv(4096).rstrip(b"\0\n")
    except (OSError, ValueError):
        return Verdict.NO_ANSWER
    if answer.endswith(b" FOUND"):
        return Verdict.FOUND
    return Verdict.CLEAN if answer == b"stream: OK" else Verdict.NO_ANSWER


def _connect(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=_SECONDS)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(_SECONDS)
    try:
        link.connect(address)
    except OSError:
        link.close()
        raise
    return link
