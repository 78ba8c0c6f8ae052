"""The story's part about respite stays, holidays and child care: one that waits too long, one agreed on and ahead, one held,
a holiday plan with a warning, and care once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from plejebro.agenda.respite import actions, care_actions, holiday_actions
from plejebro.agenda.respite.actions import Days, Place
from plejebro.agenda.respite.care_actions import Care
from plejebro.agenda.respite.enums import Payer
from plejebro.agenda.respite.holiday_actions import Wished
from plejebro.agenda.respite.models import HolidayWish, RespiteStay
from plejebro.cli.story.stage import Stage, submission


class Stay:
    """Plays one stay of the story: each call plans a scene, counted in working days before today."""

    def __init__(self, stage: Stage, key: str, child: str) -> None:
        self.stage, self.key, self.child, self.number = stage, key, child, 0

    @property
    def stay(self) -> RespiteStay:
        """The stay as it stands in the database now."""
        kept: RespiteStay = self.stage.things[f"stay:{self.key}"]
        return RespiteStay.objects.select_related("placement").get(pk=kept.pk)

    def asks(self, who: str, before: int, at: str, days: Days, reason: str) -> Stay:
        """`who` asks."""

        def play() -> None:
            self.stage.things[f"stay:{self.key}"] = actions.ask(
                actor=self.stage.viewer(who),
                placement=self.stage.things[self.child],
                days=days,
                reason=reason,
                submission=submission(f"stay:{self.key}:0"),
            )

        return self._plan(before, at, play)

    def offers(self, who: str, before: int, at: str, days: Days, place: Place, text: str = "") -> Stay:
        """`who` offers a place."""
        return self._step(before, at, who, lambda sign: actions.offer(days=days, place=place, text=text, **sign))

    def agrees(self, who: str, before: int, at: str, text: str = "") -> Stay:
        """`who` says yes."""
        return self._step(before, at, who, lambda sign: actions.confirm(text=text, **sign))

    def counters(self, who: str, before: int, at: str, days: Days, text: str) -> Stay:
        """The days do not fit `who`."""
        return self._step(before, at, who, lambda sign: actions.counter(days=days, text=text, **sign))

    def was_held(self, who: str, before: int, at: str, text: str = "") -> Stay:
        """`who` writes down that it was held."""
        return self._step(before, at, who, lambda sign: actions.hold(text=text, **sign))

    def _step(self, before: int, at: str, who: str, play: Callable[[dict[str, Any]], object]) -> Stay:
        self.number += 1
        name = submission(f"stay:{self.key}:{self.number}")

        def scene() -> None:
            stay = self.stay
            sign = {"actor": self.stage.viewer(who), "stay": stay, "submission": name, "seen_version": stay.version}
            play(sign)

        return self._plan(before, at, scene)

    def _plan(self, before: int, at: str, play: Callable[[], object]) -> Stay:
        self.stage.at(self.stage.workday(before), at, play)
        return self


def weekend(stage: Stage, weeks: int) -> Days:
    """Friday afternoon to Sunday, `weeks` weeks from the story's week (before it, when negative)."""
    friday = stage.today - timedelta(days=stage.today.weekday() - 4) + timedelta(weeks=weeks)
    return Days(friday, friday + timedelta(days=2), time(15, 0), time(17, 0))


def week(stage: Stage, weeks: int, number: int = 1) -> tuple[date, date]:
    """Monday to Sunday `weeks` weeks on, and so many weeks long."""
    monday = stage.today - timedelta(days=stage.today.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=7 * number - 1)


def plan_stays(stage: Stage) -> None:
    """Adds them to the story."""
    _stays(stage)
    _holidays(stage)
    _care(stage)


