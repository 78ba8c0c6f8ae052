"""Expenses: the lists, the application, and one expense with its steps."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.doors import allowed, open_thing, require, shown_subjects, viewer_of
from plejebro.access.pages import page
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.accounts.throttle import has_files, rate_limited
from plejebro.agreements.expenses import actions, catalogue, pages
from plejebro.agreements.expenses.actions import Application
from plejebro.agreements.expenses.forms import (
    ApplyForm,
    AskForm,
    DecideForm,
    PayForm,
    ReceiptForm,
    ReplyForm,
    StepForm,
    WithdrawForm,
)
from plejebro.agreements.expenses.models import Expense, ExpenseFile
from plejebro.agreements.expenses.uploads import Kept, keep_files
from plejebro.documents.views import file_response
from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.placements.models import Placement
from plejebro.placements.queries import child_of, with_mask

PAGE_SIZE = 50
NO_FILES = Kept((), ())
FORMS: dict[str, type[StepForm]] = {
    "ask": AskForm,
    "reply": ReplyForm,
    "decide": DecideForm,
    "receipt": ReceiptForm,
    "pay": PayForm,
    "withdraw": WithdrawForm,
}
_CHANGED = "En anden har gjort noget ved ansøgningen imens. Læs, hvad der står nu. Det, du skrev, er ikke gået tabt."


@page(Permission.EXPENSE_LIST)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for one's own side, what is open, or what is done."""
    viewer = require(request, Permission.EXPENSE_LIST)
    show = request.GET.get("vis", "vores")
    found = Paginator(pages.inbox(viewer, show=show), PAGE_SIZE).get_page(request.GET.get("side"))
    rows = pages.built(found.object_list, viewer)
    shown_subjects(request, Permission.EXPENSE_LIST, [subject for row in rows for subject in row.subjects])
    context = {"rows": rows, "show": show, "number": found.number, "pages": found.paginator.num_pages}
    may_set = allowed(viewer, Permission.EXPENSE_CATALOGUE)
    return render(request, "agreements/expense_inbox.html", {**context, "is_family": viewer.is_family, "may_set": may_set})


