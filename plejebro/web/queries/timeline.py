"""What has happened on a placement, newest first: both sides' sentences by day, with read receipts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from django.db.models import Case, F, TextField, Value, When
from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.audit.enums import EventKind
from plejebro.audit.models import EventSubject
from plejebro.enquiries.enums import Channel, Closing, MessageKind, Side, Status, Step
from plejebro.enquiries.models import Enquiry, Escalation, Message
from plejebro.kernel import clock
from plejebro.kernel.clock import COPENHAGEN
from plejebro.kernel.danish import long_date, since_text, time_text, weekday_date
from plejebro.municipalities.enums import Role
from plejebro.placements.enums import Task
from plejebro.placements.models import Placement
from plejebro.web.links import maybe

PAGE_SIZE = 15
MOST_SIGNS = 1000
TOLD = "enquiry.leader_told"
Where = Literal["family", "municipality", "both"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened: `who` in bold, what they did, and what it was about with a link."""

    at: datetime
    side: Where
    who: str
    role: str
    did: str
    about: str
    url: str
    note: str
    time: str
    tone: str = ""
    link_label: str = ""


@dataclass(frozen=True)
class Day:
    """The entries of one day."""

    on: date
    heading: str
    entries: list[Entry]


@dataclass(frozen=True)
class TimelinePage:
    """One page of the timeline: its number from 1, and whether there is an older one."""

    days: list[Day]
    number: int
    more: bool
    raised: dict[UUID, str]


_DID = {
    MessageKind.OPENING: "spurgte om",
    MessageKind.ASK_BACK: "bad om mere i",
    MessageKind.REPLY: "svarede på spørgsmålet i",
    MessageKind.ANSWER: "svarede på",
    MessageKind.CONCLUSION: "skrev, hvad der er aftalt i",
    MessageKind.REOPENING: "åbnede igen",
}
_CLOSED = {
    Closing.ACCEPTED: "Svaret er godtaget:",
    Closing.SILENCE: "Lukket efter 10 hverdage uden indvending:",
    Closing.WITHDRAWN: "Trukket tilbage:",
}
_STEPS = {
    Step.TEAM_LEADER: "bad teamlederen se på",
    Step.HEAD: "bad afdelingslederen se på",
    Step.UNION: "gik til fagforeningen med",
}
_TO = {Step.TEAM_LEADER: "teamlederen", Step.HEAD: "afdelingslederen", Step.UNION: "fagforeningen"}
_LEADERS = {Role.TEAM_LEADER.value: "Teamlederen", Role.HEAD.value: "Afdelingslederen"}
_DOES = {Task.ADVISER: "børne- og ungerådgiver", Task.CONSULTANT: "familieplejekonsulent"}


def timeline(
    placement: Placement,
    enquiries: list[Enquiry],
    assignments: list[Any],
    viewer: Viewer,
    *,
    masks_family: bool,
    page: int,
    whole: bool = False,
    beside: Iterable[Entry] = (),
) -> TimelinePage:
    """A page of what has happened; three queries. `enquiries` are those the viewer may read; `beside`: other rooms."""
    by_pk = {row.pk: row for row in enquiries}
    signs = _signs(enquiries)
    steps = _steps(by_pk)
    entries = [
        *_of_messages(by_pk, signs, masks_family),
        *_of_steps(steps, by_pk, masks_family),
        *_of_closings(enquiries),
        *_of_leaders(enquiries, signs),
        *_of_assignments(placement, assignments, viewer.today),
        *_of_placement(placement, viewer),
        *beside,
    ]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    size = max(1, len(entries)) if whole else PAGE_SIZE
    page = 1 if whole else max(1, page)
    first = (page - 1) * size
    return TimelinePage(
        days=_by_day(entries[first : first + size], viewer.today),
        number=page,
        more=len(entries) > first + size,
        raised=_raised(signs, steps, by_pk, viewer.today),
    )


