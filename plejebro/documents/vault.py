"""The folder the files lie in: written whole or not at all, found by a name that tells nothing."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from plejebro.documents.rules import MAX_FILE_BYTES, FileRefused, Refusal

_CHUNK = 64 * 1024
_WORK = "arbejde"
_LEFT_ALONE_SECONDS = 3600


def root() -> Path:
    """The vault's folder, from settings.PLEJEBRO_VAULT_DIR; made at first use, for our eyes only."""
    folder = Path(settings.PLEJEBRO_VAULT_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder on the vault's own disk (so that the last step is a rename), gone again afterwards."""
    parent = root() / _WORK
    parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def receive(stream: BinaryIO, target: Path) -> None:
    """Write an upload to `target`; raises FileRefused as soon as it is longer than MAX_FILE_BYTES."""
    left = MAX_FILE_BYTES
    with target.open("xb") as out:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise FileRefused(Refusal.TOO_BIG)
            out.write(chunk)


def keep(source: Path) -> str:
    """Move a finished file into the vault so that it survives a power cut; the name it got (64 hexadecimal digits)."""
    name = secrets.token_hex(32)
    target = path_of(name)
    folder_is_new = not target.parent.exists()
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with source.open("rb+") as written:
        os.fsync(written.fileno())
    source.chmod(0o600)
    source.rename(target)
    _sync_folder(target.parent)
    if folder_is_new:
        _sync_folder(root())
    return name


def path_of(storage_name: str) -> Path:
    """Where a kept file lies; raises ValueError for a name that is not one of ours."""
    if len(storage_name) != 64 or set(storage_name) - set("0123456789abcdef"):
        raise ValueError("Not a name of the vault's.")
    return root() / storage_name[:2] / storage_name


def remove(storage_name: str) -> None:
    """Delete the file; none there is fine, so that a broken-off deletion can be repeated."""
    path = path_of(storage_name)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_folder(path.parent)


def checksum(path: Path) -> str:
    """SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def names_older_than(before: datetime) -> Iterator[str]:
    """Names of kept files written before `before` by the disk's clock, and never one of the last hour.

    The hour stands also when the demo clock is ahead: a file just kept may still be waiting for its row.
    """
    limit = min(before.timestamp(), time.time() - _LEFT_ALONE_SECONDS)
    for path in root().glob("[0-9a-f][0-9a-f]/*"):
        if len(path.name) == 64 and path.stat().st_mtime < limit:
            yield path.name


def sweep_workspace() -> None:
    """Delete what uploads that were cut off (a killed server) left half done more than an hour ago."""
    limit = time.time() - _LEFT_ALONE_SECONDS
    for folder in (root() / _WORK).glob("*"):
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
