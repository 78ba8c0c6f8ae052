"""PDF: every object is visited; what can act, fetch, carry a file or tell of its author is removed."""

from __future__ import annotations

import io
import zipfile
from typing import Final

import pikepdf

from plejebro.documents.cleaning.sniff import has_markup
from plejebro.documents.rules import MAX_PAGES, MAX_PDF_OBJECTS, FileRefused, Refusal

# Keys that mean the same harmful or telling thing wherever they stand.
_REMOVED_KEYS: Final = (
    "/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/Metadata", "/PieceInfo",
    "/LastModified", "/XFA", "/Collection", "/Perms", "/Legal", "/RichMediaContent", "/RichMediaSettings",
    "/SigFlags", "/Ref", "/OPI", "/SpiderInfo", "/Threads", "/Requirements", "/DSS",
)  # fmt: skip
_KEPT_ACTIONS: Final = {"/GoTo", "/URI", "/Named"}
_KEPT_NAMED: Final = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_KEPT_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")
_REMOVED_ANNOTATIONS: Final = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_ANNOTATION_TELLTALES: Final = ("/T", "/M", "/NM", "/CreationDate", "/Subj")
_MAX_DEPTH: Final = 60


def clean_pdf(data: bytes) -> bytes:
    """A PDF of at most MAX_PAGES pages with no script, action, attachment or document metadata. Raises FileRefused."""
    _refuse_polyglot(data)
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True, suppress_warnings=True) as pdf:
            return _clean(pdf)
    except pikepdf.PasswordError as error:
        raise FileRefused(Refusal.LOCKED) from error
    except (FileRefused, MemoryError, RecursionError):
        raise
    # qpdf's complaints reach us as PdfError, RuntimeError, ValueError or TypeError, by the kind of damage.
    except Exception as error:
        raise FileRefused(Refusal.DAMAGED) from error


def _refuse_polyglot(data: bytes) -> None:
    """Refuse what a browser could take for a page, or an unpacker for an archive."""
    before_objects = data[:4096].split(b" obj", 1)[0]
    if has_markup(before_objects) or has_markup(data[data.rfind(b"%%EOF") + 5 :][:4096]):
        raise FileRefused(Refusal.POLYGLOT)
    try:
        if zipfile.ZipFile(io.BytesIO(data)).infolist():
            raise FileRefused(Refusal.POLYGLOT)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return


def _clean(pdf: pikepdf.Pdf) -> bytes:
    if len(pdf.objects) > MAX_PDF_OBJECTS:
        raise FileRefused(Refusal.TOO_HEAVY)
    if _pages(pdf.Root.get("/Pages"), 0, 0) == 0:
        raise FileRefused(Refusal.DAMAGED)
    for found in pdf.objects:
        _visit(found, 0)
    for key in ("/Info", "/Prev", "/XRefStm"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    out = io.BytesIO()
    # Streams are copied as they are packed: a bomb inside one is never unpacked here.
    pdf.save(
        out,
        fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()


def _pages(node: pikepdf.Object | None, counted: int, depth: int) -> int:
    """Pages under `node`, walked and not believed: /Count can lie, and one page can hang there a million times."""
    if node is None or depth > _MAX_DEPTH:
        raise FileRefused(Refusal.DAMAGED)
    if "/Kids" not in node:
        counted += 1
        if counted > MAX_PAGES:
            raise FileRefused(Refusal.TOO_MANY_PAGES)
        return counted
    for kid in node["/Kids"]:
        counted = _pages(kid, counted, depth + 1)
    return counted


def _visit(found: pikepdf.Object, depth: int) -> None:
    """Clean one object and what stands directly in it; references are visited in their own turn."""
    if depth > _MAX_DEPTH:
        raise FileRefused(Refusal.TOO_HEAVY)
    if isinstance(found, pikepdf.Array):
        _clean_annotations(found)
        inner = list(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        _clean_dictionary(found)
        inner = [value for _, value in found.items()]
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect:
            _visit(value, depth + 1)


def _clean_annotations(array: pikepdf.Object) -> None:
    """Take annotations that carry files or media out of a page's list (backwards, so that places hold)."""
    for place in range(len(array) - 1, -1, -1):
        item = array[place]
        if isinstance(item, pikepdf.Dictionary) and str(item.get("/Subtype", "")) in _REMOVED_ANNOTATIONS:
            del array[place]


def _clean_dictionary(found: pikepdf.Object) -> None:
    keys = set(found.keys())
    for key in keys.intersection(_REMOVED_KEYS):
        del found[key]
    for key in keys & {"/A", "/PA", "/Next", "/Dest"}:
        value = found.get(key)
        if key == "/Next" and "/S" not in keys:
            continue  # the next line of an outline, not the next action
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not _kept_action(value, key):
            del found[key]
    if "/Rect" in keys and "/Subtype" in keys and str(found.get("/Subtype")) != "/Widget":
        for key in keys.intersection(_ANNOTATION_TELLTALES):
            del found[key]
    if str(found.get("/FT", "")) == "/Sig" and "/V" in keys:
        del found["/V"]  # the signature no longer fits a cleaned file; its picture on the page stays
    if isinstance(found, pikepdf.Stream):
        _clean_stream(found)
    elif "/S" in keys and _is_action(found) and not _kept_action(found, "/A"):
        for key in keys:  # an action that something we do not know points at
            if key in found:
                del found[key]


def _is_action(found: pikepdf.Object) -> bool:
    kind = str(found.get("/S"))
    return str(found.get("/Type", "")) == "/Action" or kind in {
        "/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
        "/URI", "/RichMediaExecute", "/GoTo3DView", "/ResetForm", "/SetOCGState",
    }  # fmt: skip


def _kept_action(action: pikepdf.Object, key: str) -> bool:
    """Whether an action only moves within the document or opens an ordinary address."""
    if key == "/Dest":
        return True
    if key in ("/PA", "/Next") or not isinstance(action, pikepdf.Dictionary):
        # /A is also an attribute list in tagged PDFs: an array or a dictionary with /O, and no action at all.
        return key == "/A"
    if "/S" not in action:
        return "/O" in action
    kind = str(action.get("/S"))
    if kind == "/Named":
        return str(action.get("/N", "")) in _KEPT_NAMED
    if kind == "/URI":
        return str(action.get("/URI", "")).strip().lower().startswith(_KEPT_SCHEMES)
    return kind in _KEPT_ACTIONS


def _clean_stream(stream: pikepdf.Stream) -> None:
    for key in ("/F", "/FFilter", "/FDecodeParms"):  # a stream whose content lies in another file
        if key in stream:
            del stream[key]
    if stream.get("/Filter") == pikepdf.Name.DCTDecode or stream.get("/Filter") == pikepdf.Array([pikepdf.Name.DCTDecode]):
        raw = stream.read_raw_bytes()
        plain = without_jpeg_tags(raw)
        if plain != raw:
            params = stream.get("/DecodeParms")
            stream.write(plain, filter=pikepdf.Name.DCTDecode)
            if isinstance(params, pikepdf.Dictionary):
                stream["/DecodeParms"] = params


def without_jpeg_tags(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments, pixels untouched; returned as it is where it cannot be followed.

    APP0 (JFIF) and APP14 (Adobe: which colours) stay, since a PDF reader needs them.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xDA:
            return b"".join([*kept, data[place:]])
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(data[place:end])
        place = end
    return data
