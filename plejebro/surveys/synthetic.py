"""SYNTETISKE DATA: invented families and employees who answer through the real forms, for demo, tests and bench.

Each municipality gets a climate of its own by the seed, each question a weight, and everybody answers around that; some
leave questions out or do not know. Nothing of it says anything about a real municipality.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict

from plejebro.access.viewer import Viewer
from plejebro.surveys.answer_forms import SHOWN, SectionForm
from plejebro.surveys.answer_pages import shown_in, visible
from plejebro.surveys.answering import opened, send_answer
from plejebro.surveys.enums import Side
from plejebro.surveys.models import Round, Ticket
from plejebro.surveys.population import Member
from plejebro.surveys.questions import DONT_KNOW, Question, Section
from plejebro.surveys.rounds import hand_out_codes

SEED: Final = 20261124
FAMILIES: Final = 400
MUNICIPALITIES: Final = 90
_SPREAD: Final = 0.9
_TEXTS: Final = (
    "Vi får hurtigt svar, og vi kender hende, der svarer.",
    "Det fungerer, når vi bliver spurgt, før noget er bestemt.",
    "Færre skift. Vi har fortalt det hele forfra tre gange.",
    "En fast dag, hvor vi kan ringe.",
    "At vi får referatet, mens vi kan huske mødet.",
    "Mere tid til den enkelte familie.",
)


def members(counts: Mapping[str, tuple[int, int]]) -> list[Member]:
    """So many invented families and employees in each municipality: code → (families, employees)."""
    return [
        Member(side, code, f"{side}-{code}-{number:04d}", label=f"SYNTETISK {Side(side).label.lower()} {code}-{number}")
        for code, numbers in sorted(counts.items())
        for side, most in zip((Side.FAMILY, Side.MUNICIPALITY), numbers, strict=True)
        for number in range(1, most + 1)
    ]


def national(
    codes: Sequence[str], *, families: int = FAMILIES, municipalities: int = MUNICIPALITIES, seed: int = SEED
) -> list[Member]:
    """`families` spread unevenly over the first `municipalities` of `codes`, each with one to eight employees."""
    dice = random.Random(seed)  # noqa: S311  (invented data)
    chosen = sorted(dice.sample(list(codes), min(municipalities, len(codes))))
    weights = [dice.paretovariate(1.2) for _ in chosen]
    counts = dict.fromkeys(chosen, 0)
    for code in dice.choices(chosen, weights, k=families):
        counts[code] += 1
    return members({code: (number, 1 + min(7, number // 3)) for code, number in counts.items()})


def answer_round(
    *, actor: Viewer, round_: Round, family_rate: float = 0.65, municipality_rate: float = 0.85, seed: int = SEED
) -> int:
    """Lets those who are asked in an open synthetic round answer, each with a code of their own; returns how many did.

    ValueError for a round that is not synthetic: invented answers never go among real ones.
    """
    if not round_.is_synthetic:
        raise ValueError("Only a synthetic round has synthetic answers.")
    dice = random.Random(seed)  # noqa: S311  (invented data)
    rates = {Side.FAMILY: family_rate, Side.MUNICIPALITY: municipality_rate}
    tickets = Ticket.objects.filter(round=round_, answered=False, address="")
    sides = list(tickets.order_by("municipality_code", "label", "pk").values_list("side", flat=True))
    codes = hand_out_codes(actor=actor, round_=round_)
    sent = 0
    for side, code in zip(sides, codes, strict=True):
        if dice.random() < rates[Side(side)]:
            sent += send_answer(code.code, answers_to(code.code, dice))
    return sent


def answers_to(secret: str, dice: random.Random) -> dict[str, Any]:
    """What an invented respondent answers, page by page, through the forms the pages use."""
    found = opened(secret)
    if found is None:
        raise ValueError("The code opens nothing.")
    mood = _mood(found.ticket, dice)
    answers: dict[str, Any] = {}
    for section in found.form.sections:
        while (page := page_of(section, answers, mood, dice)) is not None:
            form = SectionForm(section.questions, page)
            if not form.is_valid():
                raise ValueError(str(form.errors))
            answers |= form.answers
            if set(str(page[SHOWN]).split(",")) >= {one.key for one in shown_in(section, answers)}:
                break
    return answers


def page_of(section: Section, answers: Mapping[str, Any], mood: float, dice: random.Random) -> QueryDict | None:
    """A page as a browser sends it; None when nothing is asked there."""
    shown = shown_in(section, dict(answers))
    if not shown:
        return None
    page = QueryDict(mutable=True)
    page[SHOWN] = ",".join(question.key for question in shown)
    for question in shown:
        if question.key in answers:
            page[question.key] = str(answers[question.key])
        elif (value := _answer(question, mood, dice)) is not None:
            page.setlist(question.key, value if isinstance(value, list) else [value])
    return page


def pages_of(secret: str, dice: random.Random) -> list[tuple[int, QueryDict]]:
    """Every page of a form as a browser sends it, with its number; for those who answer over the network."""
    found = opened(secret)
    if found is None:
        raise ValueError("The code opens nothing.")
    mood = _mood(found.ticket, dice)
    pages = ((number, page_of(found.form.sections[number - 1], {}, mood, dice)) for number in visible(found.form, {}))
    return [(number, page) for number, page in pages if page is not None]


def _mood(ticket: Ticket, dice: random.Random) -> float:
    climate = random.Random(f"{SEED}:{ticket.municipality_code}").gauss(3.7, 0.5)  # noqa: S311  (invented data)
    side = 0.25 if ticket.side == Side.MUNICIPALITY else 0.0
    return climate + side + dice.gauss(0, 0.4)


def _answer(question: Question, mood: float, dice: random.Random) -> str | list[str] | None:
    luck = dice.random()
    if luck < 0.04 or (question.kind == "text" and luck < 0.75):
        return None
    if question.is_scale:
        return DONT_KNOW if luck < 0.08 else str(min(5, max(1, round(dice.gauss(mood + _lean(question), _SPREAD)))))
    if question.kind == "number":
        return str(min(9, max(1, round(dice.expovariate(0.5)) + 1)))
    if question.kind == "text":
        return dice.choice(_TEXTS)
    keys = [option.key for option in question.options]
    if question.kind == "choices":
        return sorted(dice.sample(keys, dice.choice((0, 1, 1, 2))), key=keys.index) or None
    return dice.choices(keys, [2.0 / (place + 1) for place in range(len(keys))])[0]


def _lean(question: Question) -> float:
    return random.Random(question.dimension or question.key).gauss(0, 0.35)  # noqa: S311  (invented data)
