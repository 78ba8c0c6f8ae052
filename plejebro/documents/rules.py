"""What may be sent, how much, and the Danish sentence when it may not. No Django: the cleaning process uses it too."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 15 * MEGABYTE
MAX_CLEANED_BYTES = 60 * MEGABYTE
MAX_CASE_BYTES = 500 * MEGABYTE
MAX_DAY_BYTES = 200 * MEGABYTE

# Measured so that the cleaning process stays under 300 MB: only a plain JPEG can be decoded at reduced size.
MAX_PIXELS = {"JPEG": 50_000_000, "PROGRESSIVE": 36_000_000, "HEIF": 32_000_000, "PNG": 30_000_000, "WEBP": 10_000_000}
MAX_PIXELS_OTHER = 10_000_000

MAX_PAGES = 1_000
MAX_PDF_OBJECTS = 100_000

MAX_ZIP_ENTRIES = 3_000
MAX_UNPACKED_BYTES = 150 * MEGABYTE
# Rewriting runs at about 4 MB a second on a small machine.
MAX_XML_BYTES = 24 * MEGABYTE
MAX_ZIP_RATIO = 200
# Below this size an entry may be packed as hard as it likes: empty XML shells compress well and hurt nobody.
RATIO_FLOOR_BYTES = MEGABYTE

CLEANING_SECONDS = 10
CLEANING_MEMORY_BYTES = 700 * MEGABYTE

MAX_NAME_LENGTH = 120


class Refusal(Enum):
    """Why a file was refused; the value is the sentence shown to the sender."""

    EMPTY = "Filen er tom. Vælg en anden fil."
    TOO_BIG = "Filen er for stor. En fil må højst fylde 15 MB."
    UNKNOWN_TYPE = (
        "Denne slags fil kan ikke sendes. Du kan sende PDF, billeder (JPEG, PNG, WebP, HEIC) "
        "og dokumenter (docx, xlsx, pptx, odt, ods)."
    )
    OLD_OFFICE = (
        "Filen er gemt i et ældre Office-format. Åbn den, vælg »Gem som«, og gem den som .docx, .xlsx eller .pptx. "
        "Send så den nye fil."
    )
    MACROS = (
        "Filen er gemt med makroer eller som skabelon. Åbn den, vælg »Gem som«, og gem den som almindelig "
        ".docx, .xlsx eller .pptx. Send så den nye fil."
    )
    LOCKED = "Filen er låst med en adgangskode. Fjern adgangskoden, og send filen igen."
    DAMAGED = "Filen kan ikke læses. Den er måske beskadiget. Gem den igen, eller send den som PDF."
    ARCHIVE = "Pakkede filer (zip og lignende) kan ikke sendes. Pak filerne ud, og send dem enkeltvis."
    WEB = "Websider og SVG-tegninger kan ikke sendes, fordi de kan indeholde kode. Gem siden som PDF, og send den."
    OTHER_PICTURE = "Billedet er i et format, som ikke kan sendes. Gem det som JPEG eller PNG, og send det igen."
    MEDIA = "Video og lyd kan ikke sendes."
    POLYGLOT = "Filen ser ud til at være to slags filer på én gang og kan ikke sendes. Gem den igen som PDF."
    TOO_MANY_PIXELS = "Billedet er for stort. Gem det i en mindre størrelse, og send det igen."
    TOO_MANY_PAGES = "Dokumentet har for mange sider. Del det op i filer på højst 1.000 sider."
    UNPACKS_TOO_BIG = "Dokumentet fylder for meget, når det pakkes ud. Gem det som PDF, og send det."
    TOO_HEAVY = "Filen er for tung at behandle. Gem den i en enklere udgave, for eksempel som PDF eller et mindre billede."
    VIRUS = "Filen er afvist, fordi viruskontrollen slog ud på den."
    CASE_FULL = "Der er ikke plads til flere filer på anbringelsen. Filerne må højst fylde 500 MB i alt."
    DAY_FULL = "Du har sendt så mange filer i dag, som der er plads til (200 MB). Prøv igen i morgen."


class FileRefused(Exception):
    """A file was not taken in. `reason` is for code and tests, `sentence` is Danish and shown as it is."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.name)
        self.reason = reason

    @property
    def sentence(self) -> str:
        """One or two Danish sentences: what is wrong and what to do."""
        return self.reason.value


