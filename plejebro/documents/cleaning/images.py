"""Pictures are decoded and written anew: what was not pixels is gone, be it position, author or a hidden file."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Final

from PIL import Image, ImageCms, ImageFile, ImageOps

from plejebro.documents.rules import KINDS, MAX_PIXELS, MAX_PIXELS_OTHER, FileRefused, Kind, Refusal

_FORMAT: Final = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
# A JPEG above this is decoded at half size: legible as a photographed letter, and a quarter of the memory.
_FULL_SIZE_PIXELS: Final = 25_000_000

# We count pixels ourselves, before decoding; a truncated picture is an error, not a grey half.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False


def clean_image(data: bytes, found: str) -> tuple[Kind, bytes]:
    """The picture upright, in sRGB and without a tag; HEIC becomes JPEG. Raises FileRefused."""
    kind = KINDS["jpg" if found == "heic" else found]
    return kind, _again(data, _FORMAT[found], _FORMAT[kind.code])


def clean_inner_image(data: bytes) -> bytes | None:
    """A picture inside an office file without metadata and in its own format; None for what is no picture we read."""
    for form, start in (("JPEG", b"\xff\xd8\xff"), ("PNG", b"\x89PNG"), ("GIF", b"GIF8"), ("BMP", b"BM")):
        if data.startswith(start):
            return _again(data, form, form)
    if data.startswith((b"II*\x00", b"MM\x00*")):
        return _again(data, "TIFF", "TIFF")
    return None


def _again(data: bytes, source: str, target: str) -> bytes:
    """Decode as `source` and encode as `target`, only the first frame."""
    if source == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=(source,)) as picture:
                return _write(_pixels(picture, source), target)
    except (FileRefused, MemoryError):
        raise
    # Pillow's decoders raise whatever their struct, zlib or arithmetic meets in a broken file.
    except Exception as error:
        raise FileRefused(Refusal.DAMAGED) from error


def _pixels(picture: Image.Image, source: str) -> Image.Image:
    width, height = picture.size
    # A progressive JPEG keeps all its coefficients in memory, also at reduced size.
    form = "PROGRESSIVE" if picture.info.get("progressive") else source
    if width * height > MAX_PIXELS.get(form, MAX_PIXELS_OTHER):
        raise FileRefused(Refusal.TOO_MANY_PIXELS)
    if source == "JPEG" and width * height > _FULL_SIZE_PIXELS:
        picture.draft("RGB", (width // 2, height // 2))
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    return _srgb(picture)


def _srgb(picture: Image.Image) -> Image.Image:
    """Colours as sRGB, since the profile that explained them goes (profiles carry names and dates)."""
    profile = picture.info.get("icc_profile")
    if picture.mode != "RGB" or not profile:
        return picture
    # A broken profile is no profile: the pixels stand as they are.
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), inPlace=True
        )
    return picture


def _write(picture: Image.Image, target: str) -> bytes:
    if target in ("JPEG", "BMP"):
        picture = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    elif picture.mode not in ("1", "L", "RGB", "RGBA"):
        see_through = "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa")
        picture = picture.convert("RGBA" if see_through else "RGB")
    elif "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.info.clear()  # the encoders copy comments, profiles and XMP from here
    options: dict[str, dict[str, object]] = {
        "JPEG": {"quality": 88},
        "WEBP": {"quality": 88, "method": 2},
        "PNG": {"compress_level": 4},
    }
    out = io.BytesIO()
    # A fresh object: the opened one remembers where its tags lay in the file.
    fresh = Image.Image()
    fresh.im, fresh._mode, fresh._size = picture.im, picture.mode, picture.size
    fresh.palette = picture.palette
    fresh.save(out, target, **options.get(target, {}))
    return out.getvalue()
