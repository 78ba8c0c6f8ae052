"""Zip files looked at before they are unpacked, and read no further than they promised."""

from __future__ import annotations

import io
import zipfile
import zlib

from plejebro.documents.cleaning.sniff import is_archive
from plejebro.documents.rules import (
    MAX_UNPACKED_BYTES,
    MAX_XML_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
    RATIO_FLOOR_BYTES,
    FileRefused,
    Refusal,
)

_END_RECORD_BYTES = 22


class Archive:
    """An office file's parts by name. Everything that can be judged from the table of contents is judged first."""

    def __init__(self, data: bytes) -> None:
        """Raises FileRefused: too many parts, too large unpacked, packed too hard, locked, doubled or strange names."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise FileRefused(Refusal.DAMAGED) from error
        # A comment or anything else behind the table of contents is where a second file would hide.
        if self._zip.comment or data[-_END_RECORD_BYTES:-18] != b"PK\x05\x06":
            raise FileRefused(Refusal.POLYGLOT)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        infos = self._zip.infolist()
        if len(infos) > MAX_ZIP_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
            raise FileRefused(Refusal.UNPACKS_TOO_BIG)
        # Parts that share bytes (Fifield's bomb) add up to more than the file.
        if sum(info.compress_size for info in infos) > len(data):
            raise FileRefused(Refusal.UNPACKS_TOO_BIG)
        for info in infos:
            self._admit(info)

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        if info.is_dir():
            return
        if info.flag_bits & 0x1:
            raise FileRefused(Refusal.LOCKED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileRefused(Refusal.DAMAGED)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or name in self._entries:
            raise FileRefused(Refusal.DAMAGED)
        if info.file_size > RATIO_FLOOR_BYTES and info.file_size > MAX_ZIP_RATIO * info.compress_size:
            raise FileRefused(Refusal.UNPACKS_TOO_BIG)
        self._entries[name] = info

    def names(self) -> list[str]:
        """The parts, in the file's order, without folders."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def xml_bytes(self) -> int:
        """Bytes of XML when unpacked, by the table of contents."""
        return sum(info.file_size for name, info in self._entries.items() if name.endswith((".xml", ".rels", ".vml")))

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises FileRefused if it is damaged; never yields more than the promised size."""
        try:
            return self._zip.read(self._entries[name])
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise FileRefused(Refusal.DAMAGED) from error

    def refuse_nested(self, allowed: tuple[str, ...]) -> None:
        """Raises FileRefused for an archive inside, unless its folder is in `allowed` (those parts are left behind)."""
        for name, info in self._entries.items():
            if any(folder in f"/{name.lower()}" for folder in allowed):
                continue
            try:
                with self._zip.open(info) as part:
                    head = part.read(512)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
                raise FileRefused(Refusal.DAMAGED) from error
            if is_archive(head):
                raise FileRefused(Refusal.ARCHIVE)

    def check_xml(self) -> None:
        """Raises FileRefused if the XML is more than the cleaning process can read in its time."""
        if self.xml_bytes() > MAX_XML_BYTES:
            raise FileRefused(Refusal.UNPACKS_TOO_BIG)


def pack(parts: list[tuple[str, bytes]]) -> bytes:
    """A new zip of `parts` in the given order, every time stamp the same; "mimetype" is stored unpacked, as ODF asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(info, data, compresslevel=4)
    return out.getvalue()
