"""The decision cases of the story: one the adviser works on, one that a request has stopped, one the family does not know
of yet, and one that is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from plejebro.cli.story.photo import road_map
from plejebro.cli.story.stage import Stage, submission
from plejebro.decisions import actions, complaining, hearing_family, proving, writing
from plejebro.decisions.actions import Opening
from plejebro.decisions.complaining import Received
from plejebro.decisions.enums import (
    About,
    By,
    Cause,
    ComplaintKind,
    EvidenceState,
    FactKind,
    Kind,
    LetterKind,
    ParentPresent,
    RouteCode,
)
from plejebro.decisions.letterpage import letter_facts
from plejebro.decisions.letters import draft
from plejebro.decisions.models import DecisionCase
from plejebro.decisions.proving import Shown, Talk
from plejebro.decisions.rows import case_rows
from plejebro.documents.actions import store_upload
from plejebro.documents.uploads import Upload


class CaseFile:
    """Writes one case of the story: each call plans a scene on a day, at a time."""

    def __init__(self, stage: Stage, key: str, who: str) -> None:
        self.stage, self.key, self.who, self.number = stage, key, who, 0

    @property
    def case(self) -> DecisionCase:
        """The case as it stands now."""
        rows = case_rows(DecisionCase.objects.all(), self.stage.viewer(self.who))
        return rows.get(pk=self.stage.things[f"decision:{self.key}"].pk)

    def opens(self, day: date, at: str, opening: Opening) -> CaseFile:
        """The adviser opens the case."""

        def play() -> None:
            self.stage.things[f"decision:{self.key}"] = actions.open_case(
                actor=self.stage.viewer(self.who),
                placement=self.stage.things[self.key],
                opening=opening,
                submission=self._sign(),
            )

        return self._plan(day, at, play)

    def chooses(self, day: date, at: str, route: RouteCode, reason: str) -> CaseFile:
        """The adviser chooses the route."""

        def play() -> None:
            case = self.case
            actions.choose_route(
                actor=self.stage.viewer(self.who),
                case=case,
                route=route,
                reason=reason,
                submission=self._sign(),
                seen_version=case.version,
            )

        return self._plan(day, at, play)

    def shows(self, day: date, at: str, requirement: str, proof: str, note: str = "", *, paper: bool = False) -> CaseFile:
        """A step is done and put on file the same day."""

        def play() -> None:
            document = None
            if paper:
                placement = self.stage.things[self.key]
                user = self.stage.users[self.who]
                document = store_upload(actor=user, name="samtykke.jpg", stream=road_map(), case_key=placement.public_id)
            proving.add_evidence(
                actor=self.stage.viewer(self.who),
                case=self.case,
                requirement=requirement,
                shown=Shown(EvidenceState.PROOF, day, proof, note),
                submission=self._sign(),
                document=document,
            )

        return self._plan(day, at, play)

    def excepts(self, day: date, at: str, requirement: str, reason: str) -> CaseFile:
        """A step is not relevant here."""
        return self._plan(
            day,
            at,
            lambda: proving.add_evidence(
                actor=self.stage.viewer(self.who),
                case=self.case,
                requirement=requirement,
                shown=Shown(EvidenceState.NOT_APPLICABLE, note=reason),
                submission=self._sign(),
            ),
        )

    def talks(self, day: date, at: str, words: str, where: str, *, about_this: bool = True) -> CaseFile:
        """The adviser writes down a talk with the child."""
        talk = Talk(day, where, "Barnet og rådgiveren", words, about_this, ParentPresent.NO)
        return self._plan(
            day,
            at,
            lambda: proving.record_conversation(
                actor=self.stage.viewer(self.who), case=self.case, talk=talk, submission=self._sign()
            ),
        )

    def asks(self, day: date, at: str, text: str, answer_by: date) -> CaseFile:
        """The adviser asks the family for its statement."""

        def play() -> None:
            case = self.case
            hearing_family.ask_for_statement(
                actor=self.stage.viewer(self.who),
                case=case,
                text=text,
                answer_by=answer_by,
                submission=self._sign(),
                seen_version=case.version,
            )

        return self._plan(day, at, play)

    def states(self, day: date, at: str, parent: str, text: str, *, paper: bool = False) -> CaseFile:
        """A foster parent gives the family's statement."""
        sign = self._sign()

        def play() -> None:
            user, case = self.stage.users[parent], self.case
            if paper:
                kept = hearing_family.save_draft(actor=user, case=case, text=text, submission=sign)
                if kept is not None:
                    hearing_family.take_files(actor=user, draft=kept, uploads=[Upload("vores-uge.jpg", road_map())])
            hearing_family.give_statement(actor=self.stage.viewer(parent), case=case, text=text, submission=sign)

        return self._plan(day, at, play)

    def decides(self, day: date, at: str, reason: str) -> CaseFile:
        """The decision is recorded on the day it is taken."""

        def play() -> None:
            case = self.case
            actions.finalise(
                actor=self.stage.viewer(self.who),
                case=case,
                decided_on=day,
                reason=reason,
                submission=self._sign(),
                seen_version=case.version,
            )

        return self._plan(day, at, play)

    def sends(self, day: date, at: str, kind: LetterKind, fill: dict[str, str]) -> CaseFile:
        """A letter is written from its first draft, saved and sent."""

        def play() -> None:
            actor, case = self.stage.viewer(self.who), self.case
            facts = letter_facts(case, actor)
            text = draft(kind, facts)
            for hole, words in fill.items():
                text = text.replace(hole, words)
            version = writing.save_letter(actor=actor, case=case, kind=kind, text=text, seen_number=0)
            writing.mark_sent(
                actor=actor, case=case, kind=kind, number=version.number, on=day, facts=facts, submission=self._sign()
            )

        return self._plan(day, at, play)

    def dates(self, day: date, at: str, kind: FactKind, text: str = "") -> CaseFile:
        """One of the dated facts."""
        return self._plan(
            day,
            at,
            lambda: actions.record_fact(
                actor=self.stage.viewer(self.who),
                case=self.case,
                kind=kind,
                on=day,
                text=text,
                submission=self._sign(),
                seen=None,
            ),
        )

    def receives(self, day: date, at: str, received: Received) -> CaseFile:
        """Something comes in."""
        return self._plan(
            day,
            at,
            lambda: complaining.record_complaint(
                actor=self.stage.viewer(self.who), case=self.case, received=received, submission=self._sign()
            ),
        )

    def ends(self, day: date, at: str, note: str) -> CaseFile:
        """The case is finished."""

        def play() -> None:
            case = self.case
            actions.finish(actor=self.stage.viewer(self.who), case=case, note=note, seen_version=case.version)

        return self._plan(day, at, play)

    def _sign(self) -> UUID:
        self.number += 1
        return submission(f"decision:{self.key}:{self.number}")

    def _plan(self, day: date, at: str, play: Callable[[], object]) -> CaseFile:
        self.stage.at(day, at, play)
        return self


