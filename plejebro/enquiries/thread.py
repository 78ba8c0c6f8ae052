"""The thread page: one frozen, masked model that the page, the print and the PDF are all made from."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.audit.queries import looks_by_side
from plejebro.clocks.models import ClockPause
from plejebro.documents.models import Document
from plejebro.documents.queries import FileLine, line
from plejebro.enquiries import rules
from plejebro.enquiries.enums import Closing, MessageKind, Side, Status, Step
from plejebro.enquiries.models import Draft, DraftFile, Enquiry, Escalation, Message
from plejebro.enquiries.rows import (
    EnquiryRow,
    author_name,
    for_rows,
    pauses_of,
    row_of,
    side_of,
)
from plejebro.kernel import clock
from plejebro.kernel.danish import since_text, time_text, weekday_date

# The pages on which the text itself is read; a list that shows the title is not one of them.
READING_ROUTES = ("enquiries:thread", "enquiries:pdf")

GRANTS = (
    Permission.ENQUIRY_WRITE,
    Permission.ENQUIRY_ANSWER,
    Permission.ENQUIRY_NOTE,
    Permission.ENQUIRY_ACCEPT,
    Permission.ENQUIRY_ESCALATE,
)


@dataclass(frozen=True)
class May:
    """What the viewer can do in the thread as it stands: the permission and the state together."""

    write: bool
    reply: bool
    continue_after_answer: bool
    answer: bool
    ask_back: bool
    note: bool
    accept: bool
    conclude: bool
    withdraw: bool
    reopen: bool
    escalate: bool
    write_for_municipality: bool

    @property
    def anything(self) -> bool:
        """Whether there is any form at all."""
        return any(vars(self).values())


@dataclass(frozen=True)
class MessageShown:
    """One message as the viewer sees it. `day` is a heading when it differs from the one before, else empty."""

    public_id: UUID
    kind: str
    kind_label: str
    side: Side
    side_label: str
    is_ours: bool
    is_note: bool
    is_new: bool
    author: str
    author_label: str
    text: str
    sent_at: datetime
    day: str
    time: str
    files: list[FileLine]
    receipt: str


@dataclass(frozen=True)
class StepShown:
    """A rung of the ladder: taken by whom and when, or the next one, or one still to come."""

    step: Step
    label: str
    who_sees: str
    taken: str
    note: str
    is_next: bool


@dataclass(frozen=True)
class ThreadPage:
    """Everything the thread page shows. `headline` says in one sentence whose turn it is and what can be done."""

    row: EnquiryRow
    version: int
    messages: list[MessageShown]
    seen_count: int
    may: May
    is_family: bool
    is_own_record: bool
    is_shared: bool
    headline: str
    lies_with: str
    wished_outcome: str
    conclusion: str
    closed_text: str
    ladder: list[StepShown]
    ladder_hint: str
    draft_text: str
    draft_files: list[FileLine]
    submission: UUID | None
    has_notes: bool


def thread_rows(viewer: Viewer) -> QuerySet[Enquiry]:
    """The enquiry with all the thread page needs of it, for the door to open: one query."""
    drafts = Draft.objects.filter(owner_id=viewer.user_id, enquiry=OuterRef("pk"))
    return for_rows(Enquiry.objects.all(), viewer).annotate(
        draft_id=Subquery(drafts.values("pk")[:1]),
        draft_text=Subquery(drafts.values("text")[:1]),
        draft_submission=Subquery(drafts.values("submission")[:1]),
        has_draft_files=Exists(DraftFile.objects.filter(draft__owner_id=viewer.user_id, draft__enquiry=OuterRef("pk"))),
        has_steps=Exists(Escalation.objects.filter(enquiry=OuterRef("pk"))),
        has_pauses=Exists(ClockPause.objects.filter(clock=OuterRef("clock_id"))),
    )


def thread_page(enquiry: Enquiry, viewer: Viewer, *, seen_count: int | None = None, notes: bool = True) -> ThreadPage:
    """The page of an enquiry opened from `thread_rows` with `GRANTS`. At most five more queries.

    `seen_count` is how many messages the viewer had on the page before; later ones are marked as new. Internal notes
    are left out for those who may not read them, and with `notes=False` for everybody.
    """
    columns: Any = enquiry
    pauses = pauses_of([enquiry.clock_id]) if enquiry.clock_id and columns.has_pauses else {}
    row = row_of(enquiry, viewer, pauses.get(enquiry.clock_id or 0, []))
    shows_notes = notes and columns.may_enquiry_note
    messages = _messages(enquiry, viewer, shows_notes=shows_notes, seen_count=seen_count)
    steps = list(enquiry.escalations.select_related("taken_by").order_by("pk")) if columns.has_steps else []
    may = _may(enquiry, viewer, row, [step.step for step in steps])
    return ThreadPage(
        row=row,
        version=enquiry.version,
        messages=messages,
        seen_count=len(messages),
        may=may,
        is_family=viewer.is_family,
        is_own_record=enquiry.placement.shared_at is None,
        is_shared=enquiry.shared,
        headline=_headline(enquiry, row, may, viewer),
        lies_with=_lies_with(enquiry, row),
        wished_outcome=enquiry.wished_outcome,
        conclusion=enquiry.conclusion,
        closed_text=_closed_text(enquiry, viewer.today),
        ladder=_ladder(enquiry, viewer, steps) if _has_ladder(enquiry, viewer) else [],
        ladder_hint=_ladder_hint(row, may),
        draft_text=columns.draft_text or "",
        draft_files=draft_files(columns.draft_id) if columns.has_draft_files else [],
        submission=columns.draft_submission,
        has_notes=any(message.is_note for message in messages),
    )


def draft_files(draft_id: int) -> list[FileLine]:
    """The files that are uploaded to a draft, in order."""
    rows = DraftFile.objects.filter(draft_id=draft_id).select_related("document").order_by("pk")
    return [line(row.document) for row in rows]


def _messages(enquiry: Enquiry, viewer: Viewer, *, shows_notes: bool, seen_count: int | None) -> list[MessageShown]:
    rows = Message.objects.filter(enquiry=enquiry)
    if not shows_notes:
        rows = rows.exclude(kind=MessageKind.NOTE)
    looks = looks_by_side(enquiry.public_id, routes=READING_ROUTES)
    shown: list[MessageShown] = []
    last_day: date | None = None
    for index, (message, files) in enumerate(_with_files(rows)):
        day = clock.local(message.sent_at).date()
        is_new = seen_count is not None and index >= seen_count
        heading = weekday_date(day, viewer.today) if day != last_day else ""
        shown.append(_shown(message, enquiry, viewer, files, looks, heading, is_new=is_new))
        last_day = day
    return shown


_MESSAGE = ("pk", "public_id", "kind", "author_name", "author_label", "side", "text", "sent_at")
_DOCUMENT = ("pk", "public_id", "name", "content_type", "size", "state", "blanked_at")


def _with_files(rows: QuerySet[Message]) -> list[tuple[Message, list[FileLine]]]:
    """The messages in order, each with its files, in one query: a thread is read often and has few files."""
    columns = [*_MESSAGE, *(f"attachments__document__{name}" for name in _DOCUMENT)]
    found: list[tuple[Message, list[FileLine]]] = []
    for values in rows.order_by("sent_at", "pk", "attachments__pk").values_list(*columns):
        message = Message(**dict(zip(_MESSAGE, values[: len(_MESSAGE)], strict=True)))
        if not found or found[-1][0].pk != message.pk:
            found.append((message, []))
        document = dict(zip(_DOCUMENT, values[len(_MESSAGE) :], strict=True))
        if document["pk"] is not None:
            found[-1][1].append(line(Document(**document)))
    return found


def _shown(
    message: Message,
    enquiry: Enquiry,
    viewer: Viewer,
    files: list[FileLine],
    looks: dict[str, list[datetime]],
    heading: str,
    *,
    is_new: bool,
) -> MessageShown:
    side, ours = Side(message.side), side_of(viewer)
    kind = MessageKind(message.kind)
    return MessageShown(
        public_id=message.public_id,
        kind=kind.value,
        kind_label=kind.label,
        side=side,
        side_label=("Jer" if viewer.is_family else "Familien") if side == Side.FAMILY else "Kommunen",
        is_ours=side == ours,
        is_note=kind == MessageKind.NOTE,
        is_new=is_new,
        author=author_name(message.author_name, message.side, enquiry, viewer),
        author_label=message.author_label,
        text=message.text,
        sent_at=message.sent_at,
        day=heading,
        time=time_text(message.sent_at).removeprefix("kl. "),
        files=files,
        receipt="" if kind == MessageKind.NOTE else _receipt(message, side, looks, viewer, enquiry),
    )


def _receipt(message: Message, side: Side, looks: dict[str, list[datetime]], viewer: Viewer, enquiry: Enquiry) -> str:
    """ "læst af kommunen 13.30": when the other side first opened the thread after the message was there."""
    if not enquiry.shared:
        return ""
    reader = rules.other(side)
    whom = "kommunen" if reader == Side.MUNICIPALITY else ("jer" if viewer.is_family else "familien")
    times = looks.get(reader.value, [])
    at = bisect_left(times, message.sent_at)
    if at == len(times):
        return f"ikke læst af {whom} endnu"
    read = clock.local(times[at])
    watch = time_text(read).removeprefix("kl. ")
    if read.date() == clock.local(message.sent_at).date():
        return f"læst af {whom} {watch}"
    return f"læst af {whom} {since_text(read.date(), viewer.today)} kl. {watch}"


def _may(enquiry: Enquiry, viewer: Viewer, row: EnquiryRow, taken: list[str]) -> May:
    has: Any = enquiry
    is_open, ours = row.turn is not None, side_of(viewer)
    we_asked = enquiry.opened_side == ours
    answered = enquiry.status == Status.ANSWERED
    waiting_family = enquiry.status == Status.WAITING_FAMILY
    is_staff = not viewer.is_family
    late = row.face is not None and row.face.state == "late"
    can_write = is_open and has.may_enquiry_write
    return May(
        write=can_write,
        reply=can_write and viewer.is_family and waiting_family,
        continue_after_answer=can_write and answered and we_asked,
        answer=is_open and is_staff and has.may_enquiry_answer and not we_asked,
        ask_back=is_open and is_staff and has.may_enquiry_answer,
        note=has.may_enquiry_note,
        accept=answered and we_asked and has.may_enquiry_accept,
        conclude=is_open and has.may_enquiry_answer,
        withdraw=is_open and we_asked and has.may_enquiry_accept,
        reopen=not is_open and has.may_enquiry_accept,
        escalate=late and has.may_enquiry_escalate and rules.next_step(taken) is not None,
        write_for_municipality=is_open and viewer.is_family and has.may_enquiry_answer,
    )


def _headline(enquiry: Enquiry, row: EnquiryRow, may: May, viewer: Viewer) -> str:
    if row.turn is None:
        return "Henvendelsen er afsluttet."
    if may.accept:
        answerer = "Kommunen" if viewer.is_family else "Familien"
        return f"{answerer} har svaret. Sig, om svaret er i orden, eller skriv igen."
    if row.is_ours and viewer.is_family:
        return "Det er jeres tur: kommunen venter på, at I svarer."
    if row.is_ours:
        return "Det er kommunens tur: familien venter på svar."
    if not enquiry.shared:
        return "Det er kommunens tur. Skriv ned, når kommunen svarer."
    return "Det er kommunens tur. I får besked, når der sker noget." if viewer.is_family else "Det er familiens tur."


def _lies_with(enquiry: Enquiry, row: EnquiryRow) -> str:
    if row.addressee_name:
        return f"{row.addressee_name}, {row.addressee_role.lower()}"
    if enquiry.placement.shared_at is None:
        return f"{row.municipality}: {row.addressee_role.lower()}. I fører selv optegnelsen."
    return f"Ingen har opgaven som {row.addressee_role.lower()} lige nu. Teamlederen får besked."


def _closed_text(enquiry: Enquiry, today: date) -> str:
    if enquiry.closed_at is None:
        return ""
    how = Closing(enquiry.closing).label
    return f"{how} {weekday_date(clock.local(enquiry.closed_at).date(), today)}"


def _has_ladder(enquiry: Enquiry, viewer: Viewer) -> bool:
    has: Any = enquiry
    return enquiry.opened_side == Side.FAMILY and (viewer.is_family or has.has_steps)


_WHO_SEES = {
    Step.TEAM_LEADER: "Teamlederen i enheden får besked og kan læse hele tråden.",
    Step.HEAD: "Afdelingslederen i kommunen får besked og kan læse hele tråden.",
    Step.UNION: "Ingen får noget tilsendt. Vi skriver ned, at I har bedt jeres fagforening om hjælp.",
}


def _ladder(enquiry: Enquiry, viewer: Viewer, steps: list[Escalation]) -> list[StepShown]:
    by_step = {row.step: row for row in steps}
    following = rules.next_step([row.step for row in steps])
    shown = []
    for step in rules.LADDER:
        row, taken = by_step.get(step), ""
        if row is not None:
            name = author_name(row.taken_by.full_name, Side.FAMILY, enquiry, viewer)
            taken = f"{name}, {since_text(clock.local(row.taken_at).date(), viewer.today)}"
        note = row.note if row is not None else ""
        sees = _WHO_SEES[step] if enquiry.shared else "I går selv videre. Vi skriver ned, hvem der gjorde det og hvornår."
        shown.append(StepShown(step, step.label, sees, taken, note, step == following))
    return shown


def _ladder_hint(row: EnquiryRow, may: May) -> str:
    if may.escalate or row.turn is None:
        return ""
    return "I kan gå et trin op, når den aftalte svarfrist er passeret uden svar."
