"""What the pages about a family show, masked: the home through the mask, others' children as a place that is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from plejebro.access.doors import condition, scope, with_grants
from plejebro.access.mask import visible_place
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.models import Invitation
from plejebro.db.periods import current, not_over
from plejebro.families.actions import WORDS, approval_fingerprint, approvals_fingerprint
from plejebro.families.links import waiting_requests
from plejebro.families.models import Approval, Family, FamilyMember, FamilyMunicipality
from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr
from plejebro.kernel.danish import date_text, sort_key
from plejebro.municipalities.models import Municipality
from plejebro.municipalities.queries import real_municipalities
from plejebro.people import queries as people
from plejebro.people.queries import with_number
from plejebro.wordindex.queries import having

PAGE_SIZE = 50
TAKEN = "Pladsen er optaget"


@dataclass(frozen=True)
class MemberRow:
    """A foster parent on the family's page."""

    public_id: UUID
    name: str
    email: str
    phone: str
    holds_contract: bool
    state: str
    may_invite: bool
    is_me: bool


@dataclass(frozen=True)
class ApprovalRow:
    """An approval: what, for how many, until when."""

    pk: int
    text: str
    period: str
    by: str
    is_over: bool


@dataclass(frozen=True)
class PlaceRow:
    """A place in the home: the child as the viewer may see it, or that the place is taken."""

    label: str
    public_id: UUID | None


@dataclass(frozen=True)
class FamilyPage:
    """The family's page."""

    public_id: UUID
    name: str
    address: str
    is_masked: bool
    members: list[MemberRow]
    approvals: list[ApprovalRow]
    places: int | None
    taken: list[PlaceRow]
    municipalities: list[str]
    may_edit: bool
    may_invite: bool
    is_own: bool
    asked_by: list[tuple[str, str]]

    @property
    def free(self) -> int | None:
        """Places nobody has; None when the family has no approval today."""
        return None if self.places is None else max(0, self.places - len(self.taken))


def placements_of(viewer: Viewer, today: date) -> QuerySet[Any]:
    """Placements that are not over and that the viewer may know exist; families' own records are nobody else's."""
    model: Any = Family._meta.get_field("placements").related_model  # the room above points down here
    rows = model._default_manager.filter(not_over(today))
    if not viewer.is_family:
        rows = rows.filter(shared_at__isnull=False)
    rows = with_grants(rows, viewer, [Permission.PLACEMENT_READ, Permission.CHILD_NAME])
    return rows.annotate(  # type: ignore[no-any-return]
        name_protected=people.hides_name("child"), place_protected=people.hides_place("child")
    )


def is_masked(family: Family, viewer: Viewer) -> bool:
    """Whether the viewer may not know who and where the family is, since a child in it is protected."""
    if viewer.is_family:
        return False
    rows = placements_of(viewer, viewer.today).filter(family=family)
    children = list(rows.order_by("pk"))
    return any(row.place_protected for row in children) and not any(row.may_child_name for row in children)


def family_page(family: Any, viewer: Viewer) -> FamilyPage:
    """The page; `family` comes from the door with `may_family_edit` and `may_family_invite`. At most seven queries."""
    today = viewer.today
    children = list(placements_of(viewer, today).filter(family=family).select_related("child").order_by("starts", "pk"))
    knows = viewer.is_family or any(row.may_child_name for row in children)
    protected = any(row.place_protected for row in children)
    home = visible_place(family.name, address_of(family), place_protected=protected, knows_place=knows)
    approvals = list(Approval.objects.filter(family=family).order_by("-starts", "-pk"))
    running = [row for row in approvals if row.period.contains(today)]
    return FamilyPage(
        public_id=family.public_id,
        name=home.name,
        address=home.address,
        is_masked=home.is_masked,
        members=[] if home.is_masked else _members(family, viewer, today),
        approvals=[_approval(row, today) for row in approvals],
        places=sum(row.places for row in running) if running else None,
        taken=[_place(row, today) for row in children if row.starts <= today],
        municipalities=_municipalities(family, viewer, today),
        may_edit=family.may_family_edit and not home.is_masked,
        may_invite=family.may_family_invite and not home.is_masked,
        is_own=viewer.is_family,
        asked_by=_asked_by(family) if viewer.is_family else [],
    )


def _asked_by(family: Family) -> list[tuple[str, str]]:
    return [
        (str(row.municipality), reverse("flows:link", args=[family.public_id, row.public_id]))
        for row in waiting_requests(family)
    ]


def address_of(family: Family) -> str:
    """The address on one line."""
    town = f"{family.postal_code} {family.city}".strip()
    return ", ".join(part for part in (family.address, town) if part)


def _place(row: Any, today: date) -> PlaceRow:
    if not row.may_placement_read:
        return PlaceRow(TAKEN, None)
    child = people.shown(row.child, name_protected=row.name_protected, knows_name=row.may_child_name, today=today)
    return PlaceRow(child.title, row.public_id)


def _members(family: Family, viewer: Viewer, today: date) -> list[MemberRow]:
    rows = list(
        FamilyMember.objects.filter(not_over(today), family=family)
        .select_related("person")
        .order_by("-holds_contract", "pk")
    )
    waiting = {row.email.lower() for row in rows if row.user_id is None and row.email}
    invited = {
        int(row.payload["member"]): row
        for row in Invitation.objects.filter(email__in=waiting, kind="family_member").order_by("created_at", "pk")
        if "member" in row.payload
    }
    return [_member(row, invited.get(row.pk), viewer) for row in rows]


