"""The list of the law's dates, as a page and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plejebro.access.doors import require, shown_subjects
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.agenda.rhythm.listing import FILTERS, ListQuery, ListRow, all_rows, list_page
from plejebro.kernel import clock
from plejebro.law import rhythm_rules

HEADINGS = ("Barn", "Plejefamilie", "Børne- og ungerådgiver", "Hvad", "Frist", "Status", "Hvem", "Lov")


@page(Permission.RHYTHM_LIST)
@rate_limited("search", count_get=True, when=lambda request: bool(request.GET.get("q")))
@require_safe
def rhythm_list(request: HttpRequest) -> HttpResponse:
    """What is late, missing or coming on the placements one may see, the earliest first."""
    viewer = require(request, Permission.RHYTHM_LIST)
    model = list_page(viewer, _asked_for(request))
    shown_subjects(request, Permission.RHYTHM_LIST, [subject for row in model.rows for subject in row.subjects])
    return render(request, "agenda/rhythm/list.html", {"model": model, "rows": model.rows, "query": model.query})


@page(Permission.RHYTHM_LIST)
@rate_limited("export", count_get=True)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, as Danish spreadsheets open it: semicolons, and a byte order mark."""
    rows = all_rows(require(request, Permission.RHYTHM_LIST), _asked_for(request))
    shown_subjects(request, Permission.RHYTHM_LIST, [subject for row in rows for subject in row.subjects])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([safe_cell(cell) for cell in _cells(row)] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="frister-i-loven-{clock.today():%Y-%m-%d}.csv"'
    return response


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and text else text


def _cells(row: ListRow) -> list[str]:
    due = f"{row.due.due:%d.%m.%Y}" if row.due.due else ""
    return [row.child_name, row.family, row.adviser, row.due.title, due, row.due.status, row.due.who, row.due.law]


def _asked_for(request: HttpRequest) -> ListQuery:
    which, rule, page_number = (request.GET.get(name, "") for name in ("vis", "hvad", "side"))
    return ListQuery(
        which=which if which in FILTERS else "haster",
        rule=rule if rule in rhythm_rules() else "",
        text=request.GET.get("q", "").replace("\x00", "").strip()[:100],
        page=int(page_number) if page_number.isascii() and page_number.isdecimal() and len(page_number) < 7 else 1,
    )
