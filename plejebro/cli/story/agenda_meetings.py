"""The story's part about meetings: one to come with an agenda and a companion, one to come without an agenda, one held with
minutes and an objection, and one whose minutes can still be objected to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from plejebro.agenda.entries import Guest
from plejebro.agenda.meetings import actions, minutes
from plejebro.agenda.meetings.actions import Invitation, When
from plejebro.agenda.meetings.enums import Answer
from plejebro.agenda.meetings.minutes import Written
from plejebro.agenda.meetings.models import Meeting
from plejebro.cli.story.photo import road_map
from plejebro.cli.story.stage import Stage, submission
from plejebro.documents.actions import store_upload


class Talk:
    """Plays one meeting of the story: each call plans a scene, counted in working days before today."""

    def __init__(self, stage: Stage, key: str, child: str) -> None:
        self.stage, self.key, self.child, self.number = stage, key, child, 0

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands in the database now."""
        kept: Meeting = self.stage.things[f"meeting:{self.key}"]
        return Meeting.objects.select_related("entry", "placement__child", "placement__family").get(pk=kept.pk)

    def is_called(
        self, who: str, before: int, at: str, to: dict[str, Any], when: tuple[int, time, int, str], video: str = ""
    ) -> Talk:
        """`who` invites to a meeting `when[0]` working days before today (after it, when negative)."""

        def play() -> None:
            keys = {name: to.pop(name, ()) for name in ("staff", "family")}
            invitation = Invitation(
                **to,
                employments=tuple(self.stage.things[f"job:{key}"].pk for key in keys["staff"]),
                members=tuple(self.stage.things[f"member:{key}"].pk for key in keys["family"]),
            )
            day, begins, length, place = when
            self.stage.things[f"meeting:{self.key}"] = actions.invite(
                actor=self.stage.viewer(who),
                placement=self.stage.things[self.child],
                to=invitation,
                when=When(self.stage.workday(day), begins, length, place, video),
                submission=submission(f"meeting:{self.key}:0"),
            )

        return self._plan(before, at, play)

    def answers(self, who: str, before: int, at: str, said: Answer, note: str = "") -> Talk:
        """`who` answers."""
        return self._plan(
            before, at, lambda: actions.answer(actor=self.stage.viewer(who), meeting=self.meeting, said=said, note=note)
        )

    def adds(self, who: str, before: int, at: str, text: str) -> Talk:
        """`who` puts a point on the agenda."""
        return self._signed(before, at, who, lambda sign: actions.add_point(text=text, **sign))

    def brings(self, who: str, before: int, at: str, name: str, label: str) -> Talk:
        """`who` brings a companion."""
        guest = Guest(name=name, companion=True)
        return self._plan(
            before,
            at,
            lambda: actions.bring(actor=self.stage.viewer(who), meeting=self.meeting, guest=guest, label=label),
        )

    def shares(self, who: str, before: int, at: str, name: str, note: str) -> Talk:
        """`who` shares a document."""

        def play() -> None:
            user, key = self.stage.users[who], self.meeting.placement.public_id
            photo = store_upload(actor=user, name=name, stream=road_map(), case_key=key)
            actions.share_file(actor=self.stage.viewer(who), meeting=self.meeting, document=photo, note=note)

        return self._plan(before, at, play)

    def is_written_up(self, who: str, before: int, at: str, text: str, agreed: str = "") -> Talk:
        """`who` sends the minutes."""
        written = Written(text, agreed)
        return self._signed(before, at, who, lambda sign: minutes.write_minutes(written=written, seen=0, **sign))

    def is_objected_to(self, who: str, before: int, at: str, text: str) -> Talk:
        """`who` objects."""

        def play() -> None:
            newest = self.meeting.minutes.order_by("-number").first()
            if newest is None:
                raise LookupError(self.key)
            sign = submission(f"meeting:{self.key}:objection")
            minutes.object_to(actor=self.stage.viewer(who), minutes=newest, text=text, submission=sign)

        return self._plan(before, at, play)

    def _signed(self, before: int, at: str, who: str, play: Callable[[dict[str, Any]], object]) -> Talk:
        self.number += 1
        sign = submission(f"meeting:{self.key}:{self.number}")
        return self._plan(
            before, at, lambda: play({"actor": self.stage.viewer(who), "meeting": self.meeting, "submission": sign})
        )

    def _plan(self, before: int, at: str, play: Callable[[], object]) -> Talk:
        self.stage.at(self.stage.workday(before), at, play)
        return self


