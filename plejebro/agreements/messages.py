"""What people are told by notice. Never a name, an amount or a word of the case: a case number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from plejebro.agreements.models import Contract, Negotiation, TaskAgreement
from plejebro.kernel import clock
from plejebro.municipalities.enums import Role
from plejebro.municipalities.queries import with_role
from plejebro.placements import telling
from plejebro.placements.enums import Task
from plejebro.placements.telling import Login, News
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
    people = telling.family_of(thing.placement) if side == Side.FAMILY else _municipality(thing)
    return telling.tell(_news(thing, kind, headline, key, path, by), people, except_user=except_user)


def tell_leaders(contract: Contract, *, kind: str, headline: str, key: str) -> int:
    """Tells the leaders of the placement's unit."""
    return telling.tell(_news(contract, kind, headline, key), telling.leaders_of(contract.placement))


def negotiation_path(negotiation: Negotiation) -> str:
    """The address of a negotiation's page."""
    return reverse("agreements:negotiation", args=[negotiation.contract.public_id, negotiation.public_id])


def _municipality(thing: Contract | TaskAgreement) -> list[Login]:
    if isinstance(thing, Contract):
        officers = with_role(thing.placement.municipality_id, Role.CONTRACT_OFFICER, clock.today())
        return telling.logins(officers.order_by("pk"))
    return telling.those_with_task(thing.placement, Task.ADVISER)


def _news(
    thing: Contract | TaskAgreement, kind: str, headline: str, key: str, path: str = "", by: date | None = None
) -> News:
    name = "contract" if isinstance(thing, Contract) else "task"
    path = path or reverse(f"agreements:{name}", args=[thing.public_id])
    return News(kind, headline, f"{thing.pk}:{key}", thing.case_number, path, by)