def _stays(stage: Stage) -> None:
    late = Stay(stage, "late", "noah")
    late.asks("inger", 12, "20.15", weekend(stage, 2), "Vi trænger til en weekend for os selv. Noah kender weekendfamilien.")
    ahead = Stay(stage, "ahead", "noah")
    place = Place("Birgit og Søren Holm, Ådal", payer=Payer.CONTRACT.value)
    ahead.asks("per", 25, "19.40", weekend(stage, 4), "Vi skal til rund fødselsdag.")
    ahead.offers("mette", 23, "10.05", weekend(stage, 4), place).agrees("inger", 22, "18.30", "Det passer fint. Tak.")
    held = Stay(stage, "held", "noah")
    held.asks("inger", 40, "21.00", weekend(stage, -4), "En weekend i efteråret, når det kan lade sig gøre.")
    held.offers("mette", 37, "9.20", weekend(stage, -5), place, "De kan weekenden før.")
    held.counters("per", 36, "17.50", weekend(stage, -4), "Den weekend har Noah kamp. Kan det blive ugen efter?")
    held.offers("mette", 34, "11.10", weekend(stage, -4), place, "Ja, det kan de godt.").agrees("inger", 33, "19.10")
    held.was_held("inger", 8, "20.00", "Det gik godt. Noah sov hele natten.")
    hidden = Stay(stage, "hidden", "sigrun")
    hidden.asks("ruth", 9, "9.30", weekend(stage, 3), "En weekend, når det er muligt.")
    hidden.offers("mette", 6, "13.15", weekend(stage, 3), Place("Weekendhjemmet Lærken, Skovlund", "family", "municipality"))
    other = Stay(stage, "mia", "mia")
    other.asks("per", 3, "20.30", weekend(stage, 5), "Mia har brug for ro efter jul.")
    gone = Stay(stage, "gone", "oliver")
    gone.asks("karen", 185, "18.00", _long_ago(stage), "En forlænget weekend.")
    gone.offers("mette", 183, "9.00", _long_ago(stage), Place("Familien Lund, Ådal", payer=Payer.MUNICIPALITY.value))


def _long_ago(stage: Stage) -> Days:
    """Days some weeks after Oliver's family asked, which nobody agreed on."""
    first = stage.workday(170)
    return Days(first, first + timedelta(days=2))


def _holidays(stage: Stage) -> None:
    def wishes(key: str, who: str, children: tuple[str, ...], wished: Wished) -> None:
        placements = [stage.things[child] for child in children]
        made = holiday_actions.wish(
            actor=stage.viewer(who), placements=placements, wished=wished, submission=submission(f"wish:{key}")
        )
        for child, row in zip(sorted(children, key=lambda one: stage.things[one].pk), made, strict=True):
            stage.things[f"wish:{key}_{child}" if len(children) > 1 else f"wish:{key}"] = row

    winter, spring, summer = week(stage, 12), week(stage, 20), week(stage, 33, 2)
    stage.at(
        stage.workday(20),
        "20.00",
        lambda: wishes("winter", "inger", ("noah", "mia"), Wished(*winter, True, False, "Vi tager til fjelds alle sammen.")),
    )
    stage.at(stage.workday(20), "20.10", lambda: wishes("summer", "inger", ("noah",), Wished(*summer, False, True)))
    stage.at(
        stage.workday(8),
        "20.20",
        lambda: wishes("spring", "per", ("noah",), Wished(*spring, True, False, "Sommerhus hos farmor.")),
    )
    stage.at(stage.workday(14), "9.45", lambda: _says_yes(stage, "mette", "winter_noah", "God tur."))


def _says_yes(stage: Stage, who: str, key: str, text: str) -> None:
    row = HolidayWish.objects.select_related("placement").get(pk=stage.things[f"wish:{key}"].pk)
    holiday_actions.answer(actor=stage.viewer(who), wish=row, yes=True, text=text, seen_version=row.version)


def _care(stage: Stage) -> None:
    def asks(key: str, who: str, child: str, care: Care) -> None:
        stage.things[f"care:{key}"] = care_actions.ask(
            actor=stage.viewer(who), placement=stage.things[child], care=care, submission=submission(f"care:{key}")
        )

    evening = Care(
        stage.workday(-5),
        time(17, 0),
        time(21, 30),
        "Naboens Line, 19 år",
        Payer.MUNICIPALITY.value,
        "Kursusaften for os begge.",
    )
    stage.at(stage.workday(3), "18.15", lambda: asks("evening", "inger", "noah", evening))
