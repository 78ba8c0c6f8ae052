"""What people are told by notice. Never a name, a topic or a word of the case: a case number, what to do, by when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from plejebro.enquiries.enums import Side
from plejebro.enquiries.models import Enquiry
from plejebro.municipalities.models import Employment
from plejebro.placements.telling import AGREED_BY, Login, News, family_of, leaders_of, logins, tell, with_deputies


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
    people = family_of(enquiry.placement) if side == Side.FAMILY else _addressees(enquiry)
    return tell(_news(enquiry, kind, headline, key, by), people, except_user=except_user)


def tell_employees(
    enquiry: Enquiry, employees: list[Employment], *, kind: str, headline: str, key: str, by: date | None = None
) -> int:
    """Tells each of `employees` who has a login; one notice per person and `key`."""
    return tell(_news(enquiry, kind, headline, key, by), logins(employees))


def _addressees(enquiry: Enquiry) -> list[Login]:
    if not enquiry.shared:  # the family's own record: the municipality is not told that it is there
        return []
    if enquiry.addressee_id is None:  # nobody has the task: those who can give it to somebody are told
        return leaders_of(enquiry.placement)
    return logins(with_deputies(Q(pk=enquiry.addressee_id), Q(employment_id=enquiry.addressee_id)))


def _news(enquiry: Enquiry, kind: str, headline: str, key: str, by: date | None) -> News:
    path = reverse("enquiries:thread", args=[enquiry.public_id])
    return News(kind, headline, f"{enquiry.pk}:{key}", enquiry.case_number, path, by, AGREED_BY)
