"""What people do again and again in the journeys, said once."""

from __future__ import annotations

import io
import re
import time
import urllib.parse
from pathlib import Path

from playwright.sync_api import Page, expect


def photo_from_phone(folder: Path) -> Path:
    """A JPEG as a phone makes it: with the place it was taken and the phone's name."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Telefonmager"
    exif[0x8825] = {1: "N", 2: (55.0, 40.0, 30.0), 3: "E", 4: (12.0, 34.0, 5.0)}
    path = folder / "briller.jpg"
    Image.new("RGB", (640, 480), (200, 120, 60)).save(path, exif=exif)
    assert b"Telefonmager" in path.read_bytes()
    return path


def exif_of(data: bytes) -> dict[int, object]:
    """The EXIF tags in a picture."""
    from PIL import Image

    return dict(Image.open(io.BytesIO(data)).getexif())


def child(page: Page, name: str) -> None:
    """From the home page to the placement of the child."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(rf"^{name}\b")).first.click()
    page.wait_for_url("**/anbringelser/*/")


def begin_enquiry(page: Page, of: str, *, topic: str, title: str, text: str) -> None:
    """A family fills in a new enquiry about the child; not sent yet."""
    child(page, of)
    page.get_by_role("link", name=re.compile("Skriv til kommunen|Notér en henvendelse")).first.click()
    page.get_by_role("radio", name=re.compile(rf"^{topic}( svarfrist|$)")).check()
    page.get_by_label("Overskrift").fill(title)
    page.get_by_label("Hvad vil du spørge om?").fill(text)


def send(page: Page) -> None:
    """Sends, and stands on the thread."""
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/henvendelser/*/*")


def write(page: Page, text: str, *, kind: str | None = None) -> None:
    """A message in the open thread."""
    if kind:
        page.get_by_role("radio", name=re.compile(rf"^{kind}")).check()
    page.get_by_role("textbox", name="Besked").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_label("Beskeder").get_by_text(text)).to_be_visible()


def path_of(page: Page) -> str:
    """The page's path, without what follows it."""
    return urllib.parse.urlsplit(page.url).path


def outbox(page: Page) -> str:
    """All that stands on the first page of the demo's outbox."""
    page.goto("/demo/udbakke/")
    return page.locator("main").inner_text()


def wait_for_outbox(page: Page, words: str, seconds: float = 15) -> str:
    """The outbox once `words` stand in it; the worker looks every few seconds."""
    until = time.monotonic() + seconds
    while words not in (text := outbox(page)) and time.monotonic() < until:
        time.sleep(0.5)
    assert words in text
    return text


def code_of_app(secret: str) -> str:
    """What an authenticator app would show for `secret` now (RFC 6238)."""
    import base64
    import hashlib
    import hmac
    import struct

    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
