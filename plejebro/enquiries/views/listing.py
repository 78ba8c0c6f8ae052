"""The list of enquiries, as a page and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.doors import shown_subjects, viewer_of
from plejebro.access.pages import home_page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.enquiries.listing import FILTERS, SORTS, ListQuery, all_rows, list_page
from plejebro.enquiries.rows import EnquiryRow
from plejebro.kernel.clock import today

HEADINGS = (
    "Sagsnummer", "Overskrift", "Emne", "Barn", "Plejefamilie", "Spurgt af", "Dato", "Hvordan", "Ligger hos", "Rolle",
    "Hvis tur", "Svarfrist", "Afsluttet", "Det aftalte vi",
)  # fmt: skip


@home_page
@rate_limited("search", count_get=True, when=lambda request: bool(request.GET.get("q")))
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """What one may read, whose turn it is first. Families see their own, staff theirs, leaders their unit's."""
    model = list_page(viewer_of(request), _asked_for(request))
    shown_subjects(request, Permission.ENQUIRY_READ, [subject for row in model.rows for subject in row.subjects])
    return render(request, "enquiries/list.html", {"model": model, "rows": model.rows, "query": model.query})


@home_page
@rate_limited("export", count_get=True)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, as Danish spreadsheets open it: semicolons, and a byte order mark."""
    rows = all_rows(viewer_of(request), _asked_for(request))
    shown_subjects(request, Permission.ENQUIRY_READ, [subject for row in rows for subject in row.subjects])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([safe_cell(cell) for cell in _cells(row)] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="henvendelser-{today():%Y-%m-%d}.csv"'
    return response


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and text else text


def _cells(row: EnquiryRow) -> list[str]:
    return [
        row.case_number,
        row.title,
        row.topic,
        row.child.name,
        row.family_name,
        row.asked_by,
        f"{row.asked_on:%d.%m.%Y}",
        row.channel,
        row.addressee_name,
        row.addressee_role,
        row.turn_text,
        row.face.text if row.face else "",
        f"{row.closed_on:%d.%m.%Y}" if row.closed_on else "",
        row.conclusion,
    ]


def _asked_for(request: HttpRequest) -> ListQuery:
    which, sort, page = request.GET.get("vis", ""), request.GET.get("sorter", ""), request.GET.get("side", "")
    return ListQuery(
        which=which if which in FILTERS else "haster",
        sort=sort if sort in SORTS else "frist",
        text=request.GET.get("q", "").replace("\x00", "").strip()[:100],
        mine=request.GET.get("mine") == "1",
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
    )
