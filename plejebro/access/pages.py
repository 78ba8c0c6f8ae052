"""Every page says who may come: public, any logged-in person, or holders of a permission. An unmarked page is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from plejebro.access.permissions import Permission

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class PageAccess:
    """A page's classification. `permissions` are those its door asks for; `needs_hat`: one must act as somebody."""

    kind: str
    permissions: tuple[Permission, ...] = ()
    needs_hat: bool = True


def public_page(view: V) -> V:
    """Anyone may come, logged in or not."""
    view.access = PageAccess("public", needs_hat=False)  # type: ignore[attr-defined]
    return view


def login_page(view: V) -> V:
    """Any logged-in person may come, whatever the hat: the page shows only the person's own things."""
    view.access = PageAccess("login", needs_hat=False)  # type: ignore[attr-defined]
    return view


def home_page(view: V) -> V:
    """Any logged-in person who acts as somebody may come."""
    view.access = PageAccess("login")  # type: ignore[attr-defined]
    return view


def page(*permissions: Permission) -> Callable[[V], V]:
    """Only holders of (one of) `permissions` come in; the view's door asks for them, and the middleware for those that
    are about the person alone."""

    def mark(view: V) -> V:
        view.access = PageAccess("permission", permissions)  # type: ignore[attr-defined]
        return view

    return mark


def demo_page(view: V) -> V:
    """Exists only in the demo; elsewhere it is not found."""
    view.access = PageAccess("demo", needs_hat=False)  # type: ignore[attr-defined]
    return view
