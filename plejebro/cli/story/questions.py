"""What the families and the municipalities ask each other: every state an enquiry can be in is somebody's everyday here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from plejebro.access.permissions import Permission
from plejebro.cli.story.photo import road_map
from plejebro.cli.story.stage import Stage, submission
from plejebro.documents.actions import store_upload
from plejebro.documents.models import Document
from plejebro.enquiries import actions
from plejebro.enquiries.actions import Question
from plejebro.enquiries.enums import Channel, MessageKind, Side, Step
from plejebro.enquiries.ladder import escalate
from plejebro.enquiries.models import Enquiry
from plejebro.enquiries.perms import subjects_of_enquiry
from plejebro.municipalities.enums import Topic
from plejebro.placements.enums import Task
from plejebro.placements.perms import subjects_of_placement


class Thread:
    """Writes one enquiry of the story: each call plans a scene, days counted in working days before today."""

    def __init__(self, stage: Stage, key: str, child: str) -> None:
        self.stage, self.key, self.child, self.number = stage, key, child, 0

    @property
    def enquiry(self) -> Enquiry:
        """The enquiry as it stands in the database now."""
        kept: Enquiry = self.stage.things[f"enquiry:{self.key}"]
        return Enquiry.objects.select_related("placement__child", "placement__family").get(pk=kept.pk)

    def asks(
        self,
        who: str,
        before: int,
        at: str,
        topic: Topic,
        title: str,
        text: str,
        *,
        to: Task | None = None,
        wish: str = "",
        channel: Channel = Channel.PLEJEBRO,
        made_on: date | None = None,
        with_photo: bool = False,
    ) -> Thread:
        """`who` sends the enquiry."""
        question = Question(topic, to or Task(topic.answered_by), title, text, wish, channel, made_on)

        def play() -> None:
            self.stage.things[f"enquiry:{self.key}"] = actions.send_enquiry(
                actor=self.stage.viewer(who),
                placement=self.stage.things[self.child],
                question=question,
                submission=submission(f"{self.key}:0"),
                files=self._photo(who) if with_photo else [],
            )

        return self._plan(before, at, play)

    def writes(self, who: str, before: int, at: str, kind: MessageKind, text: str, behalf: Side | None = None) -> Thread:
        """`who` reads the thread and writes in it."""
        self.number += 1
        sign = submission(f"{self.key}:{self.number}")

        def play() -> None:
            enquiry = self.enquiry
            self._look(who, enquiry)
            actions.write(
                actor=self.stage.viewer(who),
                enquiry=enquiry,
                kind=kind,
                text=text,
                submission=sign,
                seen_version=enquiry.version,
                on_behalf_of=behalf,
            )

        return self._plan(before, at, play)

    def reads(self, who: str, before: int, at: str) -> Thread:
        """`who` opens the thread."""
        return self._plan(before, at, lambda: self._look(who, self.enquiry))

    def closes(self, who: str, before: int, at: str, agreed: str = "") -> Thread:
        """Closed by `who`: with what was agreed, or just accepted."""
        sign = submission(f"{self.key}:close")

        def play() -> None:
            enquiry, actor = self.enquiry, self.stage.viewer(who)
            close = actions.conclude if not actor.is_family else actions.accept
            close(actor=actor, enquiry=enquiry, conclusion=agreed, submission=sign, seen_version=enquiry.version)

        return self._plan(before, at, play)

    def withdraws(self, who: str, before: int, at: str) -> Thread:
        """The asker no longer needs an answer."""
        sign = submission(f"{self.key}:close")
        return self._plan(
            before,
            at,
            lambda: actions.withdraw(
                actor=self.stage.viewer(who), enquiry=self.enquiry, submission=sign, seen_version=self.enquiry.version
            ),
        )

    def escalates(self, who: str, before: int, at: str, step: Step, note: str) -> Thread:
        """The family goes a step up."""
        return self._plan(
            before, at, lambda: escalate(actor=self.stage.viewer(who), enquiry=self.enquiry, step=step, note=note)
        )

    def _plan(self, before: int, at: str, play: Callable[[], object]) -> Thread:
        self.stage.at(self.stage.workday(before), at, play)
        return self

    def _photo(self, who: str) -> list[Document]:
        user, placement = self.stage.users[who], self.stage.things[self.child]
        return [store_upload(actor=user, name="vejen-til-vejle.jpg", stream=road_map(), case_key=placement.public_id)]

    def _look(self, who: str, enquiry: Enquiry) -> None:
        self.stage.looks(who, Permission.ENQUIRY_READ.code, subjects_of_enquiry(enquiry), "enquiries:thread")


K = MessageKind


def ask_and_answer(stage: Stage) -> None:
    """Every thread of the story."""
    _noah(stage)
    _liv_and_asta(stage)
    _emil(stage)
    _others(stage)
    _own_record(stage)
    for who, child, before, at in (
        ("bo", "noah", 1, "9.12"),
        ("sara", "noah", 1, "9.40"),
        ("hanne", "liv", 3, "11.05"),
        ("mette", "emil", 2, "8.50"),
    ):
        stage.at(
            stage.workday(before),
            at,
            lambda who=who, child=child: stage.looks(  # type: ignore[misc]
                who, Permission.PLACEMENT_READ.code, subjects_of_placement(stage.things[child]), "web:placement"
            ),
        )


def _noah(stage: Stage) -> None:
    respite = Thread(stage, "respite", "noah")
    respite.asks(
        "inger",
        7,
        "20.14",
        Topic.RESPITE,
        "Aflastning i uge 7",
        "Vi har brug for at vide, om Noah kan komme på støtteophold hos Gitte i uge 7. Vi skal melde tilbage til skolen, "
        "og Gitte vil gerne vide det inden jul.",
        wish="Ja eller nej, så vi kan planlægge ugen",
    )
    respite.reads("mette", 6, "8.31")
    respite.writes("mette", 6, "8.52", K.NOTE, "Gitte er godkendt til to børn. Spørg økonomi, om uge 7 er bevilget.")
    respite.writes("inger", 3, "21.02", K.COMMENT, "Vi håber, I kan nå at svare inden fristen. Skolen spørger igen.")
    respite.escalates("inger", 1, "19.30", Step.TEAM_LEADER, "Vi mangler stadig et svar.")
    Thread(stage, "driving", "noah").asks(
        "inger",
        2,
        "13.05",
        Topic.EXPENSES,
        "Kørsel til samvær i Vejle",
        "Mors bil er gået i stykker, så vi kører Noah til Vejle de næste tre gange. Får vi kørslen dækket?",
        with_photo=True,
    ).reads("sara", 2, "13.30")
    Thread(stage, "minutes", "noah").asks(
        "mette",
        3,
        "15.40",
        Topic.OTHER,
        "Referat fra statusmødet",
        "Her er referatet fra mødet. Læs det, og skriv, hvis noget er forkert.",
    ).reads("inger", 3, "17.02")
    visits = Thread(stage, "visits", "noah").asks(
        "per",
        20,
        "19.45",
        Topic.CONTACT_VISITS,
        "Samvær hver anden lørdag",
        "Mor vil gerne have, at samværet ligger fast. Kan vi sige hver anden lørdag?",
    )
    visits.writes("jonas", 18, "10.20", K.ANSWER, "Ja. Jeg har talt med mor, og det passer hende også.")
    visits.closes("jonas", 17, "9.05", "Samvær hver anden lørdag kl. 10–16. Mor henter og bringer.")
    notice = Thread(stage, "notice", "noah").asks(
        "inger", 60, "18.10", Topic.CONTRACT, "Opsigelse af kontrakten", "Hvad er vores varsel, hvis vi en dag må stoppe?"
    )
    notice.writes("mette", 57, "11.30", K.ANSWER, "Varslet er 30 dage til den 1. eller den 15. i en måned.")
    notice.closes("inger", 56, "20.20", "Opsigelse med 30 dages varsel til den 1. eller den 15.")


def _liv_and_asta(stage: Stage) -> None:
    plan = Thread(stage, "plan", "liv").asks(
        "karen",
        6,
        "12.00",
        Topic.CONTACT_PLAN,
        "Udtalelse om ændret samvær",
        "Liv sover dårligt efter samvær. Kan planen ændres?",
    )
    plan.writes(
        "sara", 5, "9.15", K.ASK_BACK, "Vil du skrive en udtalelse om de sidste tre samvær? Så tager jeg den med til mødet."
    )
    school = Thread(stage, "school", "liv").asks(
        "karen", 24, "8.40", Topic.WELLBEING, "Livs skoleskift", "Hvornår får vi svar på skoleskiftet?"
    )
    school.writes("jonas", 22, "13.15", K.ANSWER, "Skolen har en plads fra den 1. Jeg har sendt papirerne.")
    holiday = Thread(stage, "holiday", "asta").asks(
        "lise",
        9,
        "21.30",
        Topic.HOLIDAY,
        "Ferie i uge 42",
        "Kan vi holde ferie i uge 42 næste år, og må Asta komme med til Bornholm?",
    )
    holiday.writes("mette", 4, "10.05", K.ANSWER, "Ja til begge dele. Jeg skriver ferien ind, når du har set svaret.")
    glasses = Thread(stage, "glasses", "asta").asks(
        "lise", 23, "16.00", Topic.EXPENSES, "Nye briller til Asta", "Astas briller er for svage. Dækker I et par nye?"
    )
    glasses.writes("jonas", 20, "9.50", K.ANSWER, "Ja, op til 1.800 kr. Send regningen til os.")
    glasses.closes("lise", 19, "18.25", "Kommunen dækker nye briller op til 1.800 kr. mod regning.")


def _emil(stage: Stage) -> None:
    Thread(stage, "childs_plan", "emil").asks(
        "jens",
        1,
        "17.20",
        Topic.WELLBEING,
        "Hvornår får vi barnets plan?",
        "Vi har hørt, at planen er ændret. Hvornår kan vi se den?",
    )
    pay = Thread(stage, "pay", "emil").asks(
        "anne",
        8,
        "20.45",
        Topic.REMUNERATION,
        "Vederlag efter Emils udredning",
        "Emil har fået en diagnose og kan ikke være alene. Vi mener, at opgaven er større end de fire vederlag, vi har.",
        wish="Seks vederlag fra den 1. i næste måned",
    )
    pay.writes(
        "mette", 5, "14.30", K.ASK_BACK, "Vil I beskrive en almindelig uge? Så kan vi se, hvad der er blevet mere af."
    )
    pay.writes(
        "anne",
        4,
        "22.10",
        K.REPLY,
        "En af os er hjemme hver dag fra 13. Vi er oppe to gange hver nat, og jeg er gået ned i tid.",
    )
    pay.writes("mette", 3, "12.40", K.COMMENT, "Tak. Jeg tager det med til Kaj Thorsen, der forhandler for kommunen.")


def _others(stage: Stage) -> None:
    Thread(stage, "parents", "sigrun").asks(
        "ruth", 4, "9.00", Topic.PARENTS, "Brev fra far", "Der er kommet et brev uden om jer. Hvad gør vi med det?"
    ).reads("nadia", 3, "8.20")
    Thread(stage, "care", "mia").asks(
        "per",
        3,
        "20.05",
        Topic.CHILD_CARE,
        "Pasning efter skole",
        "SFO'en lukker kl. 16. Kan Mia få en time mere om tirsdagen?",
        to=Task.ADVISER,
    )
    summer = Thread(stage, "summer", "mia").asks(
        "inger", 40, "10.30", Topic.HOLIDAY, "Mias sommerferie", "Må Mia tage med os til Sverige i uge 29?", to=Task.ADVISER
    )
    summer.writes("peter", 38, "15.00", K.ANSWER, "Ja. Tag det blå sygesikringskort med.")
    summer.closes("inger", 37, "19.00", "Mia må komme med til Sverige i uge 29.")
    Thread(stage, "language", "elias").asks(
        "hanna",
        5,
        "11.45",
        Topic.SUPPORT,
        "Hjælp til dansk",
        "Elias skal have hjælp til dansk i skolen. Hvem søger?",
        to=Task.ADVISER,
    ).withdraws("hanna", 2, "8.15")
    back = Thread(stage, "things", "oliver").asks(
        "karen", 190, "10.00", Topic.EXPENSES, "Olivers cykel", "Skal cyklen med hjem?"
    )
    back.writes("lars", 188, "11.00", K.ANSWER, "Ja, cyklen er hans.")
    back.closes("karen", 187, "12.00", "Cyklen følger Oliver.")


def _own_record(stage: Stage) -> None:
    phone = Thread(stage, "own_phone", "viktor").asks(
        "mona",
        11,
        "21.15",
        Topic.EXPENSES,
        "Cykel til Viktor",
        "Ringede og spurgte, om kommunen betaler en cykel.",
        channel=Channel.PHONE,
        made_on=stage.workday(12),
    )
    phone.writes("mona", 8, "20.30", K.ANSWER, "Rådgiveren ringede tilbage: ja, op til 2.500 kr.", Side.MUNICIPALITY)
    Thread(stage, "own_post", "viktor").asks(
        "mona",
        9,
        "22.00",
        Topic.CONTACT_PLAN,
        "Ny samværsplan",
        "Skrev i Digital Post og bad om en ny samværsplan.",
        channel=Channel.DIGITAL_POST,
        made_on=stage.workday(9),
    )
    Thread(stage, "own_meeting", "viktor").asks(
        "mona",
        2,
        "19.10",
        Topic.SUPPORT,
        "Supervision",
        "Bad på mødet om supervision hver måned.",
        channel=Channel.MEETING,
        made_on=stage.workday(2),
    )