@dataclass(frozen=True)
class _Sign:
    """Something the log tells of an enquiry: a look by a side, or that the leader was told; `leader` says which one."""

    enquiry: UUID
    at: datetime
    side: str
    leader_told: bool
    leader: str = ""


def _signs(enquiries: list[Enquiry]) -> list[_Sign]:
    ids = [row.public_id for row in enquiries]
    rows = EventSubject.objects.filter(public_id__in=ids, kind="enquiry").order_by("-at")
    told = Case(When(event__action=TOLD, then=F("event__payload")), default=Value(""), output_field=TextField())
    wanted = rows.values_list("public_id", "at", "event__acting_kind", "event__kind", "event__action", told)[:MOST_SIGNS]
    signs = [
        _Sign(public_id, at, side, action == TOLD, _leader(payload) if action == TOLD else "")
        for public_id, at, side, kind, action, payload in wanted
        if kind == EventKind.READ or action == TOLD
    ]
    return signs[::-1]


def _leader(payload: str) -> str:
    """ "Teamlederen i Børn og Unge Nord"; "Lederen" where the log does not say which."""
    details = json.loads(payload)["details"]
    who, unit = _LEADERS.get(details.get("role", ""), "Lederen"), details.get("unit", "")
    return f"{who} i {unit}" if unit else who


def _of_messages(enquiries: dict[int, Enquiry], signs: list[_Sign], masks_family: bool) -> Iterator[Entry]:
    rows = Message.objects.filter(enquiry_id__in=list(enquiries), kind__in=list(_DID)).order_by("-sent_at", "-pk")
    for row in rows:
        enquiry = enquiries[row.enquiry_id]
        is_family = row.side == Side.FAMILY
        channel = _elsewhere(enquiry) if row.kind == MessageKind.OPENING else ""
        if row.kind == MessageKind.CONCLUSION:
            yield _entry(row.sent_at, "both", "Aftalt", "", "", enquiry, note=enquiry.conclusion, tone="agreed")
            continue
        yield _entry(
            _asked_at(row, enquiry),
            "family" if is_family else "municipality",
            "Familien" if is_family and masks_family else row.author_name,
            "" if is_family else _role(row.author_label),
            _DID[MessageKind(row.kind)],
            enquiry,
            note=" · ".join(part for part in (channel, _receipt(row, enquiry, signs)) if part),
        )


def _steps(enquiries: dict[int, Enquiry]) -> list[Escalation]:
    rows = Escalation.objects.filter(enquiry_id__in=list(enquiries)).select_related("taken_by")
    return list(rows.order_by("taken_at", "pk"))


def _raised(signs: list[_Sign], steps: list[Escalation], enquiries: dict[int, Enquiry], today: date) -> dict[UUID, str]:
    """Per enquiry a sentence on who has been told that it is late."""
    found: dict[UUID, str] = {}
    for sign in signs:
        if sign.leader_told:
            found[sign.enquiry] = f"{sign.leader} fik besked {since_text(clock.local(sign.at).date(), today)}."
    for row in steps:
        which, on = enquiries[row.enquiry_id].public_id, since_text(clock.local(row.taken_at).date(), today)
        found[which] = f"{found.get(which, '')} Familien gik til {_TO[Step(row.step)]} {on}.".strip()
    return found


def _of_steps(steps: list[Escalation], enquiries: dict[int, Enquiry], masks_family: bool) -> Iterator[Entry]:
    for row in steps:
        who = "Familien" if masks_family else row.taken_by.full_name
        yield _entry(
            row.taken_at, "family", who, "", _STEPS[Step(row.step)], enquiries[row.enquiry_id], note=row.note, tone="step"
        )


def _of_closings(enquiries: Iterable[Enquiry]) -> Iterator[Entry]:
    for row in enquiries:
        if row.status == Status.CLOSED and row.closed_at and row.closing in _CLOSED and not row.conclusion:
            yield _entry(row.closed_at, "both", "", "", _CLOSED[Closing(row.closing)], row)


