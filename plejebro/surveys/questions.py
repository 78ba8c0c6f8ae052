"""A questionnaire as a value: sections of questions with scales, routing and dimensions, read from TOML or JSON.

    title = "Samarbejdsmåling – plejefamilier"
    [[sections]]
    key = "konsulent"
    title = "Jeres familieplejekonsulent"
    [[sections.questions]]
    key = "konsulent-svar"
    kind = "satisfaction"
    dimension = "svartid"          # the same word in both sides' forms: they are laid side by side
    about = "konsulent"
    text = "Hvor tilfredse er I med, hvor hurtigt konsulenten svarer?"
    show_if = { question = "har-konsulent", is = ["ja"] }

Steps of a scale are whole numbers, 5 the most satisfied (or most often, or most in agreement) and 1 the least; "x" is "ved
ikke/ikke relevant". A choice is the option's key, several choices a list of them, a number a whole number from 0.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

DONT_KNOW: Final = "x"
STEPS: Final = (5, 4, 3, 2, 1)
SCALES: Final[Mapping[str, tuple[str, ...]]] = {
    "satisfaction": ("Meget tilfreds", "Tilfreds", "Hverken tilfreds eller utilfreds", "Utilfreds", "Meget utilfreds"),
    "agreement": ("Helt enig", "Enig", "Hverken enig eller uenig", "Uenig", "Helt uenig"),
    "frequency": ("Altid", "Ofte", "Sommetider", "Sjældent", "Aldrig"),
}
"""The words of each scale, in the order of STEPS."""
DONT_KNOW_WORDS: Final = "Ved ikke/ikke relevant"
KINDS: Final = (*SCALES, "choice", "choices", "number", "text")
MOST_TEXT: Final = 2000
MOST_NUMBER: Final = 999

Answer = int | str | list[str]


class BadQuestionnaire(ValueError):
    """The questionnaire cannot be used: `sentences` in Danish, one for each thing to mend."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True)
class Option:
    """One of the answers of a choice."""

    key: str
    label: str


