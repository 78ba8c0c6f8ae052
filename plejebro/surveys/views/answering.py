"""The pages of those who answer: open to whoever has a link or a code, and blind to who is logged in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plejebro.access.pages import public_page
from plejebro.accounts.throttle import rate_limited
from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.answer_forms import CodeForm, SectionForm
from plejebro.surveys.answer_pages import after, review_page, section_page, section_url, shown_in, start_page
from plejebro.surveys.answering import Opened, keep_draft, opened, send_answer

FORM_METHODS = ["GET", "HEAD", "POST"]
View = Callable[..., HttpResponse]


def blind(view: View) -> View:
    """The page knows nobody: it is drawn as for a visitor, also in a browser where somebody is logged in. And it leaves no
    line in the program's log: Django writes the address of every refusal there, and the address is the link."""

    @wraps(view)
    def unseen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return unseen


@public_page
@rate_limited("survey_code")
@require_http_methods(FORM_METHODS)
@blind
def code(request: HttpRequest) -> HttpResponse:
    """Where a code from a letter is typed."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if opened(form.cleaned_data["code"]) is not None:
            return redirect("surveys:answer", form.cleaned_data["code"])
        form.add_error("code", "Koden passer ikke til nogen måling. Se efter, om du har skrevet alle 16 tegn rigtigt.")
    return render(request, "surveys/answer/code.html", {"form": form}, status=422 if form.errors else 200)


@public_page
@require_safe
@blind
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """The first page of a link: what it is, that it is anonymous, and whether it can be answered."""
    found = opened(secret)
    if found is None:
        return _unknown(request)
    return render(request, "surveys/answer/start.html", {"page": start_page(found, secret)})


@public_page
@rate_limited("survey_answer")
@require_http_methods(FORM_METHODS)
@blind
def section(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    """One page of questions. Sending it saves it; a question that follows from an answer comes on the same page."""
    found = opened(secret)
    if found is None or not found.takes_answers or not 0 < number <= len(found.form.sections):
        return answer(request, secret) if request.method != "POST" else redirect("surveys:answer", secret)
    part = found.form.sections[number - 1]
    if request.method == "POST":
        form = SectionForm(part.questions, request.POST)
        if form.is_valid():
            return _kept(request, secret, number, found, form)
        given = {**found.answers, **form.cleaned_data}
    else:
        given = found.answers
        if not shown_in(part, given):
            return redirect(after(found.form, given, secret, number))
        form = SectionForm(shown_in(part, given), given=given)
    fields = [form[question.key] for question in shown_in(part, given)]
    context = {"page": section_page(found, secret, number), "form": form, "fields": fields}
    return render(request, "surveys/answer/section.html", context, status=422 if form.errors else 200)


@public_page
@require_safe
@blind
def review(request: HttpRequest, secret: str) -> HttpResponse:
    """Everything that was answered, and the button that sends it."""
    found = opened(secret)
    if found is None or not found.takes_answers:
        return answer(request, secret)
    return render(request, "surveys/answer/review.html", {"page": review_page(found, secret), "secret": secret})


@public_page
@rate_limited("survey_answer")
@require_POST
@blind
def send(request: HttpRequest, secret: str) -> HttpResponse:
    """Sends the answer. A second time, or from another window, it leads to the same thanks."""
    found = opened(secret)
    if found is None:
        return _unknown(request)
    try:
        send_answer(secret)
    except NotPossible as no:
        context = {"page": review_page(found, secret), "secret": secret, "refused": no.sentence}
        return render(request, "surveys/answer/review.html", context, status=409)
    return redirect("surveys:answer", secret)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/answer/unknown.html", status=404)


def _kept(request: HttpRequest, secret: str, number: int, found: Opened, form: SectionForm) -> HttpResponse:
    try:
        keep_draft(secret, form.answers, form.keys)
    except NotPossible:
        return redirect("surveys:answer", secret)
    now = {key: value for key, value in found.answers.items() if key not in form.keys} | form.answers
    new = [question.key for question in shown_in(found.form.sections[number - 1], now) if question.key not in form.keys]
    if "tilbage" in request.POST:
        return redirect(section_page(found, secret, number).back)
    if new:
        return redirect(f"{section_url(secret, number)}#id_{new[0]}")
    return redirect(after(found.form, now, secret, number))
