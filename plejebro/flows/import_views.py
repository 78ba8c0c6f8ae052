"""Pages of the import: choose a kind, upload, look at what would happen, and bring it in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import require
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.throttle import rate_limited
from plejebro.flows import imports
from plejebro.flows.enums import ImportKind
from plejebro.flows.forms import UploadForm
from plejebro.flows.import_columns import COLUMNS
from plejebro.flows.import_types import Outcome
from plejebro.flows.imports import ImportRefused
from plejebro.flows.models import ImportBatch
from plejebro.flows.samples import sample_csv
from plejebro.flows.sheets import MAX_BYTES, SheetRefused
from plejebro.kernel import clock
from plejebro.municipalities.models import Municipality

MOST_SHOWN = 200


def _batch(viewer: Viewer, public_id: UUID) -> ImportBatch:
    fresh = clock.now() - imports.KEPT_FOR
    rows = ImportBatch.objects.filter(municipality_id=viewer.tenant_id, created_at__gte=fresh)
    return get_object_or_404(rows.select_related("municipality"), public_id=public_id)


def _kind(word: str) -> ImportKind:
    if word not in ImportKind.values:
        raise Http404
    return ImportKind(word)


@page(Permission.IMPORT)
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The three kinds of file, in the order they are brought in."""
    require(request, Permission.IMPORT)
    return render(request, "flows/import_kinds.html", {"kinds": [(kind.value, kind.label) for kind in ImportKind]})


@page(Permission.IMPORT)
@rate_limited("import")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Upload a file; its rows are read and kept, sealed, for the preview."""
    viewer, chosen = require(request, Permission.IMPORT), _kind(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = imports.keep_upload(
                actor=viewer,
                kind=chosen,
                municipality=Municipality.objects.get(pk=viewer.tenant_id),
                content=sent.read(MAX_BYTES + 1),
                filename=sent.name or "fil",
            )
        except SheetRefused as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect("flows:import_preview", batch.public_id)
    context = {"form": form, "kind": chosen.value, "label": chosen.label, "columns": COLUMNS[chosen]}
    return render(request, "flows/import_upload.html", context)


@page(Permission.IMPORT)
@require_safe
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the file would do: what is created, corrected and unchanged, and every row that stands in the way."""
    batch = _batch(require(request, Permission.IMPORT), public_id)
    kind = ImportKind(batch.kind)
    plan = imports.make_plan(kind=kind, municipality=batch.municipality, sheet=imports.sheet_of(batch))
    changing = [step for step in plan.steps if step.outcome is not Outcome.SAME]
    context = {
        "plan": plan,
        "steps": changing[:MOST_SHOWN],
        "hidden": max(0, len(changing) - MOST_SHOWN),
        "filename": batch.filename,
        "id": public_id,
        "label": kind.label,
        "again": reverse("flows:import_upload", args=[batch.kind]),
    }
    return render(request, "flows/import_preview.html", context)


@page(Permission.IMPORT)
@rate_limited("import")
@require_POST
def bring_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Bring the file in, all of it or nothing."""
    viewer = require(request, Permission.IMPORT)
    batch = _batch(viewer, public_id)
    try:
        plan = imports.apply_upload(actor=viewer, batch=batch)
    except ImportRefused as refused:
        first = refused.faults[0]
        messages.error(request, f"Intet er indlæst. Linje {first.line}: {first.sentence}")
        return redirect("flows:import_preview", public_id)
    messages.success(request, f"Indlæst: {plan.created} oprettet, {plan.updated} rettet, {plan.same} uændret.")
    return redirect("flows:import")


@page(Permission.IMPORT)
@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The upload is not to be brought in."""
    imports.drop_upload(batch=_batch(require(request, Permission.IMPORT), public_id))
    messages.success(request, "Filen er slettet igen. Intet er indlæst.")
    return redirect("flows:import")


@page(Permission.IMPORT)
@require_safe
def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """A file with the headings and a few invented rows, to begin from."""
    require(request, Permission.IMPORT)
    chosen = _kind(kind)
    response = HttpResponse(sample_csv(chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plejebro-{chosen.value}.csv"'
    return response