def decide(stage: Stage) -> None:
    """Every decision case of the story."""
    _asta(stage)
    _sigrun(stage)
    _mia(stage)
    _oliver(stage)


def _asta(stage: Stage) -> None:
    """Open: the approval has run out, the mother consents, Asta has not been asked, the family has not answered."""
    day = stage.workday
    asta = CaseFile(stage, "asta", "sara")
    asta.opens(
        day(8),
        "9.20",
        Opening(
            Kind.MOVE,
            "Godkendelsen som plejefamilie er udløbet, og socialtilsynet har ikke forlænget den. Lise vil gerne "
            "beholde Asta.",
            Cause.APPROVAL,
            day(-8),
        ),
    )
    asta.chooses(
        day(7),
        "10.05",
        RouteCode.K1,
        "Socialtilsynet har ikke trukket godkendelsen tilbage; den er ikke søgt forlænget i tide. Vi ser det derfor som en "
        "ændring, der kræver samtykke, og ikke som en begivenhed udefra.",
    )
    asta.asks(
        day(6),
        "13.10",
        "Skriv, hvordan Asta har det hos dig, hvad hun selv siger, og om mere støtte kunne gøre, at hun kan blive.",
        day(-4),
    )
    asta.shows(day(5), "9.45", "R02", "notat", "Vurdering af, om flytningen er nødvendig for det, anbringelsen skal opnå.")
    asta.shows(day(5), "14.20", "R03", "samtykke", "Mor har skrevet under på, at Asta flytter.", paper=True)
    asta.talks(day(7), "15.00", "Det går fint i skolen.", "Skolen", about_this=False)
    asta.talks(day(4), "15.30", "Jeg vil helst blive, men ikke hvis Lise ikke må have mig.", "Hos Lise")
    asta.shows(day(3), "8.40", "R09", "notat", "Astas ønske er skrevet ned og vejet i vurderingen.")
    asta.shows(day(3), "8.55", "R10", "notat")
    asta.shows(day(3), "9.05", "R11", "notat")
    asta.shows(day(2), "11.15", "R13", "barnets plan")
    asta.excepts(day(2), "11.30", "R17", "Asta har ingen søskende, der er anbragt.")


