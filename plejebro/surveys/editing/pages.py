"""What the editor's pages show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plejebro.kernel import clock
from plejebro.kernel.danish import date_text
from plejebro.surveys.editing.words import about_word, condition_words, dimension_word, kind_word
from plejebro.surveys.models import Questionnaire
from plejebro.surveys.questions import Form, Question, Section, read_draft


@dataclass(frozen=True)
class VersionRow:
    """A version in a list."""

    public_id: UUID
    title: str
    number: int
    is_draft: bool
    since: str
    size: str


@dataclass(frozen=True)
class QuestionnaireRow:
    """A questionnaire with its versions, the newest first."""

    title: str
    side: str
    newest: VersionRow
    draft: VersionRow | None
    published: VersionRow | None
    older: tuple[VersionRow, ...]


@dataclass(frozen=True)
class Place:
    """Where a question can be moved to: a section, and the number in it from 0."""

    section: str
    number: int


@dataclass(frozen=True)
class QuestionRow:
    """A question in the editor and in the preview. `mistakes` are what has to be mended about it."""

    key: str
    number: int
    text: str
    help: str
    kind: str
    kind_word: str
    choices: tuple[tuple[str, str], ...]
    dimension: str
    about: str
    condition: str
    mistakes: tuple[str, ...]
    up: Place | None
    down: Place | None


@dataclass(frozen=True)
class SectionRow:
    """A section. `up` and `down` are the numbers it can be moved to; None at the ends."""

    key: str
    title: str
    lead: str
    questions: tuple[QuestionRow, ...]
    up: int | None
    down: int | None


@dataclass(frozen=True)
class Mistake:
    """What has to be mended, and where on the page: the id of the question, empty when it is about the whole."""

    sentence: str
    place: str


@dataclass(frozen=True)
class VersionPage:
    """One version: what is asked, and what has to be mended before it can be published."""

    row: VersionRow
    version: int
    side: str
    lead: str
    minutes: int
    sections: tuple[SectionRow, ...]
    mistakes: tuple[Mistake, ...]
    others: tuple[VersionRow, ...]
    dimensions: int

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.row.is_draft


def list_page() -> list[QuestionnaireRow]:
    """Every questionnaire with its versions. One query."""
    groups: dict[tuple[str, str], list[Questionnaire]] = {}
    for row in Questionnaire.objects.order_by("code", "side", "-number"):
        groups.setdefault((row.code, row.side), []).append(row)
    return sorted((_questionnaire(rows) for rows in groups.values()), key=lambda one: (one.title, one.side))


def _questionnaire(rows: list[Questionnaire]) -> QuestionnaireRow:
    versions = [_version(row) for row in rows]
    published = next((one for one in versions if not one.is_draft), None)
    draft = next((one for one in versions if one.is_draft), None)
    older = tuple(one for one in versions if one not in (published, draft))
    return QuestionnaireRow(versions[0].title, rows[0].get_side_display(), versions[0], draft, published, older)


def _version(row: Questionnaire) -> VersionRow:
    form, _ = read_draft(row.content)
    moment = row.published_at or row.created_at
    day = date_text(clock.local(moment).date())
    since = f"Udgivet {day}" if row.published_at else f"Kladde fra {day}"
    count = len(form.questions)
    size = f"{count} spørgsmål, {form.minutes} {'minut' if form.minutes == 1 else 'minutter'}"
    return VersionRow(row.public_id, row.title, row.number, row.published_at is None, since, size)


def version_page(questionnaire: Questionnaire) -> VersionPage:
    """The version with everything asked in it. One query for the other versions."""
    form, mistakes = read_draft(questionnaire.content)
    same = Questionnaire.objects.filter(code=questionnaire.code, side=questionnaire.side).exclude(pk=questionnaire.pk)
    return VersionPage(
        row=_version(questionnaire),
        version=questionnaire.version,
        side=questionnaire.get_side_display(),
        lead=form.lead,
        minutes=form.minutes,
        sections=_sections(form, mistakes),
        mistakes=tuple(_mistake(form, sentence) for sentence in mistakes),
        others=tuple(_version(row) for row in same.order_by("-number")),
        dimensions=len({one.dimension for one in form.questions if one.dimension}),
    )


def _mistake(form: Form, sentence: str) -> Mistake:
    key = next((one.key for one in form.questions if sentence.startswith(f"“{one.key}”: ")), "")
    return Mistake(sentence, f"spm-{key}" if key else "")


def _sections(form: Form, mistakes: tuple[str, ...]) -> tuple[SectionRow, ...]:
    last, number, rows = len(form.sections) - 1, 0, []
    for at, section in enumerate(form.sections):
        questions = []
        for place, question in enumerate(section.questions):
            number += 1
            questions.append(_question(form, question, number, (at, place), mistakes))
        rows.append(
            SectionRow(
                key=section.key,
                title=section.title,
                lead=section.lead,
                questions=tuple(questions),
                up=at - 1 if at > 0 else None,
                down=at + 1 if at < last else None,
            )
        )
    return tuple(rows)


def _question(form: Form, question: Question, number: int, at: tuple[int, int], mistakes: tuple[str, ...]) -> QuestionRow:
    start = f"“{question.key}”: "
    return QuestionRow(
        key=question.key,
        number=number,
        text=question.text,
        help=question.help,
        kind=question.kind,
        kind_word=kind_word(question.kind),
        choices=question.choices,
        dimension=dimension_word(question.dimension),
        about=about_word(question.about) if question.about else "",
        condition=condition_words(form, question),
        mistakes=tuple(one.removeprefix(start) for one in mistakes if one.startswith(start)),
        up=_up(form.sections, *at),
        down=_down(form.sections, *at),
    )


def _up(sections: tuple[Section, ...], section: int, place: int) -> Place | None:
    """One step up; from the top of a section to the end of the one before."""
    if place > 0:
        return Place(sections[section].key, place - 1)
    return Place(sections[section - 1].key, len(sections[section - 1].questions)) if section > 0 else None


def _down(sections: tuple[Section, ...], section: int, place: int) -> Place | None:
    """One step down; from the end of a section to the top of the next."""
    if place < len(sections[section].questions) - 1:
        return Place(sections[section].key, place + 1)
    return Place(sections[section + 1].key, 0) if section < len(sections) - 1 else None


@dataclass(frozen=True)
class RoutePage:
    """When a question is asked. `others` are the earlier questions that can decide it; `other` the one that was chosen."""

    others: tuple[tuple[str, str, bool], ...]
    chosen: str
    other: Question | None
    values: tuple[str, ...]
    now: str


def route_page(form: Form, question: Question, chosen: str | None) -> RoutePage:
    """The page of a question. `chosen` is the key of the earlier question; None for the one that decides it now."""
    before = question.show_if.question if question.show_if else ""
    key = before if chosen is None else chosen
    earlier = _earlier_choices(form, question.key)
    other = next((one for one in earlier if one.key == key), None)
    values = question.show_if.values if question.show_if and key == before else ()
    others = tuple((one.key, one.text, one.key == key) for one in earlier)
    return RoutePage(others, key, other, values, condition_words(form, question))


def _earlier_choices(form: Form, key: str) -> list[Question]:
    found: list[Question] = []
    for question in form.questions:
        if question.key == key:
            break
        if question.choices:
            found.append(question)
    return found