@dataclass(frozen=True)
class Kind:
    """A kind of file the vault can hold: how it is named, served and spoken of."""

    code: str
    content_type: str
    label: str
    is_image: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF"),
        Kind("jpg", "image/jpeg", "billede", is_image=True),
        Kind("png", "image/png", "billede", is_image=True),
        Kind("webp", "image/webp", "billede", is_image=True),
        Kind("docx", f"{_OOXML}.wordprocessingml.document", "Word-dokument"),
        Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", "Excel-ark"),
        Kind("pptx", f"{_OOXML}.presentationml.presentation", "PowerPoint"),
        Kind("odt", f"{_ODF}.text", "OpenDocument-tekst"),
        Kind("ods", f"{_ODF}.spreadsheet", "OpenDocument-regneark"),
    )
}
KIND_BY_CONTENT_TYPE = {kind.content_type: kind for kind in KINDS.values()}
IMAGE_CONTENT_TYPES = frozenset(kind.content_type for kind in KINDS.values() if kind.is_image)

# Endings that say what the sender believed the file to be; the vault's own ending replaces them.
_KNOWN_ENDINGS = frozenset(KINDS) | {
    "jpeg", "jpe", "jfif", "heic", "heif", "docm", "dotx", "doc", "xlsm", "xls", "pptm", "ppt", "ott", "ots",
    "exe", "com", "scr", "bat", "cmd", "js", "vbs", "hta", "lnk", "msi", "ps1", "sh", "jar", "php",
    "html", "htm", "xhtml", "svg", "xml", "zip", "gif", "txt",
}  # fmt: skip
_UNSAFE = frozenset('<>:"|?*%')
_RESERVED = frozenset({"con", "prn", "aux", "nul"}) | {f"com{n}" for n in range(1, 10)} | {f"lpt{n}" for n in range(1, 10)}


def clean_name(raw: str, kind: Kind) -> str:
    """The name to show and to download under: the sender's words, no path, no invisible or unsafe sign, our ending.

    Never empty, never longer than MAX_NAME_LENGTH characters, and it always ends in `kind`'s own ending.
    """
    text = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    # Cc, Cf, Cs, Co, Cn: control signs, text direction, zero width, halves and unassigned; Zl and Zp are line ends.
    text = "".join(
        " " if c in _UNSAFE or unicodedata.category(c) in ("Zl", "Zp", "Zs", "Cc") else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")
    )
    stem = _without_endings(" ".join(text.split()).strip(". "))
    if not stem or stem.split(".")[0].strip().lower() in _RESERVED:
        stem = f"fil {stem}".strip()
    room = MAX_NAME_LENGTH - len(kind.code) - 1
    return f"{stem[:room].rstrip('. ')}.{kind.code}"


def _without_endings(stem: str) -> str:
    """`stem` without known endings at its end: "faktura.pdf.exe" is "faktura"."""
    while "." in stem and stem.rsplit(".", 1)[1].strip().lower() in _KNOWN_ENDINGS:
        stem = stem.rsplit(".", 1)[0].rstrip(". ")
    return "" if stem.lower() in _KNOWN_ENDINGS else stem


def check_quota(*, new_bytes: int, case_bytes: int | None, day_bytes: int) -> None:
    """Raises FileRefused if `new_bytes` more would pass a limit; all in bytes, `case_bytes` None without a case."""
    if case_bytes is not None and case_bytes + new_bytes > MAX_CASE_BYTES:
        raise FileRefused(Refusal.CASE_FULL)
    if day_bytes + new_bytes > MAX_DAY_BYTES:
        raise FileRefused(Refusal.DAY_FULL)


def size_text(size: int) -> str:
    """Bytes as Danish text: "812 byte", "14 kB", "2,4 MB"."""
    if size < 1024:
        return f"{size} byte"
    if size < MEGABYTE:
        return f"{round(size / 1024)} kB"
    return f"{size / MEGABYTE:.1f} MB".replace(".", ",")
