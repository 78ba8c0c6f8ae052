"""Links to rooms that may not be switched on: a page that is not there gives no link instead of an error."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def maybe(name: str, *args: object) -> str:
    """The address of the page `name`, or the empty text when there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
