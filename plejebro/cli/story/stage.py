"""The stage of the story: a clock that is moved through the past, the people by key, and the scenes in their order.

Every scene is played by the product's own verbs as if it were the day it happened, so that clocks, notices and the log
come out as they would have in life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from plejebro.access import registry
from plejebro.access.viewer import Viewer
from plejebro.accounts.models import User
from plejebro.agenda.meetings import duties as meeting_duties
from plejebro.agenda.respite import duties as respite_duties
from plejebro.agreements.expenses import duties as expense_duties
from plejebro.audit.actions import record_read
from plejebro.audit.types import Subject
from plejebro.enquiries.ladder import run_duties
from plejebro.kernel import clock
from plejebro.kernel.workdays import add_working_days, is_working_day
from plejebro.notifications.delivery import deliver_waiting

MORNING = time(7, 0)


@contextmanager
def moved_clock(offset: Callable[[], timedelta]) -> Iterator[None]:
    """The clock of the whole house runs by `offset` within; afterwards as before."""
    before = clock._offset_source
    clock.set_offset_source(offset)
    try:
        yield
    finally:
        clock.set_offset_source(before)


@dataclass(order=True)
class Scene:
    """Something that happens at a moment; `number` keeps the order of scenes at the same moment."""

    moment: datetime
    number: int
    play: Callable[[], object] = field(compare=False)


class Stage:
    """Where the story is played. `today` is the day the story is told; everything lies before it or is planned after it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.users: dict[str, User] = {}
        self.things: dict[str, Any] = {}
        self._scenes: list[Scene] = []
        self._moment = datetime.now(UTC)

    def workday(self, before: int) -> date:
        """The working day that lies `before` working days before today (after it, when negative)."""
        return add_working_days(self.today, -before)

    def at(self, day: date, clock_text: str, play: Callable[[], object]) -> None:
        """Plans a scene on `day` at "13.05", Danish time."""
        hour, minute = (int(part) for part in clock_text.split("."))
        moment = datetime.combine(day, time(hour, minute), tzinfo=clock.COPENHAGEN)
        self._scenes.append(Scene(moment, len(self._scenes), play))

    def watch_duties(self, workdays: int) -> None:
        """Runs the worker's duties every working morning of the last `workdays` working days and of today."""
        day = self.workday(workdays)
        while day <= self.today:
            if is_working_day(day):
                self._scenes.append(
                    Scene(datetime.combine(day, MORNING, tzinfo=clock.COPENHAGEN), len(self._scenes), _duties)
                )
            day += timedelta(days=1)

    def play(self) -> None:
        """Plays every planned scene in order of time, each at its own moment. Nothing is played in the future."""
        with moved_clock(lambda: self._moment - datetime.now(UTC)):
            latest = datetime.combine(self.today, time(23, 59), tzinfo=clock.COPENHAGEN)
            for scene in sorted(self._scenes):
                if scene.moment <= latest:
                    self._moment = scene.moment.astimezone(UTC)
                    scene.play()

    def viewer(self, key: str) -> Viewer:
        """The person `key` with the first of the hats that hold at the scene's moment."""
        user = self.users[key]
        hats = registry.all_acting(user.pk)
        return Viewer(user.pk, user.public_id, user.full_name, user.email, hats[0] if hats else None, clock.today())

    def looks(self, key: str, action: str, subjects: list[Subject], route: str) -> None:
        """`key` opens a page: the row the door would have written."""
        record_read(actor=self.viewer(key), action=action, subjects=subjects, details={"route": route})


def submission(key: str) -> UUID:
    """The submission id of a message of the story: the same each time it is told."""
    return uuid5(NAMESPACE_URL, f"plejebro:story:{key}")


def _duties() -> None:
    run_duties()
    expense_duties.run_duties()
    respite_duties.run_duties()
    meeting_duties.run_duties()
    deliver_waiting(limit=10_000)