def _sigrun(stage: Stage) -> None:
    """Decided: the family has asked Ankestyrelsen for a review, which stops the move. The child is protected."""
    day = stage.workday
    sigrun = CaseFile(stage, "sigrun", "nadia")
    sigrun.opens(
        day(40),
        "9.10",
        Opening(Kind.MOVE, "Sigrun har brug for et sted tættere på sin skole i Ravnsby.", Cause.CHILD_NEEDS, day(10)),
    )
    sigrun.chooses(day(39), "9.30", RouteCode.K1, "Far har forældremyndigheden og samtykker. Sigrun er under 12 år.")
    sigrun.asks(day(38), "10.00", "Skriv, hvordan Sigrun har det hos jer.", day(25))
    sigrun.states(
        day(27),
        "20.40",
        "ruth",
        "Sigrun er glad for at bo hos os. Hun sover bedre nu end for et år siden, og vi kan køre hende til skole.",
        paper=True,
    )
    sigrun.talks(day(24), "14.00", "Jeg vil gerne blive hos Ruth og Torben.", "Skolen i Ravnsby")
    for number, (requirement, proof) in enumerate(
        (
            ("R02", "notat"),
            ("R03", "samtykke"),
            ("R09", "notat"),
            ("R10", "notat"),
            ("R11", "notat"),
            ("R13", "barnets plan"),
        )
    ):
        sigrun.shows(day(22), f"9.{number:02d}", requirement, proof)
    sigrun.decides(
        day(10),
        "13.00",
        "Det nye sted er godkendt, men papiret er ikke lagt på sagen. Vi har talt med socialtilsynet og lægger det på, når "
        "det kommer.",
    )
    sigrun.dates(day(10), "13.20", FactKind.PLACE)
    sigrun.sends(
        day(9),
        "9.00",
        LetterKind.FAMILY_NOTICE,
        {
            "[Skriv, hvornår det sker, hvordan I og barnet får støtte i overgangen, og hvem I kan aftale det med.]": "Vi "
            "ringer til jer i næste uge om overgangen.",
            "[Skriv, hvad der sker med plejekontrakten.]": "Kontrakten ophører først, når I har fået en opsigelse.",
        },
    )
    sigrun.receives(
        day(5), "8.30", Received(ComplaintKind.REVIEW, About.WHETHER, By.FAMILY, day(5), "Ruth og Torben har skrevet.")
    )


def _mia(stage: Stage) -> None:
    """Open in the other municipality; the family has not been told."""
    day = stage.workday
    mia = CaseFile(stage, "mia", "peter")
    mia.opens(
        day(6),
        "10.30",
        Opening(Kind.RETURN_HOME, "Mias mor har bedt om, at Mia kommer hjem.", Cause.ASKED_FOR, day(-25)),
    )
    mia.shows(day(4), "11.00", "R13", "barnets plan")


def _oliver(stage: Stage) -> None:
    """Over: Oliver went home. The talk with him was never written down, and the reason for that is kept."""
    home = stage.today - timedelta(days=210)
    oliver = CaseFile(stage, "oliver", "lars")
    start = home - timedelta(days=60)
    oliver.opens(start, "9.00", Opening(Kind.RETURN_HOME, "Formålet med anbringelsen er nået.", Cause.ASKED_FOR))
    oliver.chooses(start, "9.30", RouteCode.K1, "Mor og kommunen er enige.")
    oliver.asks(start + timedelta(days=1), "10.00", "Skriv, hvad Oliver har brug for hjemme.", start + timedelta(days=15))
    oliver.states(start + timedelta(days=9), "19.15", "karen", "Oliver er klar. Han glæder sig og er lidt bange.")
    oliver.shows(start + timedelta(days=12), "9.00", "R13", "barnets plan", "Revideret med støtten efter hjemgivelsen.")
    oliver.decides(
        start + timedelta(days=30),
        "11.00",
        "Vi talte med Oliver, men samtalen blev ikke skrevet ned. Fremover skriver vi den ned samme dag.",
    )
    oliver.ends(home - timedelta(days=13), "12.00", "Oliver er flyttet hjem.")
