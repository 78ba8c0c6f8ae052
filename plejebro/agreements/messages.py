"""What people are told by notice. Never a name, an amount or a word of the case: a case number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from plejebro.agreements.models import Contract, Negotiation, TaskAgreement
from plejebro.db.periods import current
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.municipalities.enums import Role
from plejebro.municipalities.models import Absence, Employment
from plejebro.municipalities.queries import leaders_for, with_role
from plejebro.notifications.actions import Notice, post_all
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment
from plejebro.versions.enums import Side


def tell(
    thing: Contract | TaskAgreement,
    *,
    side: str,
    kind: str,
    headline: str,
    key: str,
    path: str = "",
    by: date | None = None,
    except_user: int | None = None,
) -> int:
    """Tells everybody on `side`: the family's members, or those who negotiate for the municipality. Returns how many."""
    people = _family(thing) if side == Side.FAMILY else _municipality(thing)
    return _post(thing, people, kind, headline, key, path, by, except_user)


def tell_leaders(contract: Contract, *, kind: str, headline: str, key: str) -> int:
    """Tells the leaders of the placement's unit."""
    placement = contract.placement
    rows = leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=clock.today())
    people = [(row.user_id, row.email) for row in rows if row.user_id is not None]
    return _post(contract, people, kind, headline, key, "", None, None)


def negotiation_path(negotiation: Negotiation) -> str:
    """The address of a negotiation's page."""
    return reverse("agreements:negotiation", args=[negotiation.contract.public_id, negotiation.public_id])


def _family(thing: Contract | TaskAgreement) -> list[tuple[int, str]]:
    rows = FamilyMember.objects.filter(
        current(clock.today()), family_id=thing.placement.family_id, user__isnull=False
    ).select_related("user")
    return [(row.user.pk, row.user.email) for row in rows.order_by("pk") if row.user is not None]


def _municipality(thing: Contract | TaskAgreement) -> list[tuple[int, str]]:
    today, placement = clock.today(), thing.placement
    if isinstance(thing, Contract):
        rows = with_role(placement.municipality_id, Role.CONTRACT_OFFICER, today)
    else:
        mine = Assignment.objects.filter(current(today), placement_id=placement.pk, task=Task.ADVISER)
        ids = mine.values("employment_id")
        deputies = Absence.objects.filter(current(today), employment_id__in=ids).values("deputy_id")
        rows = Employment.objects.filter(current(today)).filter(Q(pk__in=ids) | Q(pk__in=deputies))
    return [(row.user_id, row.email) for row in rows.order_by("pk") if row.user_id is not None]


def _post(
    thing: Contract | TaskAgreement,
    people: list[tuple[int, str]],
    kind: str,
    headline: str,
    key: str,
    path: str,
    by: date | None,
    except_user: int | None,
) -> int:
    lines: tuple[str, ...] = (f"Sagsnummer {thing.case_number}.",)
    if by is not None:
        lines += (f"Svar senest {long_date(by)}.",)
    name = "contract" if isinstance(thing, Contract) else "task"
    return post_all(
        [
            Notice(
                kind=kind,
                user_id=user_id,
                address=address,
                headline=headline,
                lines=lines,
                path=path or reverse(f"agreements:{name}", args=[thing.public_id]),
                dedupe_key=f"{kind}:{thing.pk}:{key}:{user_id}",
            )
            for user_id, address in people
            if user_id != except_user
        ]
    )
