"""What a look at a stay, a wish or a care arrangement is a look at. The facts about them are the calendar's own
(`agenda.perms`): they follow from the placement."""

from __future__ import annotations

from plejebro.access.registry import guard
from plejebro.agenda.respite.models import CareArrangement, HolidayWish, RespiteStay
from plejebro.audit.types import Subject
from plejebro.placements import perms as placements


def subjects_of_stay(stay: RespiteStay) -> list[Subject]:
    """A look at a stay is a look at the stay, the child and the family; the page has joined the three."""
    return [Subject("respite_stay", stay.public_id), *placements.subjects_of_placement(stay.placement)]


def subjects_of_wish(wish: HolidayWish) -> list[Subject]:
    """The same for a wish for holiday."""
    return [Subject("holiday_wish", wish.public_id), *placements.subjects_of_placement(wish.placement)]


def subjects_of_care(care: CareArrangement) -> list[Subject]:
    """The same for child care."""
    return [Subject("child_care", care.public_id), *placements.subjects_of_placement(care.placement)]


guard("agenda.RespiteStay", subjects_of_stay)
guard("agenda.HolidayWish", subjects_of_wish)
guard("agenda.CareArrangement", subjects_of_care)