def _of_leaders(enquiries: list[Enquiry], signs: list[_Sign]) -> Iterator[Entry]:
    by_id = {row.public_id: row for row in enquiries}
    for sign in signs:
        if sign.leader_told:
            yield _entry(
                sign.at,
                "municipality",
                sign.leader,
                "",
                "har fået besked om, at fristen er nået i",
                by_id[sign.enquiry],
                tone="late",
            )


def _of_assignments(placement: Placement, assignments: list[Any], today: date) -> Iterator[Entry]:
    before: dict[str, Any] = {}
    for row in sorted(assignments, key=lambda one: (one.starts, one.pk)):
        giver, before[row.task] = before.get(row.task), row
        if row.starts > today:
            continue
        does = _DOES[Task(row.task)]
        did = f"er ny {does}." if giver else f"er {does}."
        note = f"{giver.employment.full_name} er stoppet på opgaven. Alt, der er aftalt, står ved magt." if giver else ""
        url = reverse("web:handover", args=[row.note_id]) if row.note_id else ""
        yield Entry(
            at=_morning(row.starts),
            side="both",
            who=row.employment.full_name,
            role="",
            did=did,
            about="",
            url=url,
            note=note,
            time="",
            link_label="Se overleveringen" if url else "",
        )


def _of_placement(placement: Placement, viewer: Viewer) -> Iterator[Entry]:
    where = "hos jer" if viewer.is_family else "i plejefamilien"
    if placement.starts <= viewer.today:
        yield _plain(placement.starts, f"Anbringelsen {where} begyndte.")
    if placement.ends and placement.ends < viewer.today:
        yield _plain(placement.ends, f"Anbringelsen ophørte: {placement.get_end_reason_display().lower()}.")


def _plain(on: date, sentence: str) -> Entry:
    return Entry(_morning(on), "both", "", "", sentence, "", "", "", "")


def _entry(
    at: datetime, side: Where, who: str, role: str, did: str, enquiry: Enquiry, *, note: str = "", tone: str = ""
) -> Entry:
    return Entry(
        at=at,
        side=side,
        who=who,
        role=role,
        did=did,
        about=enquiry.title,
        url=maybe("enquiries:thread", enquiry.public_id),
        note=note,
        time=time_text(at) if clock.local(at).time() != time(0) else "",
        tone=tone,
    )


def _asked_at(row: Message, enquiry: Enquiry) -> datetime:
    # An enquiry made elsewhere stands on the day it was made, not on the day it was written down.
    if row.kind == MessageKind.OPENING and enquiry.channel != Channel.PLEJEBRO:
        return _morning(enquiry.made_on)
    return row.sent_at


def _elsewhere(enquiry: Enquiry) -> str:
    return "" if enquiry.channel == Channel.PLEJEBRO else f"{Channel(enquiry.channel).label}, noteret her bagefter"


def _receipt(row: Message, enquiry: Enquiry, signs: list[_Sign]) -> str:
    other = "municipality" if row.side == Side.FAMILY else "family"
    by = "kommunen" if other == "municipality" else "familien"
    looks = (
        s.at
        for s in signs
        if s.enquiry == enquiry.public_id and s.side == other and not s.leader_told and s.at >= row.sent_at
    )
    seen = next(looks, None)
    if seen is None:
        return ""
    same_day = clock.local(seen).date() == clock.local(row.sent_at).date()
    day = "" if same_day else f"{weekday_date(clock.local(seen).date(), clock.local(row.sent_at).date())} "
    return f"læst af {by} {day}{time_text(seen)}"


def _role(label: str) -> str:
    return label[:1].lower() + label[1:] if label else ""


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(0), tzinfo=COPENHAGEN)


def _by_day(entries: list[Entry], today: date) -> list[Day]:
    days = groupby(entries, key=lambda entry: clock.local(entry.at).date())
    return [Day(on, _heading(on, today), list(found)) for on, found in days]


def _heading(on: date, today: date) -> str:
    text = weekday_date(on, today) if on.year == today.year else long_date(on)
    return text[:1].upper() + text[1:]