def _member(row: FamilyMember, invitation: Invitation | None, viewer: Viewer) -> MemberRow:
    if row.user_id is not None:
        state = "Har log ind" if row.ends is None else f"Med til {date_text(row.ends)}"
    elif not row.email:
        state = "Ingen e-mail endnu"
    elif invitation is None or invitation.revoked_at is not None:
        state = "Ikke inviteret"
    else:
        until = clock.local(invitation.expires_at).date()
        state = "Invitationen er udløbet" if invitation.expires_at <= clock.now() else f"Inviteret, til {date_text(until)}"
    return MemberRow(
        public_id=row.public_id,
        name=f"{row.person.given_name} {row.person.family_name}".strip(),
        email=row.email,
        phone=row.phone,
        holds_contract=row.holds_contract,
        state=state,
        may_invite=row.user_id is None and bool(row.email) and row.ends is None,
        is_me=row.user_id == viewer.user_id,
    )


def _approval(row: Approval, today: date) -> ApprovalRow:
    ends = f" til {date_text(row.ends)}" if row.ends else ""
    plural = "plads" if row.places == 1 else "pladser"
    return ApprovalRow(
        pk=row.pk,
        text=f"{row.get_kind_display()}, {row.places} {plural}",
        period=f"fra {date_text(row.starts)}{ends}",
        by=row.approved_by,
        is_over=row.period.ended_before(today),
    )


def approval_values(row: Approval) -> dict[str, Any]:
    """What the approval says now, as the form names it."""
    values: dict[str, Any] = {name: getattr(row, name) for name in ("kind", "places", "approved_by", "starts", "ends")}
    return {**values, "version": approval_fingerprint(row)}


def newest_approval(family: Family) -> dict[str, Any]:
    """What the family's last approval says, with the fingerprint of them all, for whoever adds one at the same time."""
    row = Approval.objects.filter(family=family).order_by("-starts", "-pk").first()
    return {**(approval_values(row) if row else {}), "version": approvals_fingerprint(family)}


def _municipalities(family: Family, viewer: Viewer, today: date) -> list[str]:
    ties = FamilyMunicipality.objects.filter(current(today), family=family).select_related("municipality")
    if not viewer.is_family:
        ties = ties.filter(municipality_id=viewer.tenant_id, shared_at__isnull=False)
    rows = ties.order_by("municipality__sort_key", "pk")
    return [
        str(row.municipality) if row.shared_at or not viewer.is_family else f"{row.municipality} (kan ikke se jer endnu)"
        for row in rows
    ]


@dataclass(frozen=True)
class FamilyRow:
    """A family in the list."""

    public_id: UUID
    name: str
    place: str


def family_list(viewer: Viewer, *, words: str, number: int) -> tuple[Page[Any], list[FamilyRow], list[Any]]:
    """A page of the families the viewer may see, masked, and the rows behind for the log. Three queries.

    A home that is hidden from the viewer is not found by its name and is sorted last.
    """
    today = viewer.today
    there = placements_of(viewer, today).filter(family=OuterRef("pk"))
    rows = scope(viewer, Family, Permission.FAMILY_READ).annotate(
        is_hidden=Exists(there.filter(place_protected=True)),
        is_known=Exists(there.filter(condition(viewer, Permission.CHILD_NAME))),
    )
    if words and (match := having(WORDS, words)) is not None:
        rows = rows.filter(match).filter(Q(is_hidden=False) | Q(is_known=True))
    found = Paginator(rows.order_by("sort_key", "pk"), PAGE_SIZE).get_page(number)
    shown = list(found.object_list)
    return found, sorted((_row(row) for row in shown), key=_last_if_hidden), shown


def _row(row: Any) -> FamilyRow:
    home = visible_place(row.name, row.city, place_protected=row.is_hidden, knows_place=row.is_known)
    return FamilyRow(row.public_id, home.name, home.address)


def _last_if_hidden(row: FamilyRow) -> tuple[bool, str]:
    return row.name == "Plejefamilie", sort_key(row.name)


def known_families(viewer: Viewer) -> QuerySet[Family]:
    """Families the viewer's municipality works with, whose home is not hidden from the viewer."""
    ties = FamilyMunicipality.objects.filter(
        current(viewer.today), municipality_id=viewer.tenant_id, shared_at__isnull=False
    )
    there = placements_of(viewer, viewer.today).filter(family=OuterRef("pk"))
    rows = Family.objects.filter(pk__in=ties.values("family_id"), ended_on__isnull=True)
    hidden, known = there.filter(place_protected=True), there.filter(condition(viewer, Permission.CHILD_NAME))
    return rows.filter(~Exists(hidden) | Exists(known)).order_by("sort_key", "pk")


def known_by(viewer: Viewer, *, email: str, cpr: Cpr | None) -> Family | None:
    """The family of that foster parent, if the viewer's own municipality works with it and may know it.

    Another municipality's family is never looked among: that is a question for the family itself (`families.links`).
    """
    who = Q(email__iexact=email) if email else Q(pk__in=[])
    if cpr is not None:
        who |= Q(person__in=with_number(cpr.number).values("person_id"))
    members = FamilyMember.objects.filter(who, not_over(viewer.today))
    return known_families(viewer).filter(pk__in=members.values("family_id")).first()


def other_municipalities(family: Family, *, with_invented: bool) -> QuerySet[Municipality]:
    """Municipalities the family does not work with yet."""
    mine = FamilyMunicipality.objects.filter(family=family, ends__isnull=True).values("municipality_id")
    return real_municipalities(with_invented).exclude(pk__in=mine)
