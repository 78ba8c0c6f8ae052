"""How a test fills a form in: it opens the page, reads the hidden version that stands there, and sends what is typed."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client


def words(answer: Any) -> str:
    """The page's text without its marks, so that a sentence can be looked for."""
    html = re.sub(r"<(script|style)\b.*?</\1>", "", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def version_on(answer: Any) -> str:
    """The version the page's form keeps hidden."""
    found = re.search(r'name="version" value="([^"]+)"', answer.content.decode())
    assert found, "no form with a version on the page"
    return found[1]


def opens(client: Client, url: str) -> str:
    """Opens a form's page; returns the version the person has before them."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return version_on(answer)


def fills(client: Client, url: str, **typed: str) -> Any:
    """Opens the page and sends the form."""
    return client.post(url, {**typed, "version": opens(client, url)})
