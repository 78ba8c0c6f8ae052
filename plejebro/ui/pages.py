"""The page most forms stand on: one question, what happens when it is sent, one main button and a way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
