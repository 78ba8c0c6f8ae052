"""The tabs of each hat, and how many notices are new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.db.periods import not_over
from plejebro.municipalities.enums import Role
from plejebro.notifications.models import OutboxMessage
from plejebro.notifications.queries import unread_count
from plejebro.placements.models import Placement
from plejebro.web.links import maybe


@dataclass(frozen=True)
class NavItem:
    """One tab; an empty `url` is a page that is not there, and is left out."""

    label: str
    url: str


@dataclass(frozen=True)
class Frame:
    """The tabs and the count of new notices."""

    items: list[NavItem]
    unread: int


def unread_column(user_id: int) -> Coalesce:
    """The user's count of new notices as a column, so that a page's own query can bring it along."""
    rows = OutboxMessage.objects.filter(recipient_id=user_id, read_at__isnull=True).order_by()
    # Grouping by the recipient makes it one row; no group at all is no row, hence the 0.
    counted = rows.values("recipient_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def nav_of(
    viewer: Viewer, *, known_unread: int | None = None, known_children: list[tuple[UUID, str]] | None = None
) -> Frame:
    """The frame for the viewer's hat; at most one query, and none where the page has read what it needs."""
    if viewer.is_family and viewer.family_id is not None:
        if known_unread is not None and known_children is not None:
            return _family(known_children, known_unread)
        return _family(*_children(viewer, viewer.family_id))
    unread = unread_count(viewer.user_id) if known_unread is None else known_unread
    return Frame(_staff(viewer), unread)


def _children(viewer: Viewer, family_id: int) -> tuple[list[tuple[UUID, str]], int]:
    rows: QuerySet[Placement, Any] = (
        Placement.objects.filter(not_over(viewer.today), family_id=family_id)
        .order_by("starts", "pk")
        .values("public_id", "child__given_name")
        .annotate(unread=unread_column(viewer.user_id))
    )
    children = list(rows)
    unread = children[0]["unread"] if children else unread_count(viewer.user_id)
    return [(row["public_id"], row["child__given_name"]) for row in children], unread


def _family(children: list[tuple[UUID, str]], unread: int) -> Frame:
    tabs = [NavItem(name, reverse("web:placement", args=[public_id])) for public_id, name in children]
    return Frame(
        [
            NavItem("Overblik", reverse("web:home")),
            *tabs,
            NavItem("Kalender", maybe("agenda:calendar")),
            NavItem("Henvendelser", maybe("enquiries:list")),
            NavItem("Beskeder", reverse("web:notices")),
            NavItem("Hjælp", reverse("web:help")),
        ],
        unread,
    )


_CASEWORK = (
    ("Overblik", "web:home"),
    ("Anbringelser", "web:placements"),
    ("Familier", "families:list"),
    ("Henvendelser", "enquiries:list"),
    ("Kalender", "agenda:calendar"),
    ("Frister", "agenda:rhythm_list"),
    ("Udlæg", "agreements:expense_inbox"),
    ("Støtteophold", "agenda:respite_list"),
    ("Søg", "web:search"),
    ("Beskeder", "web:notices"),
)
_DECIDING = (*_CASEWORK[:4], ("Afgørelser", "decisions:list"), *_CASEWORK[4:])
_ADMINISTRATION = (
    ("Overblik", "web:home"),
    ("Medarbejdere", "municipalities:employees"),
    ("Enheder", "municipalities:units"),
    ("Svarfrister", "municipalities:reply_times"),
    ("Udlæg", "agreements:expense_types"),
    ("Skoleferier", "agenda:school_holidays"),
    ("Indlæs", "flows:import"),
    ("Indstillinger", "municipalities:settings"),
    ("Beskeder", "web:notices"),
)
_OPERATION = (
    ("Overblik", "web:home"),
    ("Kommuner", "municipalities:all"),
    ("Satser", "agreements:rates"),
    ("Beskeder", "web:notices"),
)
_ANALYSIS = (
    ("Overblik", "web:home"),
    ("Undersøgelser", "practice_review:studies"),
    ("Målinger", "surveys:rounds"),
    ("Spørgeskemaer", "surveys:questionnaires"),
    ("Beskeder", "web:notices"),
)
_REVIEWING = (("Overblik", "web:home"), ("Mine bedømmelser", "practice_review:codings"), ("Beskeder", "web:notices"))
_CONTRACTS = (("Overblik", "web:home"), ("Kontrakter", "agreements:list"), ("Beskeder", "web:notices"))
_JUST_HOME = (("Overblik", "web:home"), ("Beskeder", "web:notices"))

_TABS: dict[str, tuple[tuple[str, str], ...]] = {
    Role.ADVISER: _DECIDING,
    Role.CONSULTANT: _CASEWORK,
    Role.TEAM_LEADER: _DECIDING,
    Role.HEAD: _DECIDING,
    Role.CONTRACT_OFFICER: _CONTRACTS,
    Role.ADMINISTRATOR: _ADMINISTRATION,
    "operator": _OPERATION,
    "analyst": _ANALYSIS,
    "reviewer": _REVIEWING,
}


def _staff(viewer: Viewer) -> list[NavItem]:
    return [NavItem(label, maybe(name)) for label, name in _TABS.get(viewer.role, _JUST_HOME)]
