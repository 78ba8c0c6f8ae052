"""One truth about what is in the way, and a wish that takes its place in the calendar."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from plejebro.agenda import entries
from plejebro.agenda.enums import EntryState, Kind
from plejebro.agenda.respite import clashes, holiday_actions
from plejebro.agenda.respite.holiday_actions import Wished
from plejebro.kernel.refusals import NotPossible
from tests.agenda.respite.steps import asks
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("with_child", "count"), [(True, 1), (False, 0)])
def test_only_a_holiday_with_the_child_is_in_the_way_of_a_stay(cast: Cast, with_child: bool, count: int) -> None:
    first = cast.today + timedelta(weeks=55)
    days = first, first + timedelta(days=6)
    wished = Wished(*days, with_child, False)
    holiday_actions.wish(actor=cast.inger.viewer(), placements=[cast.noah], wished=wished, submission=uuid4())
    said = entries.clashes(cast.noah, *days, None, None, Kind.RESPITE, viewer=cast.sara.viewer())
    assert said == clashes.of_stay(cast.noah.pk, *days)
    assert len(said) == count


def test_a_stay_is_in_the_way_of_a_holiday_with_the_child_and_not_of_itself(cast: Cast) -> None:
    stay = asks(cast, weeks=56)
    days = stay.starts, stay.ends
    sara = cast.sara.viewer()
    assert entries.clashes(cast.noah, *days, None, None, Kind.HOLIDAY, viewer=sara)
    assert not entries.clashes(cast.noah, *days, None, None, Kind.HOLIDAY, viewer=sara, with_child=False)
    assert entries.clashes(cast.noah, *days, None, None, Kind.RESPITE, viewer=sara)
    assert not entries.clashes(cast.noah, *days, None, None, Kind.RESPITE, stay.entry, viewer=sara)
    assert not entries.clashes(cast.noah, *days, None, None, Kind.MEETING, viewer=sara)


def test_what_was_asked_for_is_planned_once(cast: Cast) -> None:
    entry = asks(cast, weeks=57).entry
    assert entries.plan_entry(actor=cast.sara.viewer(), entry=entry).state == EntryState.PLANNED
    with pytest.raises(NotPossible, match="ikke et ønske længere"):
        entries.plan_entry(actor=cast.sara.viewer(), entry=entry)
