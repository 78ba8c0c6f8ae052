"""What a plan of an import is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from plejebro.audit.types import Actor
from plejebro.flows.cells import Fault

PORTION = 500


class Outcome(Enum):
    """What becomes of a row."""

    CREATE = "Oprettes"
    UPDATE = "Rettes"
    SAME = "Uændret"


@dataclass(frozen=True)
class Step:
    """What one row comes to. `what` and `changes` are shown in the preview; `carry_out` is the verb, run at the end."""

    line: int
    outcome: Outcome
    what: str
    changes: tuple[str, ...] = ()
    carry_out: Callable[[Actor], None] | None = None
    order: tuple[str, ...] = ()


@dataclass
class Plan:
    """All that a file would do. With a fault in it, nothing is done."""

    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """How many rows come to `outcome`."""
        return sum(1 for step in self.steps if step.outcome is outcome)

    @property
    def created(self) -> int:
        """Rows that create something."""
        return self.count(Outcome.CREATE)

    @property
    def updated(self) -> int:
        """Rows that correct something."""
        return self.count(Outcome.UPDATE)

    @property
    def same(self) -> int:
        """Rows that change nothing."""
        return self.count(Outcome.SAME)

    @property
    def may_be_applied(self) -> bool:
        """Whether every row can be brought in and at least one changes something."""
        return not self.faults and (self.created + self.updated) > 0


def step_for(
    line: int, what: str, *, exists: bool, changes: list[str], carry_out: Callable[[Actor], None], order: str = ""
) -> Step:
    """The step of a row whose thing exists (then `changes` are the names of what differs) or does not."""
    if exists and not changes:
        return Step(line, Outcome.SAME, what, order=(order,))
    outcome = Outcome.UPDATE if exists else Outcome.CREATE
    return Step(line, outcome, what, tuple(changes) if exists else (), carry_out, (order,))
