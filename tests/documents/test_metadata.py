"""Nothing of who, where and with what is left in a cleaned file (trust B9)."""

from __future__ import annotations

import io

import openpyxl
import pikepdf
import pytest
from PIL import Image

from plejebro.documents.cleaning import clean
from plejebro.documents.cleaning.pdf import without_jpeg_tags
from tests.documents import makers
from tests.documents.makers import AUTHOR, PLACE, TELLTALES, docx, odf, office, pdf, photo, rels, saved, unpacked


def _workbook() -> bytes:
    """A workbook as openpyxl writes it, with author, note and link."""
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["A3"] = "Beløb", 1250, "=A2*2"
    sheet["A1"].comment = openpyxl.comments.Comment("Husk bilag", AUTHOR)
    sheet["A2"].hyperlink = "https://borger.dk/"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _letter() -> bytes:
    """A docx with tracked changes, a note's author, a photo with position and an author list."""
    body = (
        f'<w:p w:rsidR="00AB12CD"><w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Hej &amp; tak'
        '</w:t></w:r></w:ins><a:blip r:embed="rId1"/></w:p>'
    )
    links = rels(
        ("rId1", "image", "media/image1.jpeg"),
        ("rId2", "people", "people.xml"),
        ("rId3", "customXml", "../customXml/item1.xml"),
    )
    return docx(body, **{
        "word/_rels/document.xml.rels": links, "word/media/image1.jpeg": photo(), "word/people.xml": f"<p>{AUTHOR}</p>",
        "customXml/item1.xml": f"<p>{PLACE}</p>", "docProps/thumbnail.jpeg": photo(),
    })  # fmt: skip


def _noted() -> bytes:
    made = pdf(photo_inside=True)
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=pikepdf.Array([0, 0, 9, 9]), Contents="Ring", T=AUTHOR
    )
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])
    return saved(made)


def _corpus() -> list[tuple[str, bytes]]:
    files: list[tuple[str, bytes]] = []
    for number in range(8):
        for form in ("JPEG", "PNG", "WEBP", "HEIF"):
            files.append((f"{form}-{number}", photo(form, (40 + 10 * number, 30 + 7 * number))))
        files.append((f"PDF-{number}", saved(pdf(number + 1, photo_inside=number % 2 == 0))))
    files += [("noted", _noted()), ("letter", _letter()), ("workbook", _workbook())]
    files += [
        (f"{code}-plain", office(code, f'<x xmlns:r="{makers.REL}"><t>Kære Anne</t></x>')) for code in makers.MAIN_TYPES
    ]
    files += [(f"docx-{n}", docx(f"<w:p><w:r><w:t>Brev {n}</w:t></w:r></w:p>")) for n in range(3)]
    image = f'<draw:image xlink:href="Pictures/1.jpg"/><text:p>Kære Anne<dc:creator>{AUTHOR}</dc:creator></text:p>'
    files += [(f"{code}-{n}", odf(code, image)) for code in ("odt", "ods") for n in range(2)]
    return files


CORPUS = _corpus()


def _tags_left(output: bytes) -> list[str]:
    """What a cleaned file still tells: marker words anywhere in it, and any tag of its format."""
    left: list[str] = []
    pieces = list(unpacked(output).values()) if output.startswith(b"PK") else [output]
    if output.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(output)) as document:
            left += [str(key) for key in document.trailer if key == "/Info"]
            plain = io.BytesIO()
            document.save(plain, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.specialized)
            pieces = [plain.getvalue()]
            for stream in document.objects:
                if isinstance(stream, pikepdf.Stream):
                    pieces.append(stream.read_raw_bytes())
                    left += ["XMP"] if stream.get("/Type") == pikepdf.Name.Metadata else []
    for piece in pieces:
        left += [word for word in TELLTALES if word.encode() in piece or word.encode("utf-16-be") in piece]
        left += [mark.decode() for mark in (b"Exif\0\0", b"eXIf", b"EXIF", b"xmpmeta", b"rsid") if mark in piece]
        if piece.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")):
            with Image.open(io.BytesIO(piece)) as picture:
                left += [f"exif {tag}" for tag in picture.getexif()]
                left += sorted(set(picture.info) & {"exif", "xmp", "comment", "icc_profile", "Author", "photoshop"})
    return left


def test_the_corpus_has_fifty_files_and_each_tells_something_before() -> None:
    assert len(CORPUS) >= 50
    assert [name for name, data in CORPUS if not _tags_left(data)] == []


@pytest.mark.parametrize(("name", "data"), CORPUS, ids=[name for name, _ in CORPUS])
def test_no_tag_is_left(name: str, data: bytes) -> None:
    _, output = clean(data)
    assert _tags_left(output) == []


def test_a_photo_taken_sideways_stands_upright() -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        _, output = clean(photo(form, (40, 30)))
        with Image.open(io.BytesIO(output)) as picture:
            assert picture.size == (30, 40)


def test_a_heic_photo_becomes_a_jpeg() -> None:
    kind, output = clean(photo("HEIF", (64, 48)))
    assert kind.code == "jpg"
    assert output.startswith(b"\xff\xd8\xff")


def test_a_see_through_picture_stays_see_through() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).quantize().save(out, "PNG", transparency=0)
    _, output = clean(out.getvalue())
    with Image.open(io.BytesIO(output)) as picture:
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_what_people_wrote_is_kept() -> None:
    kind, output = clean(_letter())
    parts = unpacked(output)
    assert kind.code == "docx"
    assert "Hej &amp; tak" in parts["word/document.xml"].decode()
    assert 'r:embed="rId1"' in parts["word/document.xml"].decode()
    assert parts["word/media/image1.jpeg"].startswith(b"\xff\xd8")
    kind, output = clean(_workbook())
    sheet = openpyxl.load_workbook(io.BytesIO(output)).active
    assert sheet is not None
    assert [sheet[cell].value for cell in ("A1", "A2", "A3")] == ["Beløb", 1250, "=A2*2"]
    assert sheet["A1"].comment.text == "Husk bilag"
    assert sheet["A2"].hyperlink.target == "https://borger.dk/"


def test_page_numbers_and_ordinary_links_survive_in_a_letter() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    texts = (" PAGE ", ' HYPERLINK "https://borger.dk" ', " TOC \\o ")
    _, output = clean(docx("".join(field.format(text.strip()) for text in texts)))
    document = unpacked(output)["word/document.xml"].decode()
    assert [text for text in texts if text.strip() not in document.replace("&quot;", '"')] == []


def test_links_and_pages_of_a_pdf_are_kept() -> None:
    made = pdf(3)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]),
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://borger.dk/")),
    )  # fmt: skip
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(link)])
    _, output = clean(saved(made))
    with pikepdf.open(io.BytesIO(output)) as document:
        assert len(document.pages) == 3
        assert str(document.pages[0].Annots[0].A.URI) == "https://borger.dk/"  # type: ignore[index]


def test_a_jpeg_inside_a_pdf_keeps_its_pixels() -> None:
    before = photo()
    after = without_jpeg_tags(before)
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as two:
        assert one.tobytes() == two.tobytes()
        assert len(two.getexif()) == 0
