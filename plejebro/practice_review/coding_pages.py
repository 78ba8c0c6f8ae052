"""What the pages of the coding show: the law beside each requirement, and for the third what the two have said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from plejebro.access.viewer import Viewer
from plejebro.practice_review.coding import independent_codes
from plejebro.practice_review.enums import CodeValue, DecisionState, Slot
from plejebro.practice_review.forms import CodesForm
from plejebro.practice_review.lawview import Beside, beside, name_of
from plejebro.practice_review.models import Code, Coding, SampledDecision
from plejebro.practice_review.pages import DecisionPage, decision_page
from plejebro.practice_review.perms import is_analyst

NOT_CODED = "Ikke bedømt"


@dataclass(frozen=True)
class Block:
    """One requirement of the form: the law of the day, the field, and for the third the two answers."""

    law: Beside
    field: BoundField
    first: str = ""
    second: str = ""


@dataclass(frozen=True)
class CodePage:
    """The coding form; once finished it is a list of what was said."""

    decision: DecisionPage
    blocks: tuple[Block, ...]
    done: int
    is_finished: bool
    answers: tuple[tuple[str, str, str], ...]
    note: str


@dataclass(frozen=True)
class Dispute:
    """What two have said of one decision."""

    first: Mapping[str, str]
    second: Mapping[str, str]
    disputed: list[str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SettlePage:
    """The form of the third."""

    decision: DecisionPage
    blocks: tuple[Block, ...]
    agreed: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def stands(coding: Coding) -> dict[str, Any]:
    """What has been coded so far, as the form begins."""
    return {**_codes(coding), "note": coding.note, "version": str(coding.version)}


def take_version(form: CodesForm, coding: Coding) -> None:
    """Makes the form ready to be sent again over what stands there now."""
    data: Any = form.data
    data = data.copy()
    data["version"] = str(Coding.objects.values_list("version", flat=True).get(pk=coding.pk))
    form.data = data


def code_page(coding: Coding, form: CodesForm) -> CodePage:
    """The coding with the law of the decision's day beside each requirement."""
    codes = _codes(coding)
    finished = coding.finished_at is not None
    return CodePage(
        decision=decision_page(coding.decision),
        blocks=() if finished else tuple(Block(beside(coding.decision, key), form[key]) for key in form.requirements),
        done=len(codes),
        is_finished=finished,
        answers=_answers(codes) if finished else (),
        note=coding.note,
    )


def dispute_of(decision: SampledDecision) -> Dispute:
    """The two codings beside each other, without whose is whose."""
    first, second = independent_codes(decision)
    disputed = sorted(key for key in first.keys() | second.keys() if first.get(key) != second.get(key))
    rows = Coding.objects.filter(decision=decision, slot__lt=Slot.FINAL).order_by("slot")
    return Dispute(first, second, disputed, tuple(note for note in rows.values_list("note", flat=True) if note))


def settle_page(decision: SampledDecision, dispute: Dispute, form: CodesForm) -> SettlePage:
    """What the two disagree on, with the law beside it, and what they agree on."""
    agreed = {key: value for key, value in dispute.first.items() if key not in dispute.disputed}
    return SettlePage(
        decision=decision_page(decision),
        blocks=tuple(
            Block(beside(decision, key), form[key], _label(dispute.first.get(key)), _label(dispute.second.get(key)))
            for key in dispute.disputed
        ),
        agreed=_answers(agreed),
        notes=dispute.notes,
    )


def final_codes(decision: SampledDecision, viewer: Viewer) -> tuple[tuple[str, str, str], ...]:
    """What holds, for the analyst and once it is settled; nothing for others."""
    if decision.state != DecisionState.SETTLED or not is_analyst(viewer):
        return ()
    rows = Code.objects.filter(coding__decision=decision, coding__slot=Slot.FINAL).values_list("requirement", "value")
    return _answers(dict(rows.order_by("requirement")))


def _codes(coding: Coding) -> dict[str, str]:
    return dict(coding.codes.order_by("requirement").values_list("requirement", "value"))


def _answers(codes: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((key, name_of(key), _label(codes[key])) for key in sorted(codes))


def _label(value: str | None) -> str:
    return str(CodeValue(value).label) if value else NOT_CODED
