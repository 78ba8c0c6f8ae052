"""The form of one page of a questionnaire. Every question may be left out; what cannot be read is said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from plejebro.surveys.links import as_typed
from plejebro.surveys.questions import MOST_NUMBER, MOST_TEXT, STEPS, Answer, Question
from plejebro.ui.forms import PlejeForm

SHOWN = "vist"
_STEPS = {str(step): step for step in STEPS}


class SectionForm(PlejeForm):
    """The questions of a page, by their keys. What counts are the questions that stood on the page when it was sent."""

    vist = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(
        self, questions: Sequence[Question], data: QueryDict | None = None, given: dict[str, Any] | None = None
    ) -> None:
        self.questions = tuple(questions)
        initial = {key: str(value) if isinstance(value, int) else value for key, value in (given or {}).items()}
        initial[SHOWN] = ",".join(question.key for question in questions)
        super().__init__(data, initial=initial)
        for question in self.questions:
            self.fields[question.key] = _field(question)
        self._dress()

    @property
    def keys(self) -> set[str]:
        """The questions that stood on the page: those it names, and are among the form's."""
        named = set(str(self.cleaned_data.get(SHOWN, "")).split(","))
        return {question.key for question in self.questions if question.key in named}

    @property
    def answers(self) -> dict[str, Answer]:
        """What was answered, as it is stored."""
        shown = self.keys
        rows = ((question, self.cleaned_data.get(question.key)) for question in self.questions if question.key in shown)
        return {question.key: stored(question, value) for question, value in rows if value not in (None, "", [])}


class CodeForm(PlejeForm):
    """The code on a letter or a paper form."""

    code = forms.CharField(
        label="Kode",
        max_length=40,
        help_text="16 tegn i fire grupper. Store og små bogstaver er lige gode.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """The code as it was made, however it was typed."""
        return as_typed(str(self.cleaned_data["code"]))


def stored(question: Question, value: Any) -> Answer:
    """A cleaned value as it is stored: a scale's step as a whole number, everything else as it is."""
    found: Answer = _STEPS.get(value, value) if question.is_scale else value
    return found


def words_of(question: Question, value: Any) -> str:
    """What was answered, in words."""
    labels = dict(question.choices)
    given: list[str] = value if isinstance(value, list) else [str(value)]
    return ", ".join(labels.get(one, one) for one in given)


def unread(question: Question, cell: str) -> tuple[Answer | None, str]:
    """One cell of a file as an answer, and a sentence when it is none: keys, steps 1–5, "x", several apart by "|"."""
    if not cell:
        return None, ""
    typed: Any = cell.split("|") if question.kind == "choices" else cell
    field = _field(question)
    try:
        return stored(question, field.clean(typed)), ""
    except forms.ValidationError:
        return None, _wanted(question)


def _wanted(question: Question) -> str:
    if question.is_scale:
        return "skal være 1, 2, 3, 4, 5 eller x"
    if question.kind == "number":
        return f"skal være et helt tal fra 0 til {MOST_NUMBER}"
    if question.kind == "text":
        return f"må højst have {MOST_TEXT} tegn"
    return "skal være " + " eller ".join(_all_keys(question.choices))


def _all_keys(choices: Iterable[tuple[str, str]]) -> list[str]:
    return [key for key, _ in choices]


def _field(question: Question) -> forms.Field:
    told: dict[str, Any] = {"label": question.text, "help_text": question.help, "required": False}
    if question.kind == "choices":
        return forms.MultipleChoiceField(choices=question.choices, widget=forms.CheckboxSelectMultiple, **told)
    if question.kind == "number":
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "form-input short"})
        wrong = f"Skriv et helt tal fra 0 til {MOST_NUMBER}."
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        return forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=widget, error_messages=errors, **told)
    if question.kind == "text":
        return forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 6}), **told)
    return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **told)
