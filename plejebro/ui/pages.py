"""The page most forms stand on: one question, what happens when it is sent, one main button and a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plejebro.kernel.refusals import ChangedMeanwhile, NotPossible
from plejebro.ui.forms import PlejeForm


class VersionedForm(PlejeForm):
    """A form that corrects something, and knows which version of it was shown."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=80)

    @property
    def seen(self) -> int:
        """The version that was shown; -1, which no row has, for nonsense."""
        text = str(self.cleaned_data["version"])
        return int(text) if text.isascii() and text.isdigit() else -1


@dataclass(frozen=True)
class Difference:
    """A field two people have corrected at once: what this one wrote and what stands there now."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class FormPage:
    """What stands around a form. `trail` is the breadcrumb without this page; `consequences` what sending it does."""

    title: str
    submit: str
    back: str
    lead: str = ""
    trail: Sequence[tuple[str, str]] = ()
    consequences: Sequence[str] = ()
    who_will_see: Sequence[str] = ()
    conflict: Sequence[Difference] = field(default=())
    danger: bool = False
    upload: bool = False


CHANGED = "Noget er ændret, mens du skrev. Det, du skrev, står her endnu. Se siden igennem, og send igen."


@dataclass(frozen=True)
class Carried:
    """A form, the page around it, the verb that carries it out, and where to go with which sentence when it is done.

    `do` is given what was typed; `to` is an address, or makes one of what `do` returned. `renew` makes the form ready to be
    sent again when somebody else has changed the same thing meanwhile.
    """

    form: forms.Form
    around: FormPage
    do: Callable[[dict[str, Any]], object]
    said: str
    to: str | Callable[[Any], str]
    template: str = "parts/form_page.html"
    more: dict[str, Any] | None = None
    changed: str = CHANGED
    renew: Callable[[forms.Form], None] | None = None


def carry_out(request: HttpRequest, what: Carried) -> HttpResponse:
    """Shows the form, or carries it out. What was typed is kept when it cannot be done, and the page says why: 422 when the
    form lacks something, 409 when the verb refuses or another was first."""
    status = 200
    if request.method == "POST":
        status = 422
        if what.form.is_valid():
            try:
                done = what.do(what.form.cleaned_data)
            except NotPossible as no:
                what.form.add_error(None, no.sentence)
                status = 409
            except ChangedMeanwhile:
                what.form.add_error(None, what.changed)
                if what.renew is not None:
                    what.renew(what.form)
                status = 409
            else:
                messages.success(request, what.said)
                return redirect(what.to if isinstance(what.to, str) else what.to(done))
    context = {"form": what.form, "page": what.around, **(what.more or {})}
    return render(request, what.template, context, status=status)


def form_page(request: HttpRequest, form: forms.Form, around: FormPage) -> HttpResponse:
    """The page; 409 when somebody else has corrected the same thing meanwhile, with everything typed kept."""
    status = 409 if around.conflict else 200
    return render(request, "parts/form_page.html", {"form": form, "page": around}, status=status)


def differences(form: forms.Form, now: dict[str, Any]) -> list[Difference]:
    """The fields in which what was typed differs from what stands there `now`, and makes `form` ready to be sent again:
    its hidden version becomes the one that stands there now."""
    rows = []
    for name, value in now.items():
        if name == "version":
            continue
        typed = form.cleaned_data.get(name)
        if typed != value:
            field: Any = form.fields[name]
            choices: Any = field.choices if type(field) is forms.ChoiceField else ()
            words = dict(choices)
            mine, theirs = words.get(typed, typed), words.get(value, value)
            rows.append(Difference(str(field.label), _as_text(mine), _as_text(theirs)))
    data: Any = form.data
    data = data.copy()
    data["version"] = str(now["version"])
    form.data = data
    return rows or [Difference("Oplysningerne", "som du skrev dem", "de samme, gemt af en anden")]


def _as_text(value: Any) -> str:
    if value in (None, ""):
        return "ikke udfyldt"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
