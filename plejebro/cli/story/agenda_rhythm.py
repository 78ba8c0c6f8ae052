"""The story's part about what the law asks to be done on a day.

Emil's side of it is all in order, Liv lacks a supervision visit of last year, Noah came under the act before 2024 and has
no date for the next follow-up; the others are in order as far as they go.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

from plejebro.agenda.rhythm import actions, duties
from plejebro.agenda.rhythm.enums import MarkKind, Planned
from plejebro.agenda.rhythm.models import Mark
from plejebro.agenda.rhythm.rules import Written
from plejebro.cli.story.offices import HANDOVER_WORKDAYS_AGO
from plejebro.cli.story.stage import Stage, submission

BARNETS_LOV = date(2024, 1, 1)
BETWEEN = 170
REASON = "Der er ro om barnet, og næste møde på skolen ligger lige før."
WISH = "Vil gerne have, at det bliver efter skole, og at det ikke er for tit."
COURSES = ("Tilknytning og tryghed", "Samarbejde med forældre", "Søvn og ro")


class Child:
    """Plays the rhythm of one child: what is done on which day, counted in days from moving in, and by whom."""

    def __init__(self, stage: Stage, key: str, days: int, adviser: str, helper: str, parent: str, ends: int = 0) -> None:
        self.stage, self.key, self.adviser, self.helper, self.parent = stage, key, adviser, helper, parent
        self.starts = stage.today - timedelta(days=days)
        self.last, self.is_over = stage.today - timedelta(days=ends or 1), bool(ends)

    def day(self, number: int) -> date:
        """The day `number` days after moving in."""
        return self.starts + timedelta(days=number)

    def follows_up(self, *, decides_last: bool = True) -> Child:
        """Follow-ups at the law's pace; from 2024 each with the date of the next one."""
        on = self.day(80)
        while on <= self.last:
            is_last = on + timedelta(days=BETWEEN) > self.last
            decided = on >= BARNETS_LOV and (decides_last or not is_last)
            later = on + timedelta(days=BETWEEN + 12)
            ends_before = self.is_over and later > self.last
            self._writes(
                self._adviser_on(on), MarkKind.FOLLOW_UP, _follow_up(on, later if decided and not ends_before else None)
            )
            on += timedelta(days=BETWEEN)
        return self

    def is_visited(self, *, without: tuple[tuple[int, int], ...] = ()) -> Child:
        """Two visits a year with the child spoken to, but for those of (years ago, number in the year)."""
        for year in range(self.starts.year, self.last.year + 1):
            for number, on in enumerate((date(year, 4, 15), date(year, 10, 14)), 1):
                if (self.stage.today.year - year, number) not in without and self.day(20) <= on <= self.last:
                    spoken = Written(on, child_spoken_to=True, two_advisers=True if on >= BARNETS_LOV else None)
                    self._writes(self._adviser_on(on), MarkKind.SUPERVISION, spoken)
        return self

    def is_visited_on(self, number: int) -> Child:
        """One visit more, `number` days after moving in."""
        self._writes(self.adviser, MarkKind.SUPERVISION, Written(self.day(number), child_spoken_to=True, two_advisers=False))
        return self

    def is_supported(self) -> Child:
        """The intensive support of the first year, begun and done in time."""
        self._writes(self.helper, MarkKind.SUPPORT_BEGAN, Written(self.day(45), text="Opstartsforløb med supervision."))
        if self.day(320) <= self.last:
            self._writes(self.helper, MarkKind.SUPPORT_DONE, Written(self.day(320)))
        return self

    def takes_courses(self) -> Child:
        """Three course days in the first year and two in each of the next, written by the family and confirmed."""
        for year in range(5):
            on = self.day(365 * year + 150)
            if on <= self.last:
                self._takes(on, "2", COURSES[year % 3])
            if year == 0 and self.day(240) <= self.last:
                self._takes(self.day(240), "1", COURSES[2])
        return self

    def is_inspected(self) -> Child:
        """Socialtilsynet's visits, one a year."""
        for year in range(self.starts.year + 1, self.last.year + 1):
            if date(year, 6, 3) <= self.last:
                self._writes(self.parent, MarkKind.INSPECTION, Written(date(year, 6, 3)))
        return self

    def waits(self, who: str, days: str, what: str) -> None:
        """Course days the municipality has not answered yet."""
        written = Written(
            self.stage.today - timedelta(days=9), days=Decimal(days), text=what, proof="Kursusbevis sendt med post."
        )
        self._at(self.stage.today - timedelta(days=8), "20.15", who, MarkKind.COURSE, written)

    def _takes(self, on: date, days: str, what: str) -> None:
        sign = self._writes(self.parent, MarkKind.COURSE, Written(on, days=Decimal(days), text=what, proof="Kursusbevis"))
        if self.parent == self.helper:
            return
        self.stage.at(
            on + timedelta(days=3),
            "9.20",
            lambda: actions.answer_courses(
                actor=self.stage.viewer(self.helper),
                mark=Mark.objects.select_related("placement").get(submission=sign),
                confirmed=True,
                text="",
            ),
        )

    def _writes(self, who: str, kind: MarkKind, written: Written) -> UUID:
        return self._at(written.on, "15.40", who, kind, written)

    def _at(self, on: date, at: str, who: str, kind: MarkKind, written: Written) -> UUID:
        sign = submission(f"rhythm:{self.key}:{kind}:{written.on}")
        self.stage.at(
            on,
            at,
            lambda: actions.write_down(
                actor=self.stage.viewer(who),
                placement=self.stage.things[self.key],
                kind=kind,
                written=written,
                submission=sign,
            ),
        )
        return sign

    def _adviser_on(self, on: date) -> str:
        """Sara took Jonas' children over."""
        taken_over = self.adviser == "jonas" and on >= self.stage.workday(HANDOVER_WORKDAYS_AGO)
        return "sara" if taken_over else self.adviser