def call_meetings(stage: Stage) -> None:
    """Every meeting of the story."""
    _to_come(stage)
    _held(stage)


def _to_come(stage: Stage) -> None:
    status = Talk(stage, "status", "noah")
    to = {
        "title": "Statusmøde",
        "purpose": "Vi ser på, hvordan efteråret er gået, og aftaler foråret.",
        "points": ("Skolen og lektierne", "Samvær i julen", "Støtteophold i foråret"),
        "staff": ("sara", "mette"),
        "family": ("inger", "per"),
    }
    status.is_called(
        "sara", 5, "10.15", to, (-6, time(14, 0), 90, "Rådhuset, lokale 2"), "https://video.eksempel.dk/statusmoede"
    )
    status.answers("inger", 4, "19.20", Answer.COMES).adds("inger", 4, "19.25", "Cykling til skole")
    status.brings("inger", 4, "19.30", "Grethe Thomsen", "fra familiens fagforening")
    status.answers("mette", 3, "9.10", Answer.COMES).shares("sara", 3, "13.40", "vejen-til-skole.jpg", "Vejen til skole")
    short = Talk(stage, "short", "asta")
    to = {
        "title": "Opfølgning på overgangen til skole",
        "purpose": "Vi taler om, hvordan starten er gået.",
        "staff": ("sara", "mette"),
        "family": ("lise",),
    }
    short.is_called("sara", 6, "11.00", to, (-2, time(9, 30), 60, "Hos familien"))
    quiet = Talk(stage, "quiet", "sigrun")
    to = {
        "title": "Netværksmøde",
        "purpose": "Vi aftaler de næste måneder.",
        "points": ("Fritid", "Kontakt i ferien"),
        "staff": ("nadia",),
        "family": ("ruth",),
    }
    quiet.is_called("nadia", 4, "9.45", to, (-8, time(13, 0), 60, "Rådhuset, lokale 5"))
    own = Talk(stage, "own", "viktor")
    school: dict[str, Any] = {
        "title": "Møde med skolen",
        "purpose": "Vi vil høre, hvordan det går i klassen.",
        "points": ("Frikvartererne",),
        "family": ("mona",),
        "others": (("Klasselæreren", "lærer"),),
    }
    own.is_called("mona", 3, "20.00", school, (-4, time(15, 30), 45, "Skolen"))


def _held(stage: Stage) -> None:
    autumn = Talk(stage, "autumn", "noah")
    to = {
        "title": "Møde om efterårsferien",
        "purpose": "Ferien skal være aftalt, så alle ved, hvem der gør hvad.",
        "points": ("Hvem er hvor i ferien?", "Hvad skal være pakket?"),
        "staff": ("mette",),
        "family": ("inger", "per"),
    }
    autumn.is_called("mette", 33, "9.00", to, (26, time(13, 0), 60, "Rådhuset, lokale 2"))
    autumn.is_written_up(
        "mette",
        25,
        "10.30",
        "1. Hvem er hvor i ferien?\nHan er hjemme de første fire dage og på støtteophold de sidste tre.\n\n"
        "2. Hvad skal være pakket?\nFamilien pakker regntøj og den grønne sovepose.",
        "Mette skriver til aflastningsfamilien.\nInger og Per pakker.",
    )
    autumn.is_objected_to(
        "inger", 23, "20.45", "Vi sagde, at han skulle hentes lørdag klokken 12, ikke søndag. Det står der ikke noget om."
    )
    fresh = Talk(stage, "fresh", "mia")
    to = {
        "title": "Opstartsmøde",
        "purpose": "Vi lærer hinanden at kende og aftaler den første tid.",
        "points": ("Indkøring i børnehaven",),
        "staff": ("peter",),
        "family": ("inger", "per"),
    }
    fresh.is_called("peter", 9, "9.30", to, (3, time(10, 0), 60, "Fjordby Rådhus"))
    fresh.is_written_up(
        "peter",
        2,
        "11.20",
        "1. Indkøring i børnehaven\nDe første to uger henter familien klokken 13.",
        "Peter taler med børnehaven.",
    )
    old = Talk(stage, "old", "oliver")
    to = {
        "title": "Afslutningsmøde",
        "purpose": "Vi siger farvel.",
        "points": ("Farvel",),
        "staff": ("lars",),
        "family": ("karen",),
    }
    old.is_called("lars", 199, "9.30", to, (195, time(10, 0), 45, "Hos familien"))
    old.is_written_up("lars", 194, "11.20", "1. Farvel\nHan vil gerne kunne ringe.", "Familien og han ringes ved.")
