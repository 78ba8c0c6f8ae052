"""What leaves a case as a file: the vault's documents, and the step list as PDF. The family has no way in here."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from plejebro.access.doors import viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.accounts.throttle import rate_limited
from plejebro.decisions.casepage import GRANTS, case_page
from plejebro.decisions.filing import paper_of
from plejebro.decisions.pdf import steps_pdf
from plejebro.decisions.views.shared import open_case
from plejebro.documents.views import file_response


@page(Permission.DECISION_FILES)
@rate_limited("download", count_get=True)
@require_safe
def file(request: HttpRequest, decision_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A document of the case: evidence, or of the family's statement. The door is asked at every download."""
    found = open_case(request, decision_id, Permission.DECISION_FILES)
    document = paper_of(found, paper_id)
    if document is None:
        raise Http404
    return file_response(document, inline=request.GET.get("vis") == "1")


@page(Permission.DECISION_READ)
@rate_limited("pdf", count_get=True)
@require_safe
def pdf(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The step list with what stands and what is missing, to file or to bring to a meeting."""
    found = open_case(request, decision_id, Permission.DECISION_READ, *GRANTS)
    viewer = viewer_of(request)
    response = HttpResponse(steps_pdf(case_page(found, viewer), viewer), content_type="application/pdf")
    # The case number says nothing about the case, so the file's name may stand in a folder.
    response["Content-Disposition"] = f'attachment; filename="{found.case_number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
