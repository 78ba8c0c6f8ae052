"""What those who answer are shown: where they are, what is asked, and what they have answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from plejebro.kernel.danish import long_date
from plejebro.municipalities.models import Municipality
from plejebro.surveys.answer_forms import words_of
from plejebro.surveys.answering import Opened, is_open
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Round
from plejebro.surveys.questions import Form, Question, Section, is_shown


@dataclass(frozen=True)
class StartPage:
    """The first page of a link. `state` is open, answered or closed."""

    title: str
    lead: str
    purpose: str
    minutes: int
    pages: int
    about: str
    closes: str
    state: str
    has_begun: bool
    next_url: str
    is_synthetic: bool


@dataclass(frozen=True)
class SectionPage:
    """One page of questions: which of how many, and the way back."""

    form_title: str
    title: str
    lead: str
    number: int
    of: int
    percent: int
    back: str
    is_last: bool
    is_synthetic: bool


@dataclass(frozen=True)
class Row:
    """A question and what was answered; empty when it was left out."""

    text: str
    answer: str


@dataclass(frozen=True)
class ReviewSection:
    """A page's answers, and the way to it."""

    title: str
    url: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ReviewPage:
    """Everything that was answered, before it is sent."""

    form_title: str
    sections: tuple[ReviewSection, ...]
    left_out: int
    back: str
    is_synthetic: bool


_ABOUT: Final = {
    Side.FAMILY: "Skemaet gælder samarbejdet med {}.",
    Side.MUNICIPALITY: "Skemaet gælder jeres arbejde i {}.",
}


def _place(found: Opened) -> str:
    """The municipality the link is about: a family with children from two has a link for each."""
    row = Municipality.objects.filter(code=found.ticket.municipality_code).first()
    return str(row) if row else ""


def start_page(found: Opened, secret: str) -> StartPage:
    """The first page."""
    round_: Round = found.ticket.round
    state = "answered" if found.ticket.answered else "open" if is_open(round_) else "closed"
    return StartPage(
        title=found.form.title,
        lead=found.form.lead,
        purpose=round_.purpose,
        minutes=found.form.minutes,
        pages=len(visible(found.form, found.answers)),
        about=_ABOUT[Side(found.ticket.side)].format(place) if (place := _place(found)) else "",
        closes=long_date(round_.closes_on),
        state=state,
        has_begun=bool(found.answers),
        next_url=_first_unanswered(found, secret),
        is_synthetic=round_.is_synthetic,
    )


def section_page(found: Opened, secret: str, number: int) -> SectionPage:
    """The page of section `number` (from 1, as the form counts them)."""
    shown = visible(found.form, found.answers)
    place = shown.index(number) if number in shown else 0
    section = found.form.sections[number - 1]
    back = section_url(secret, shown[place - 1]) if place else reverse("surveys:answer", args=[secret])
    place_name = _place(found)
    return SectionPage(
        form_title=f"{found.form.title} · {place_name}" if place_name else found.form.title,
        title=section.title,
        lead=section.lead,
        number=place + 1,
        of=len(shown),
        percent=round(100 * place / max(len(shown), 1)),
        back=back,
        is_last=place + 1 == len(shown),
        is_synthetic=found.ticket.round.is_synthetic,
    )


def review_page(found: Opened, secret: str) -> ReviewPage:
    """What was answered, page by page."""
    shown = visible(found.form, found.answers)
    sections = tuple(
        _review(found.form.sections[number - 1], found.answers, section_url(secret, number)) for number in shown
    )
    return ReviewPage(
        form_title=found.form.title,
        sections=sections,
        left_out=sum(not row.answer for section in sections for row in section.rows),
        back=section_url(secret, shown[-1]),
        is_synthetic=found.ticket.round.is_synthetic,
    )


def visible(form: Form, answers: dict[str, Any]) -> list[int]:
    """The numbers of the sections in which something is asked, given what has been answered."""
    return [number for number, section in enumerate(form.sections, 1) if shown_in(section, answers)]


def shown_in(section: Section, answers: dict[str, Any]) -> list[Question]:
    """The questions of a section that are asked, given what has been answered."""
    return [question for question in section.questions if is_shown(question, answers)]


def after(form: Form, answers: dict[str, Any], secret: str, number: int) -> str:
    """Where to go after section `number`: the next one in which something is asked, else the review."""
    later = [one for one in visible(form, answers) if one > number]
    return section_url(secret, later[0]) if later else reverse("surveys:review", args=[secret])


def section_url(secret: str, number: int) -> str:
    """The address of a section."""
    return reverse("surveys:section", args=[secret, number])


def _first_unanswered(found: Opened, secret: str) -> str:
    for number in visible(found.form, found.answers):
        questions = shown_in(found.form.sections[number - 1], found.answers)
        if not any(question.key in found.answers for question in questions):
            return section_url(secret, number)
    return reverse("surveys:review", args=[secret])


def _review(section: Section, answers: dict[str, Any], url: str) -> ReviewSection:
    rows = tuple(
        Row(question.text, words_of(question, answers[question.key]) if question.key in answers else "")
        for question in shown_in(section, answers)
    )
    return ReviewSection(section.title, url, rows)