@dataclass(frozen=True)
class Condition:
    """A question is shown when another was answered with one of `values`."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. `dimension` binds it to the other side's, `about` says whom it is about ("konsulent")."""

    key: str
    kind: str
    text: str
    help: str = ""
    dimension: str = ""
    about: str = ""
    options: tuple[Option, ...] = ()
    show_if: Condition | None = None

    @property
    def is_scale(self) -> bool:
        """Whether it is answered on one of the five-step scales."""
        return self.kind in SCALES

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen, as (stored value, words); empty for numbers and texts."""
        if self.is_scale:
            steps = zip(map(str, STEPS), SCALES[self.kind], strict=True)
            return (*steps, (DONT_KNOW, DONT_KNOW_WORDS))
        return tuple((option.key, option.label) for option in self.options)


@dataclass(frozen=True)
class Section:
    """The questions of one page."""

    key: str
    title: str
    lead: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Form:
    """A whole questionnaire. `minutes` is how long it takes."""

    title: str
    lead: str = ""
    minutes: int = 8
    sections: tuple[Section, ...] = field(default=())

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question; KeyError when there is none."""
        found = next((question for question in self.questions if question.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


def is_shown(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether the question is asked, given what has been answered so far."""
    if question.show_if is None:
        return True
    given = answers.get(question.show_if.question)
    values = given if isinstance(given, list) else [str(given)]
    return any(value in question.show_if.values for value in values)


def asked(form: Form, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers without those to questions that are no longer asked, once another answer has changed."""
    kept: dict[str, Answer] = {}
    for question in form.questions:
        if question.key in answers and is_shown(question, kept):
            kept[question.key] = answers[question.key]
    return kept


def load_form(path: Path) -> Form:
    """The questionnaire in a TOML file. Raises `BadQuestionnaire`."""
    try:
        return read_form(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise BadQuestionnaire([f"{path.name} kan ikke læses: {error}"]) from error


def read_form(content: Any) -> Form:
    """The questionnaire in a JSON value, as it is stored. Raises `BadQuestionnaire` with everything that is wrong."""
    form, wrong = read_draft(content)
    if wrong:
        raise BadQuestionnaire(wrong)
    return form


def read_draft(content: Any) -> tuple[Form, tuple[str, ...]]:
    """The questionnaire in a JSON value as far as it can be read, and a Danish sentence for each thing to mend."""
    if not isinstance(content, Mapping):
        return Form(""), ("Spørgeskemaet mangler.",)
    wrong: list[str] = []
    sections = tuple(_section(row, wrong) for row in _rows(content, "sections"))
    form = Form(_text(content, "title"), _text(content, "lead"), _whole(content, "minutes", 8), sections)
    return form, tuple(dict.fromkeys([*wrong, *_mistakes(form)]))


def as_json(form: Form) -> dict[str, Any]:
    """The questionnaire as it is stored; `read_form` reads it back."""
    return {
        "title": form.title,
        "lead": form.lead,
        "minutes": form.minutes,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "lead": section.lead,
                "questions": [_question_json(question) for question in section.questions],
            }
            for section in form.sections
        ],
    }


def _question_json(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = {"key": question.key, "kind": question.kind, "text": question.text}
    found |= {name: getattr(question, name) for name in ("help", "dimension", "about") if getattr(question, name)}
    if question.options:
        found["options"] = [{"key": option.key, "label": option.label} for option in question.options]
    if question.show_if:
        found["show_if"] = {"question": question.show_if.question, "is": list(question.show_if.values)}
    return found


def _section(row: Mapping[str, Any], wrong: list[str]) -> Section:
    questions = tuple(_question(one, wrong) for one in _rows(row, "questions"))
    return Section(_text(row, "key"), _text(row, "title"), _text(row, "lead"), questions)


def _question(row: Mapping[str, Any], wrong: list[str]) -> Question:
    options = tuple(Option(_text(one, "key"), _text(one, "label")) for one in _rows(row, "options"))
    condition = row.get("show_if")
    show_if = None
    if isinstance(condition, Mapping):
        values = condition.get("is")
        show_if = Condition(_text(condition, "question"), tuple(str(value) for value in values or ()))
    elif condition is not None:
        wrong.append(f"“{_text(row, 'key')}”: show_if skal sige question og is.")
    names = ("key", "kind", "text", "help", "dimension", "about")
    return Question(**{name: _text(row, name) for name in names}, options=options, show_if=show_if)


def _mistakes(form: Form) -> Iterator[str]:
    if not form.title:
        yield "Skriv spørgeskemaets titel."
    if not form.questions:
        yield "Spørgeskemaet har ingen spørgsmål."
    keys = [section.key for section in form.sections]
    yield from (f"Afsnittet “{key}” står to gange." for key in keys if keys.count(key) > 1)
    yield from (f"Giv afsnittet “{section.key}” en titel." for section in form.sections if not section.title)
    seen: dict[str, Question] = {}
    for question in form.questions:
        yield from _mistakes_of(question, seen)
        seen[question.key] = question


def _mistakes_of(question: Question, before: Mapping[str, Question]) -> Iterator[str]:
    name = f"“{question.key}”"
    if not question.key or not question.key.replace("-", "").replace("_", "").isalnum():
        yield f"{name}: Nøglen må kun have bogstaver, tal og bindestreg."
    if question.key in before:
        yield f"{name}: Nøglen bruges to gange."
    if question.kind not in KINDS:
        yield f"{name}: Slagsen “{question.kind}” kendes ikke."
    if not question.text:
        yield f"{name}: Skriv spørgsmålet."
    if question.kind in ("choice", "choices") and len(question.options) < 2:
        yield f"{name}: Giv mindst to svar at vælge imellem."
    option_keys = [option.key for option in question.options]
    if len(set(option_keys)) < len(option_keys) or not all(option.key and option.label for option in question.options):
        yield f"{name}: Hvert svar skal have sin egen nøgle og en tekst."
    if question.show_if is not None:
        other = before.get(question.show_if.question)
        known = {value for value, _ in other.choices} if other else set()
        if other is None:
            yield f"{name}: Det afhænger af “{question.show_if.question}”, som ikke står før."
        elif not question.show_if.values or not set(question.show_if.values) <= known:
            yield f"{name}: Det afhænger af et svar, som “{other.key}” ikke har."


def _rows(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = row.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def _whole(row: Mapping[str, Any], name: str, default: int) -> int:
    found = row.get(name, default)
    return found if isinstance(found, int) and not isinstance(found, bool) else default
