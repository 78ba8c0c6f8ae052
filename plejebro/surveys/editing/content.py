"""Changes to a questionnaire as a value: each takes the whole and gives the whole back.

A change says how the questionnaire shall stand, not what to do to it ("the question stands as number 2"), so that making
it twice is making it once. What a change cannot find any longer raises `NotPossible`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from plejebro.kernel.refusals import NotPossible
from plejebro.surveys.questions import Condition, Form, Question, Section

Change = Callable[[Form], Form]

MOST_KEY = 60
"""As many signs as the database has room for in a question's key."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


def key_of(text: str) -> str:
    """A key made of a text: "Løn og vilkår" is "loen-og-vilkaar". At most 40 signs, cut between words where it can be."""
    words = re.findall(r"[a-z0-9]+", text.lower().translate(_LETTERS))
    key = ""
    for word in words:
        longer = f"{key}-{word}" if key else word[:40]
        if len(longer) > 40:
            break
        key = longer
    return key


def about_itself(title: str, lead: str, minutes: int) -> Change:
    """The title, what stands above the questions, and how many minutes it takes."""
    return lambda form: replace(form, title=title, lead=lead, minutes=minutes)


def add_section(section: Section) -> Change:
    """The section stands last, unless it stands somewhere already."""

    def change(form: Form) -> Form:
        there = _found_section(form, section.key)
        if there is None:
            return replace(form, sections=(*form.sections, section))
        if (there.title, there.lead) == (section.title, section.lead):
            return form
        raise NotPossible(f"Der er allerede et afsnit med nøglen “{section.key}”. Giv det nye en anden titel.")

    return change


def correct_section(key: str, title: str, lead: str) -> Change:
    """The section has this title and this lead."""

    def change(form: Form) -> Form:
        wanted = replace(_section(form, key), title=title, lead=lead)
        return _with_sections(form, [wanted if one.key == key else one for one in form.sections])

    return change


def remove_section(key: str) -> Change:
    """The section and its questions are gone."""
    return lambda form: _with_sections(form, [one for one in form.sections if one.key != key])


def place_section(key: str, place: int) -> Change:
    """The section stands as number `place`, counted from 0."""

    def change(form: Form) -> Form:
        moved = _section(form, key)
        rest = [one for one in form.sections if one.key != key]
        return _with_sections(form, [*rest[:place], moved, *rest[place:]])

    return change


def add_question(section: str, question: Question) -> Change:
    """The question stands last in the section, unless it stands there already."""

    def change(form: Form) -> Form:
        there = _found(form, question.key)
        if there is None:
            into = _section(form, section)
            return _with_section(form, replace(into, questions=(*into.questions, question)))
        if there == question:
            return form
        raise NotPossible(_taken(question.key))

    return change


def correct_question(key: str, section: str, question: Question) -> Change:
    """The question with `key` is now `question`, in `section`: last if it stood in another. What depends on it follows."""

    def change(form: Form) -> Form:
        if question.key != key and _found(form, question.key) is not None:
            if _found(form, key) is None and _found(form, question.key) == question:
                return form
            raise NotPossible(_taken(question.key))
        home = _home(form, key)
        into = _section(form, section)
        if home.key == into.key:
            rows = tuple(question if one.key == key else one for one in home.questions)
            changed = _with_section(form, replace(home, questions=rows))
        else:
            without = _without(form, key)
            into = _section(without, section)
            changed = _with_section(without, replace(into, questions=(*into.questions, question)))
        return _renamed(changed, key, question.key)

    return change


def route_question(key: str, condition: Condition | None) -> Change:
    """The question is asked under this condition; always, when there is none."""

    def change(form: Form) -> Form:
        home = _home(form, key)
        rows = tuple(replace(one, show_if=condition) if one.key == key else one for one in home.questions)
        return _with_section(form, replace(home, questions=rows))

    return change


def remove_question(key: str) -> Change:
    """The question is gone. What depended on it is left as it is, so that the page can say so."""
    return lambda form: _without(form, key)


def place_question(key: str, section: str, place: int) -> Change:
    """The question stands in `section` as number `place`, counted from 0."""

    def change(form: Form) -> Form:
        _home(form, key)
        question = form.question(key)
        without = _without(form, key)
        into = _section(without, section)
        rows = (*into.questions[:place], question, *into.questions[place:])
        return _with_section(without, replace(into, questions=rows))

    return change


def _taken(key: str) -> str:
    return f"Der er allerede et spørgsmål med nøglen “{key}”. Skriv en anden nøgle."


def _found_section(form: Form, key: str) -> Section | None:
    return next((one for one in form.sections if one.key == key), None)


def _section(form: Form, key: str) -> Section:
    found = _found_section(form, key)
    if found is None:
        raise NotPossible("Afsnittet findes ikke længere i kladden.")
    return found


def _found(form: Form, key: str) -> Question | None:
    return next((one for one in form.questions if one.key == key), None)


def _home(form: Form, key: str) -> Section:
    """The section the question stands in."""
    for section in form.sections:
        if any(one.key == key for one in section.questions):
            return section
    raise NotPossible("Spørgsmålet findes ikke længere i kladden.")


def _with_sections(form: Form, sections: list[Section]) -> Form:
    return replace(form, sections=tuple(sections))


def _with_section(form: Form, section: Section) -> Form:
    return _with_sections(form, [section if one.key == section.key else one for one in form.sections])


def _without(form: Form, key: str) -> Form:
    left = [replace(one, questions=tuple(q for q in one.questions if q.key != key)) for one in form.sections]
    return _with_sections(form, left)


def _renamed(form: Form, old: str, new: str) -> Form:
    if old == new:
        return form
    sections = []
    for section in form.sections:
        rows = tuple(
            replace(one, show_if=Condition(new, one.show_if.values)) if one.show_if and one.show_if.question == old else one
            for one in section.questions
        )
        sections.append(replace(section, questions=rows))
    return _with_sections(form, sections)
