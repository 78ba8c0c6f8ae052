"""Synthetic data in bulk: everything in it is generated and says so. For the bench and for nothing else.

One municipality holds all placements, which is harder than life. Rows are inserted past the verbs (they would take an
hour), but they are the rows the verbs would have left: sort keys, words, clocks and sealed CPR numbers included.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from plejebro.accounts.models import User
from plejebro.agenda.enums import Kind
from plejebro.agenda.models import Entry
from plejebro.clocks.enums import ClockState
from plejebro.clocks.models import ClockPause, ReplyClock
from plejebro.enquiries.enums import Closing, MessageKind, Side, Status
from plejebro.enquiries.models import Enquiry, Message
from plejebro.families.models import Approval, Family, FamilyMember, FamilyMunicipality
from plejebro.kernel.danish import sort_key, stems
from plejebro.kernel.workdays import add_working_days
from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.models import Employment, Municipality, Unit
from plejebro.people import vault
from plejebro.people.models import CprNumber, Person
from plejebro.placements.enums import Origin, Task
from plejebro.placements.models import Assignment, Placement
from plejebro.wordindex.models import Word
from plejebro.wordindex.queries import key_of

PER_ADVISER, PER_CONSULTANT, ADVISERS_PER_UNIT, ENQUIRIES_EACH = 25, 50, 10, 10
GIVEN = [
    "Noah",
    "Liv",
    "Emil",
    "Asta",
    "Alma",
    "Oscar",
    "Ida",
    "Malthe",
    "Freja",
    "Karl",
    "Ella",
    "Aksel",
    "Sofie",
    "Otto",
    "Agnes",
    "Valdemar",
    "Luna",
    "Arthur",
    "Ellie",
    "August",
]
LAST = [
    "Ager",
    "Bjerre",
    "Clement",
    "Damm",
    "Egelund",
    "Frost",
    "Grøn",
    "Hjorth",
    "Iversen",
    "Juul",
    "Kragh",
    "Lind",
    "Munk",
    "Nygaard",
    "Overby",
    "Poulsen",
    "Quist",
    "Ravn",
    "Steen",
    "Thy",
]
TITLES = (
    "Aflastning i uge 7",
    "Kørsel til samvær",
    "Hvornår får vi barnets plan?",
    "Nye briller",
    "Ferie i efteråret",
    "Vederlag efter udredning",
    "Skoleskift",
    "Supervision hver måned",
    "Pasning efter skole",
    "Samvær hver anden lørdag",
)
AGREED = "Det er aftalt, og begge sider har fået det skrevet."


@dataclass(frozen=True)
class Sample:
    """Some of what was made, for the pages to be measured on."""

    municipality_id: int
    advisers: list[int]
    consultants: list[int]
    leaders: list[int]
    head: int
    parents: list[int]
    numbers: list[str]


@transaction.atomic
def generate(placements: int, today: date, code: str = "999") -> Sample:
    """Fills a migrated database with a municipality of its own with `placements` placements and what belongs to them."""
    return _Maker(placements, today, code).make()


class _Maker:
    def __init__(self, placements: int, today: date, code: str) -> None:
        self.count, self.today, self.code = placements, today, code
        self.dice = random.Random(placements)
        self.now = datetime.combine(today, time(8), tzinfo=UTC)

    def make(self) -> Sample:
        """Everything, from the offices to the last message."""
        self.municipality = Municipality.objects.create(
            code=self.code, name="Syntetisk", sort_key=sort_key("Syntetisk"), is_invented=True, joined_on=date(2020, 1, 1)
        )
        self._offices()
        self._people()
        self._placements()
        self._enquiries()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        advisers = [job.user_id for job in self.advisers]
        return Sample(
            self.municipality.pk,
            advisers,
            [job.user_id for job in self.consultants],
            [job.user_id for job in self.leaders],
            self.head.user_id or 0,
            [member.user_id or 0 for member in self.members[:400]],
            self.numbers[:400],
        )

    def _offices(self) -> None:
        advisers = max(1, self.count // PER_ADVISER)
        units = max(1, advisers // ADVISERS_PER_UNIT)
        self.units = _put(Unit(municipality=self.municipality, name=f"Syntetisk enhed {n}") for n in range(units))
        self.advisers = self._jobs(Role.ADVISER, advisers)
        self.consultants = self._jobs(Role.CONSULTANT, max(1, self.count // PER_CONSULTANT))
        self.leaders = self._jobs(Role.TEAM_LEADER, units)
        self.head = self._jobs(Role.HEAD, 1)[0]

    def _jobs(self, role: Role, count: int) -> list[Employment]:
        names = [f"Syntetisk {role.label} {n}" for n in range(count)]
        users = self._users(role.value, names)
        return _put(
            Employment(
                municipality=self.municipality,
                unit=self.units[n % len(self.units)],
                user=users[n],
                full_name=names[n],
                email=users[n].email,
                role=role,
                starts=date(2020, 1, 1),
            )
            for n in range(count)
        )

    def _users(self, prefix: str, names: list[str]) -> list[User]:
        return _put(
            User(email=f"{prefix}{n}.{self.code}@syntetisk.eksempel.dk", full_name=name, is_demo=True, password="!")
            for n, name in enumerate(names)
        )

    def _people(self) -> None:
        families = max(1, self.count * 2 // 3)
        names = [f"Syntetisk familie {n} {LAST[n % 20]}" for n in range(families)]
        self.families = _put(
            Family(
                name=name,
                sort_key=sort_key(name),
                address=f"Syntetisk vej {n}",
                postal_code="9999",
                city="Syntetisk",
                created_at=self.now,
            )
            for n, name in enumerate(names)
        )
        parents = _put(self._person(f"Syntetisk{n}", LAST[n % 20]) for n in range(families))
        users = self._users("familie", names)
        self.members = _put(
            FamilyMember(
                family=self.families[n],
                person=parents[n],
                user=users[n],
                email=users[n].email,
                starts=date(2020, 1, 1),
                holds_contract=True,
            )
            for n in range(families)
        )
        _put(
            FamilyMunicipality(
                family=f, municipality=self.municipality, origin="municipality", starts=date(2020, 1, 1), shared_at=self.now
            )
            for f in self.families
        )
        _put(
            Approval(family=f, kind="general", places=2, approved_by="Syntetisk", starts=date(2020, 1, 1))
            for f in self.families
        )
        _words("family", ((f.pk, f.name) for f in self.families))
        self.children = _put(
            self._person(
                GIVEN[self.dice.randrange(20)],
                f"{LAST[self.dice.randrange(20)]} {n}",
                date(2010 + n % 14, 1 + n % 12, 1 + n % 28),
            )
            for n in range(self.count)
        )
        self.numbers = [f"{child.born_on:%d%m%y}4{n % 1000:03d}" for n, child in enumerate(self.children)]
        _put(
            CprNumber(person=child, sealed=vault.seal(number, owner=child.public_id), blind_index=vault.blind_index(number))
            for child, number in zip(self.children, self.numbers, strict=True)
        )

    def _person(self, given: str, last: str, born: date | None = None) -> Person:
        return Person(
            given_name=given, family_name=last, sort_key=sort_key(f"{given} {last}"), born_on=born, created_at=self.now
        )

    def _placements(self) -> None:
        def unit_of(n: int) -> Unit | None:
            return self.advisers[n // PER_ADVISER % len(self.advisers)].unit

        self.rows = _put(
            Placement(
                child=child,
                family=self.families[n % len(self.families)],
                municipality=self.municipality,
                unit=unit_of(n),
                origin=Origin.MUNICIPALITY,
                shared_at=self.now,
                sort_key=child.sort_key,
                created_at=self.now,
                starts=self.today - timedelta(days=200 + n % 2500),
            )
            for n, child in enumerate(self.children)
        )
        _words(
            "placement",
            ((row.pk, f"{c.given_name} {c.family_name}") for row, c in zip(self.rows, self.children, strict=True)),
        )
        _put(
            Assignment(placement=row, employment=self._with(task, n), task=task, starts=row.starts)
            for n, row in enumerate(self.rows)
            for task in (Task.ADVISER, Task.CONSULTANT)
        )
        writer = self.advisers[0].user
        _put(self._date(row, self.today + timedelta(days=1 + n % 30), writer) for n, row in enumerate(self.rows))

    def _date(self, placement: Placement, on: date, writer: Any) -> Entry:
        return Entry(
            placement=placement,
            kind=Kind.OTHER,
            starts=on,
            ends=on,
            label="Syntetisk møde",
            created_by=writer,
            created_at=self.now,
            changed_at=self.now,
        )

    def _with(self, task: str, n: int) -> Employment:
        if task == Task.ADVISER:
            return self.advisers[n // PER_ADVISER % len(self.advisers)]
        return self.consultants[n // PER_CONSULTANT % len(self.consultants)]

    def _enquiries(self) -> None:
        batch = 2000
        for start in range(0, self.count, batch):
            some = range(start, min(start + batch, self.count))
            clocks = _put(self._clock(k) for _ in some for k in range(ENQUIRIES_EACH))
            _put(
                ClockPause(clock=c, starts=self.today - timedelta(days=3), reason="answer_given")
                for c in clocks
                if c.state == ClockState.PAUSED
            )
            rows = _put(
                self._enquiry(n, k, clocks[(n - start) * ENQUIRIES_EACH + k]) for n in some for k in range(ENQUIRIES_EACH)
            )
            _put(message for row in rows for message in self._messages(row))
            _words("enquiry", ((r.pk, f"{r.case_number} {r.title} {Topic(r.topic).label} {r.conclusion}") for r in rows))

    def _clock(self, k: int) -> ReplyClock:
        started = add_working_days(self.today, -(k * 20 + self.dice.randint(1, 8)))
        if k == 0:
            return ReplyClock(started_on=started, workdays=5, state=ClockState.RUNNING, due_on=add_working_days(started, 5))
        if k == 1:
            return ReplyClock(started_on=started, workdays=5, state=ClockState.PAUSED)
        return ReplyClock(started_on=started, workdays=5, state=ClockState.STOPPED, stopped_on=add_working_days(started, 4))

    def _enquiry(self, n: int, k: int, clock: ReplyClock) -> Enquiry:
        member, topic = self.members[n % len(self.members)], list(Topic)[(n + k) % len(Topic)]
        closed, answered = k > 1, k == 1
        status = Status.CLOSED if closed else Status.ANSWERED if answered else Status.WAITING_MUNICIPALITY
        sent = datetime.combine(clock.started_on, time(9), tzinfo=UTC)
        return Enquiry(
            case_number=f"S{self.code}-{n:06d}-{k}",
            placement=self.rows[n],
            clock=clock,
            topic=topic,
            title=TITLES[(n + k) % len(TITLES)],
            opened_by_id=member.user_id,
            opened_side=Side.FAMILY,
            addressed_to=topic.answered_by,
            addressee=self._with(Task(topic.answered_by), n),
            made_on=clock.started_on,
            sent_at=sent,
            status=status,
            waiting_since=clock.started_on,
            answered_on=self.today - timedelta(days=3) if answered else None,
            first_answered_on=clock.stopped_on if closed else None,
            closed_at=sent + timedelta(days=5) if closed else None,
            closing=Closing.CONCLUDED if closed else "",
            conclusion=AGREED if closed else "",
        )

    def _messages(self, row: Enquiry) -> Iterator[Message]:
        yield self._message(row, MessageKind.OPENING, Side.FAMILY, 0)
        yield self._message(row, MessageKind.COMMENT, Side.MUNICIPALITY, 1)
        if row.status != Status.WAITING_MUNICIPALITY:
            yield self._message(row, MessageKind.ANSWER, Side.MUNICIPALITY, 2)

    def _message(self, row: Enquiry, kind: MessageKind, side: Side, hours: int) -> Message:
        author = row.opened_by_id if side == Side.FAMILY else (row.addressee.user_id if row.addressee else None)
        return Message(
            enquiry=row,
            kind=kind,
            author_id=author,
            author_name="Syntetisk",
            author_label=side.label,
            side=side,
            text="Syntetisk tekst om noget, der skal besvares.",
            sent_at=row.sent_at + timedelta(hours=hours),
            submission=uuid.uuid4(),
        )


def _put(rows: Iterable[Any]) -> list[Any]:
    """Inserts the rows in batches; they come back with their keys."""
    iterator, kept = iter(rows), []
    while some := list(islice(iterator, 4000)):
        model: type[Model] = type(some[0])
        kept += model._default_manager.bulk_create(some, batch_size=2000)
    return kept


def _words(kind: str, texts: Iterable[tuple[int, str]]) -> None:
    _put(
        Word(kind=kind, object_id=pk, key=key)
        for pk, text in texts
        for key in sorted({key for word in text.split() for key in _keys(word)})
    )


@lru_cache(maxsize=200_000)
def _keys(word: str) -> tuple[str, ...]:
    return tuple(key_of(stem) for stem in stems(word))
