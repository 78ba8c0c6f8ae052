"""A version as files: TOML, which the product reads back, and a table of the questions for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from plejebro.surveys.editing.words import about_word, condition_words, kind_word
from plejebro.surveys.questions import Form, Question, as_json

BOM = "\ufeff"
_COLUMNS = ["nummer", "afsnit", "nøgle", "spørgsmål", "hjælp", "slags", "svarmuligheder", "dimension", "om", "stilles når"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def form_toml(form: Form) -> str:
    """The questionnaire as `questions.load_form` reads it."""
    content = as_json(form)
    lines = [f"{name} = {_toml(content[name])}" for name in ("title", "lead", "minutes")]
    for section in content["sections"]:
        lines += ["", "[[sections]]", *(f"{name} = {_toml(section[name])}" for name in ("key", "title", "lead"))]
        for question in section["questions"]:
            lines += ["", "[[sections.questions]]", *(f"{name} = {_toml(value)}" for name, value in question.items())]
    return "\n".join(lines) + "\n"


def form_csv(form: Form) -> str:
    """The questions as rows: semicolons, UTF-8 with a byte order mark. Nothing in it is run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    number = 0
    for section in form.sections:
        for question in section.questions:
            number += 1
            writer.writerow([number, *(_harmless(cell) for cell in _cells(form, section.title, question))])
    return BOM + text.getvalue()


def _cells(form: Form, section: str, question: Question) -> list[str]:
    answers = " | ".join(f"{value}: {words}" for value, words in question.choices)
    return [
        section,
        question.key,
        question.text,
        question.help,
        kind_word(question.kind),
        answers,
        question.dimension,
        about_word(question.about),
        condition_words(form, question),
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, int):
        return str(value)
    # A JSON string is a TOML string, but for the one sign that TOML wants written out.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
