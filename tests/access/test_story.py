"""The story stands as it was meant to: who is late, who waits for whom, who took over from whom."""

from __future__ import annotations

from plejebro.clocks.enums import ClockState
from plejebro.enquiries.enums import Status
from plejebro.placements.models import HandoverNote
from tests.cast import Cast


def test_mette_is_late_with_respite_and_inger_has_gone_a_step_up(cast: Cast) -> None:
    respite = cast.enquiry("respite")
    assert respite.addressee == cast.job("mette")
    assert respite.status == Status.WAITING_MUNICIPALITY
    assert respite.clock.due_on < cast.today
    assert [row.step for row in respite.escalations.all()] == ["team_leader"]


def test_livs_plan_waits_for_karen_and_its_clock_stands_still(cast: Cast) -> None:
    plan = cast.enquiry("plan")
    assert plan.status == Status.WAITING_FAMILY
    assert plan.clock.state == ClockState.PAUSED


def test_sara_took_over_from_jonas_with_a_note_and_what_was_agreed(cast: Cast) -> None:
    note = HandoverNote.objects.get(placement=cast.noah)
    assert (note.given_by, note.taken_by) == (cast.job("jonas"), cast.job("sara"))
    assert "Mor henter og bringer" in note.agreed
    assert note.coming


def test_monas_own_record_is_hers_alone(cast: Cast) -> None:
    assert cast.viktor.shared_at is None
    assert not cast.enquiry("own_phone").shared
