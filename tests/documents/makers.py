"""Files made in the test: photos, PDFs and office documents, whole and telling, for the corpora to bend."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

AUTHOR = "Karen Hemmelig"
PLACE = "Skjultgade 7"
TELLTALES = (AUTHOR, PLACE, "Hemmeligfirma", "GPSLatitude", "Nikon Testkamera")

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CT = "application/vnd.openxmlformats-officedocument"
MAIN_TYPES = {
    "docx": ("word/document.xml", f"{CT}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{CT}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{CT}.presentationml.presentation.main+xml"),
}


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 30), colour: str = "teal") -> bytes:
    """A picture with position, camera, artist, XMP and comment, as far as the format can carry them."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x010E], exif[0x0112] = "Nikon Testkamera", AUTHOR, PLACE, 6
    exif[0x8825] = {1: "N", 2: (55.0, 40.0, 12.0), 3: "E", 4: (12.0, 34.0, 1.0)}
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{AUTHOR}</x:xmpmeta>".encode()
    options: dict[str, object] = {"exif": exif}
    if form == "PNG":
        note = PngInfo()
        note.add_text("Author", AUTHOR)
        note.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = note
    elif form == "JPEG":
        options |= {"comment": PLACE.encode(), "xmp": xmp}
    elif form == "WEBP":
        options["xmp"] = xmp
    elif form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
        options["xmp"] = xmp
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    return out.getvalue()


def pdf(pages: int = 1, photo_inside: bool = False) -> pikepdf.Pdf:
    """An open PDF with author, XMP and, if asked, a photo that carries its own position."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    made.docinfo["/Author"], made.docinfo["/Title"] = AUTHOR, PLACE
    with made.open_metadata() as meta:
        meta["dc:creator"] = [AUTHOR]
    made.Root.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String(AUTHOR)))
    if photo_inside:
        picture = pikepdf.Stream(made, photo())
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    return made


def saved(made: pikepdf.Pdf) -> bytes:
    """The bytes of an open PDF."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rels(*rows: tuple[str, str, str]) -> str:
    """A relationship part from (id, last word of type, target); a target with ":" or a backslash is External."""
    text = "".join(
        f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target or "\\" in target else "/>")
        for i, kind, target in rows
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{text}</Relationships>'


def office(code: str, main: str, extra: Mapping[str, str | bytes] | None = None, main_type: str = "") -> bytes:
    """A docx, xlsx or pptx around the XML of its main part, with an author in every usual place."""
    name, kind = MAIN_TYPES[code]
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{AUTHOR}</dc:creator>'
        f"<cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy></cp:coreProperties>"
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Override PartName="/{name}" ContentType="{main_type or kind}"/></Types>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": rels(
            ("rId1", "officeDocument", name), ("rId2", "core-properties", "docProps/core.xml"),
            ("rId3", "extended-properties", "docProps/app.xml"), ("rId4", "custom-properties", "docProps/custom.xml"),
        ),
        "docProps/core.xml": core,
        "docProps/app.xml": "<Properties><Company>Hemmeligfirma</Company></Properties>",
        "docProps/custom.xml": f"<Properties><p>{PLACE}</p></Properties>",
        name: main,
    }  # fmt: skip
    return packed({**parts, **(extra or {})})


def document_xml(body: str) -> str:
    """word/document.xml around `body`."""
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{REL}" xmlns:a="urn:a" xmlns:o="urn:o" xmlns:v="urn:v">'
        f"<w:body>{body}</w:body></w:document>"
    )


def docx(body: str = "<w:p><w:r><w:t>Kære Anne</w:t></w:r></w:p>", **extra: str | bytes) -> bytes:
    """A docx; `extra` by part name."""
    return office("docx", document_xml(body), extra)


def odf(code: str, body: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """An odt or ods around the XML of its body, with an author and a picture."""
    kind = {"odt": "text", "ods": "spreadsheet"}[code]
    content = (
        '<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:draw="urn:d" xmlns:xlink="urn:x" '
        'xmlns:dc="urn:dc" xmlns:script="urn:s" xmlns:table="urn:tb">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content,
        "meta.xml": f"<office:document-meta xmlns:office='urn:o'><a>{AUTHOR}</a></office:document-meta>",
        "settings.xml": f"<s>{PLACE}</s>",
        "Pictures/1.jpg": photo(),
        "Thumbnails/thumbnail.png": photo("PNG"),
        "META-INF/manifest.xml": "<manifest/>",
    }
    return packed({**parts, **(extra or {})})