@page(Permission.EXPENSE_OVERVIEW)
@require_safe
def expenses(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """The expenses of a placement, and the year's kroner by type."""
    viewer = viewer_of(request)
    rows = with_mask(Placement.objects.all(), viewer)
    also = [Permission.EXPENSE_APPLY]
    placement: Any = open_thing(request, rows, placement_id, Permission.EXPENSE_OVERVIEW, also)
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100 else viewer.today.year
    context = {
        "child": child_of(placement, viewer.today),
        "id": placement_id,
        "rows": pages.built(pages.of_placement(placement, viewer, year), viewer),
        "year": pages.year_page(placement, year, viewer.today),
        "may_apply": placement.may_expense_apply,
        "is_own_record": placement.shared_at is None,
        "is_family": viewer.is_family,
    }
    return render(request, "agreements/expenses.html", context)


@page(Permission.EXPENSE_APPLY)
@rate_limited("expenses")
@rate_limited("upload", when=has_files)
@require_http_methods(["GET", "HEAD", "POST"])
def expense_new(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Apply, before the money is spent."""
    viewer = viewer_of(request)
    placement = open_thing(request, with_mask(Placement.objects.all(), viewer), placement_id, Permission.EXPENSE_APPLY)
    terms = catalogue.offered(placement.municipality_id, viewer.today)
    form, kept = ApplyForm(request.POST or None, terms=terms, initial={"submission": uuid.uuid4()}), NO_FILES
    if request.method == "POST":
        kept = keep_files(request, placement.public_id)
        if form.is_valid() and not kept.refused and (done := _apply(viewer, placement, form, kept)):
            messages.success(request, "Ansøgningen er sendt. Vent med at købe, til kommunen har svaret.")
            return redirect("agreements:expense", done.public_id)
    context = {"form": form, "kept": kept, "child": child_of(placement, viewer.today), "id": placement_id, "terms": terms}
    return render(request, "agreements/expense_new.html", context, status=422 if request.method == "POST" else 200)


def _apply(viewer: Viewer, placement: Placement, form: ApplyForm, kept: Kept) -> Expense | None:
    data = form.cleaned_data
    application = Application(form.chosen, data["what"], data["amount"], data["reason"])
    try:
        return actions.apply(
            actor=viewer,
            placement=placement,
            application=application,
            submission=data["submission"],
            files=kept.ids,
        )
    except NotPossible as no:
        form.add_error(None, no.sentence)
        return None


@page(Permission.EXPENSE_READ)
@require_safe
def expense(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """One expense, with what can be done now."""
    return _show(request, expense_id, Permission.EXPENSE_READ)


@page(Permission.EXPENSE_DECIDE)
@rate_limited("expenses")
@require_POST
def ask(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """The municipality asks for more; the clock stands still meanwhile."""

    def do(viewer: Viewer, row: Expense, data: dict[str, Any], files: Kept) -> None:
        actions.ask(actor=viewer, expense=row, text=data["text"], **_sign(data))

    return _step(request, expense_id, Permission.EXPENSE_DECIDE, "ask", do, "Spørgsmålet er sendt.")


@page(Permission.EXPENSE_REPLY)
@rate_limited("expenses")
@rate_limited("upload", when=has_files)
@require_POST
def reply(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """The family answers."""

    def do(viewer: Viewer, row: Expense, data: dict[str, Any], files: Kept) -> None:
        actions.reply(actor=viewer, expense=row, text=data["text"], files=files.ids, **_sign(data))

    return _step(request, expense_id, Permission.EXPENSE_REPLY, "reply", do, "Svaret er sendt.")


@page(Permission.EXPENSE_DECIDE)
@rate_limited("expenses")
@require_POST
def decide(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """All, a part, or nothing."""

    def do(viewer: Viewer, row: Expense, data: dict[str, Any], files: Kept) -> None:
        actions.decide(actor=viewer, expense=row, granted=data["granted"], reason=data["text"], **_sign(data))

    return _step(request, expense_id, Permission.EXPENSE_DECIDE, "decide", do, "Afgørelsen er sendt til familien.")


@page(Permission.EXPENSE_REPLY)
@rate_limited("expenses")
@rate_limited("upload", when=has_files)
@require_POST
def receipt(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """The receipt, and what was spent."""

    def do(viewer: Viewer, row: Expense, data: dict[str, Any], files: Kept) -> None:
        actions.send_receipt(
            actor=viewer, expense=row, spent=data["spent"], text=data["text"], files=files.ids, **_sign(data)
        )

    return _step(request, expense_id, Permission.EXPENSE_REPLY, "receipt", do, "Kvitteringen er sendt.")


@page(Permission.EXPENSE_PAY_OUT)
@rate_limited("expenses")
@require_POST
def pay(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """The money is paid out."""

    def do(viewer: Viewer, row: Expense, data: dict[str, Any], files: Kept) -> None:
        actions.pay_out(actor=viewer, expense=row, on=data["on"], **_sign(data))

    return _step(request, expense_id, Permission.EXPENSE_PAY_OUT, "pay", do, "Udbetalingen er skrevet ned.")


@page(Permission.EXPENSE_REPLY)
@rate_limited("expenses")
@require_POST
def withdraw(request: HttpRequest, expense_id: UUID) -> HttpResponse:
    """The family no longer needs it."""

    def do(viewer: Viewer, row: Expense, data: dict[str, Any], files: Kept) -> None:
        actions.withdraw(actor=viewer, expense=row, text=data["text"], **_sign(data))

    return _step(request, expense_id, Permission.EXPENSE_REPLY, "withdraw", do, "Ansøgningen er trukket tilbage.")


@page(Permission.EXPENSE_READ)
@rate_limited("download", count_get=True)
@require_safe
def expense_file(request: HttpRequest, expense_id: UUID, receipt_id: UUID) -> HttpResponseBase:
    """A file of the expense; the door is asked at every download."""
    rows = Expense.objects.select_related("placement__child", "placement__family")
    found = open_thing(request, rows, expense_id, Permission.EXPENSE_READ)
    row = ExpenseFile.objects.filter(step__expense=found, document__public_id=receipt_id).select_related("document").first()
    if row is None:
        raise Http404
    return file_response(row.document, inline=request.GET.get("vis") == "1")


@dataclass(frozen=True)
class _Failed:
    """A form that could not be carried out, what was typed, and why."""

    name: str
    form: Form
    sentences: tuple[str, ...]
    kept: Kept
    status: int


def _sign(data: dict[str, Any]) -> dict[str, Any]:
    return {"submission": data["submission"], "seen_version": data["version"]}


def _step(
    request: HttpRequest,
    expense_id: UUID,
    permission: Permission,
    name: str,
    do: Callable[[Viewer, Expense, dict[str, Any], Kept], None],
    said: str,
) -> HttpResponse:
    viewer = viewer_of(request)
    rows = pages.rows_of(Expense.objects.all(), viewer)
    row = open_thing(request, rows, expense_id, permission)
    kept = keep_files(request, row.placement.public_id) if name in ("reply", "receipt") else NO_FILES
    form = FORMS[name](request.POST, auto_id=f"{name}_%s")
    if kept.refused or not form.is_valid():
        return _show(request, expense_id, permission, _Failed(name, form, kept.refused, kept, 422))
    try:
        do(viewer, row, form.cleaned_data, kept)
    except ChangedMeanwhile:
        return _show(request, expense_id, permission, _Failed(name, form, (_CHANGED,), kept, 409))
    except NotPossible as no:
        return _show(request, expense_id, permission, _Failed(name, form, (no.sentence,), kept, 409))
    messages.success(request, said)
    return redirect("agreements:expense", expense_id)


def _show(request: HttpRequest, expense_id: UUID, permission: Permission, failed: _Failed | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    row = open_thing(request, pages.rows_of(Expense.objects.all(), viewer), expense_id, permission, also=pages.GRANTS)
    model = pages.expense_page(row, viewer)
    context = {
        "page": model,
        "row": model.row,
        "forms": _forms(model, viewer, failed),
        "failed": failed.name if failed else "",
        "sentences": [*failed.sentences, *_errors(failed.form)] if failed else [],
        "typed": _typed(model, failed),
        "kept": failed.kept if failed else NO_FILES,
    }
    return render(request, "agreements/expense.html", context, status=failed.status if failed else 200)


def _forms(model: pages.ExpensePage, viewer: Viewer, failed: _Failed | None) -> dict[str, Form]:
    """Every form of the page, each with its own id for the sending; one that failed keeps what was typed in it."""
    found: dict[str, Form] = {}
    ready: dict[str, dict[str, Any]] = {"decide": {"granted": model.asked_for}, "pay": {"on": viewer.today}}
    for name, kind in FORMS.items():
        first: dict[str, Any] = {"submission": uuid.uuid4(), "version": model.version, **ready.get(name, {})}
        if failed is not None and failed.name == name:
            data: QueryDict = failed.form.data.copy()  # type: ignore[attr-defined]
            data["version"] = str(model.version)
            found[name] = kind(data, auto_id=f"{name}_%s")
        else:
            found[name] = kind(initial=first, auto_id=f"{name}_%s")
    return found


def _errors(form: Form) -> list[str]:
    return [str(text) for texts in form.errors.values() for text in texts]


def _typed(model: pages.ExpensePage, failed: _Failed | None) -> str:
    """What was typed into a form that is no longer on the page, so that it is not lost."""
    if failed is None or getattr(model.may, failed.name):
        return ""
    return str(failed.form.data.get("text", ""))
