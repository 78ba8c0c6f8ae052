"""The platform's own hats and facts. They live here since `accounts` and `access` may not know each other."""

from __future__ import annotations

from django.db.models import Q

from plejebro.access.registry import acting_source, person_fact
from plejebro.access.viewer import Acting, Viewer
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.accounts.models import PlatformRole
from plejebro.db.periods import current
from plejebro.kernel import clock


@person_fact
def is_operator(viewer: Viewer) -> bool:
    """Runs the installation."""
    return viewer.acting_kind == "platform" and viewer.role == PlatformRoleKind.OPERATOR


def _acting(row: PlatformRole) -> Acting:
    label = str(PlatformRoleKind(row.role).label)
    return Acting(kind="platform", id=row.pk, role=row.role, label=label[:1].upper() + label[1:], place="Plejebro")


def _all_of(user_id: int) -> list[Acting]:
    rows = PlatformRole.objects.filter(_holds(), user_id=user_id).order_by("pk")
    return [_acting(row) for row in rows]


def _one_of(user_id: int, role_id: int) -> Acting | None:
    row = PlatformRole.objects.filter(_holds(), user_id=user_id, pk=role_id).first()
    return _acting(row) if row else None


def _holds() -> Q:
    return current(clock.today())


acting_source("platform", all_of=_all_of, one_of=_one_of)