def _follow_up(on: date, later: date | None) -> Written:
    return Written(on, next_on=later, next_reason=REASON if later else "", wish=WISH if later else "")


def keep_the_rhythm(stage: Stage) -> None:
    """What was done on each placement, and the visit that is planned for Noah."""
    noah = Child(stage, "noah", 1560, "jonas", "mette", "inger")
    noah.follows_up(decides_last=False).is_visited(without=((0, 2),)).is_supported().takes_courses().is_inspected()
    noah.waits("per", "1.5", "Unge og skærm")
    liv = Child(stage, "liv", 980, "jonas", "mette", "karen")
    liv.follows_up().is_visited(without=((1, 2),)).is_supported().takes_courses().is_inspected()
    emil = Child(stage, "emil", 610, "jonas", "mette", "anne")
    emil.follows_up().is_visited().is_supported().takes_courses().is_inspected()
    Child(
        stage, "asta", 1210, "jonas", "ida", "lise"
    ).follows_up().is_visited().is_supported().takes_courses().is_inspected()
    sigrun = Child(stage, "sigrun", 420, "nadia", "ida", "ruth")
    sigrun.follows_up().is_visited().is_visited_on(60).is_supported().takes_courses()
    Child(stage, "mia", 330, "peter", "peter", "inger").follows_up().is_visited().is_supported()
    elias = Child(stage, "elias", 520, "line", "line", "line")
    elias.follows_up().is_visited().is_supported().takes_courses()
    oliver = Child(stage, "oliver", 1100, "lars", "mette", "karen", ends=210)
    oliver.follows_up().is_visited().is_supported().takes_courses().is_inspected()
    stage.at(
        stage.workday(6),
        "10.25",
        lambda: actions.plan(
            actor=stage.viewer("sara"),
            placement=stage.things["noah"],
            what=Planned.SUPERVISION,
            on=stage.workday(-11),
            begins=time(13, 0),
            minutes=60,
            submission=submission("rhythm:noah:plan"),
        ),
    )
    stage.at(stage.today, "6.50", duties.run_duties)
    stage.at(stage.today, "6.55", lambda: stage.things.update({"mark:noah": _waiting()}))


def _waiting() -> Mark:
    return Mark.objects.get(placement__child__given_name="Noah", kind=MarkKind.COURSE, answer__isnull=True)
