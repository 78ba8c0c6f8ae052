"""What people are told by notice. Never a name, a topic or a word of the case: a case number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from plejebro.db.periods import current
from plejebro.enquiries.enums import Side
from plejebro.enquiries.models import Enquiry
from plejebro.families.models import FamilyMember
from plejebro.kernel import clock
from plejebro.kernel.danish import long_date
from plejebro.municipalities.models import Absence, Employment
from plejebro.municipalities.queries import leaders_for
from plejebro.notifications.actions import Notice, post_all


def tell_side(
    enquiry: Enquiry,
    *,
    side: str,
    kind: str,
    headline: str,
    key: str,
    by: date | None = None,
    except_user: int | None = None,
) -> int:
    """Tells everybody on `side`: the family's members, or the addressee with whoever stands in. Returns how many."""
    if side == Side.FAMILY:
        return _tell_family(enquiry, kind, headline, key, by, except_user)
    return tell_employees(
        enquiry, _addressees(enquiry), kind=kind, headline=headline, key=key, by=by, except_user=except_user
    )


def tell_employees(
    enquiry: Enquiry,
    employees: list[Employment],
    *,
    kind: str,
    headline: str,
    key: str,
    by: date | None = None,
    except_user: int | None = None,
) -> int:
    """Tells each of `employees` who has a login; one notice per person and `key`."""
    return post_all(
        [
            _notice(enquiry, row.user_id, row.email, kind, headline, key, by)
            for row in employees
            if row.user_id is not None and row.user_id != except_user
        ]
    )


def _tell_family(enquiry: Enquiry, kind: str, headline: str, key: str, by: date | None, except_user: int | None) -> int:
    members = FamilyMember.objects.filter(
        current(clock.today()), family_id=enquiry.placement.family_id, user__isnull=False
    ).select_related("user")
    return post_all(
        [
            _notice(enquiry, member.user.pk, member.user.email, kind, headline, key, by)
            for member in members.order_by("pk")
            if member.user is not None and member.user_id != except_user
        ]
    )


def _addressees(enquiry: Enquiry) -> list[Employment]:
    if not enquiry.shared:  # the family's own record: the municipality is not told that it is there
        return []
    today = clock.today()
    if enquiry.addressee_id is None:  # nobody has the task: those who can give it to somebody are told
        placement = enquiry.placement
        return leaders_for(municipality_id=placement.municipality_id, unit_id=placement.unit_id, on=today)
    deputies = Absence.objects.filter(current(today), employment_id=enquiry.addressee_id).values("deputy_id")
    rows = Employment.objects.filter(current(today)).filter(Q(pk=enquiry.addressee_id) | Q(pk__in=deputies))
    return list(rows.order_by("pk"))


def _notice(enquiry: Enquiry, user_id: int, address: str, kind: str, headline: str, key: str, by: date | None) -> Notice:
    lines: tuple[str, ...] = (f"Sagsnummer {enquiry.case_number}.",)
    if by is not None:
        lines += (f"Aftalt svarfrist: {long_date(by)}.",)
    return Notice(
        kind=kind,
        user_id=user_id,
        address=address,
        headline=headline,
        lines=lines,
        path=reverse("enquiries:thread", args=[enquiry.public_id]),
        dedupe_key=f"{kind}:{enquiry.pk}:{key}:{user_id}",
    )
