"""What the administrator's and the operator's pages show. Always within one municipality, except the operator's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from plejebro.accounts.models import Invitation
from plejebro.db.periods import current, not_over
from plejebro.kernel import clock
from plejebro.kernel.danish import date_text, since_text, sort_key
from plejebro.municipalities.actions import absence_fingerprint
from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.invitations import last_invited
from plejebro.municipalities.models import Absence, Employment, Municipality, ReplyTime, Unit

PAGE_SIZE = 50
# The platform's own default, where a municipality has set none; `clocks` uses the same (a test holds them together).
DEFAULT_WORKDAYS = 5


@dataclass(frozen=True)
class WorkerRow:
    """An employee in the list."""

    public_id: Any
    name: str
    email: str
    role: str
    unit: str
    state: str
    tone: str
    may_invite: bool


@dataclass(frozen=True)
class WorkerFilter:
    """What the reader of the list has chosen."""

    words: str = ""
    role: str = ""
    with_former: bool = False
    number: int = 1

    @property
    def query(self) -> str:
        """The choice as the links to the other pages carry it. Search words are not kept in addresses."""
        parts = [f"rolle={self.role}&"] if self.role else []
        return "".join([*parts, "vis=alle&"] if self.with_former else parts)


def chosen_from(data: dict[str, str]) -> WorkerFilter:
    """The filter, with everything unknown taken as not chosen."""
    role = data.get("rolle", "")
    number = data.get("side", "1")
    return WorkerFilter(
        words=data.get("navn", "").strip()[:80],
        role=role if role in Role.values else "",
        with_former=data.get("vis") == "alle",
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def worker_list(municipality_id: int, chosen: WorkerFilter) -> tuple[Page[Any], list[WorkerRow]]:
    """A page of employees by name with their state; three queries at any size."""
    today = clock.today()
    rows = Employment.objects.filter(municipality_id=municipality_id).select_related("unit")
    if not chosen.with_former:
        rows = rows.filter(not_over(today))
    if chosen.role:
        rows = rows.filter(role=chosen.role)
    for word in chosen.words.split():
        rows = rows.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
    found = Paginator(rows.order_by("full_name", "pk"), PAGE_SIZE).get_page(chosen.number)
    shown = list(found.object_list)
    invited = last_invited(shown)
    return found, [_worker_row(row, invited.get(row.pk), today) for row in shown]


def _worker_row(row: Employment, invitation: Invitation | None, today: date) -> WorkerRow:
    state, tone = state_of(row, invitation, today)
    return WorkerRow(
        public_id=row.public_id,
        name=row.full_name,
        email=row.email,
        role=row.get_role_display(),
        unit=row.unit.name if row.unit else "",
        state=state,
        tone=tone,
        may_invite=row.user_id is None and (row.ends is None or row.ends >= today),
    )


def state_of(row: Employment, invitation: Invitation | None, today: date) -> tuple[str, str]:
    """Where an employee stands, in words and as a tone for the label."""
    if row.ends is not None and row.ends < today:
        return f"Stoppede {date_text(row.ends)}", "neutral"
    if row.user_id is not None:
        return ("Har log ind", "success") if row.ends is None else (f"Stopper {date_text(row.ends)}", "warning")
    if invitation is None:
        return "Ikke inviteret", "warning"
    if invitation.expires_at <= clock.now():
        return "Invitationen er udløbet", "error"
    return f"Inviteret {since_text(clock.local(invitation.created_at).date(), today)}", "neutral"


@dataclass(frozen=True)
class AbsenceRow:
    """An absence on the employee's page."""

    pk: int
    text: str
    deputy: str
    version: str


@dataclass(frozen=True)
class WorkerPage:
    """An employee's page."""

    public_id: Any
    name: str
    email: str
    phone: str
    role: str
    unit: str
    period: str
    state: str
    tone: str
    may_invite: bool
    has_login: bool
    is_over: bool
    tasks: int
    absences: list[AbsenceRow]


def worker_page(row: Employment) -> WorkerPage:
    """The employee as the administrator sees it: no case, only how many tasks wait for somebody else."""
    today = clock.today()
    state, tone = state_of(row, last_invited([row]).get(row.pk), today)
    absences = Absence.objects.filter(not_over(today), employment=row).select_related("deputy").order_by("starts")
    return WorkerPage(
        public_id=row.public_id,
        name=row.full_name,
        email=row.email,
        phone=row.phone,
        role=row.get_role_display(),
        unit=row.unit.name if row.unit else "",
        period=period_text(row.starts, row.ends),
        state=state,
        tone=tone,
        may_invite=row.user_id is None and (row.ends is None or row.ends >= today),
        has_login=row.user_id is not None,
        is_over=row.ends is not None and row.ends < today,
        tasks=open_tasks(row),
        absences=[
            AbsenceRow(item.pk, period_text(item.starts, item.ends), item.deputy.full_name, absence_fingerprint(item))
            for item in absences
        ],
    )


def open_tasks(row: Employment) -> int:
    """How many placements the employee has a task on that nobody has taken over yet."""
    tasks: Any = row.assignments  # the room above points down here
    return int(tasks.filter(ends__isnull=True).count())


def never_invited(municipality_id: int) -> list[Employment]:
    """Employees without a login who have no invitation that works today."""
    rows = Employment.objects.filter(not_over(clock.today()), municipality_id=municipality_id, user__isnull=True)
    waiting = list(rows.order_by("full_name", "pk"))
    works = {pk for pk, row in last_invited(waiting).items() if row.expires_at > clock.now()}
    return [row for row in waiting if row.pk not in works]


def period_text(starts: date, ends: date | None) -> str:
    """ "fra 1. maj 2024" or "1. maj 2024 – 3. juni 2026"."""
    return f"{date_text(starts)} – {date_text(ends)}" if ends else f"fra {date_text(starts)}"


def deputies_for(row: Employment) -> QuerySet[Employment]:
    """Colleagues in the same role who can stand in."""
    same = Employment.objects.filter(not_over(clock.today()), municipality_id=row.municipality_id, role=row.role)
    return same.exclude(pk=row.pk).order_by("full_name", "pk")


@dataclass(frozen=True)
class UnitRow:
    """A unit in the list."""

    public_id: Any
    name: str
    people: int
    is_closed: bool


def unit_rows(municipality_id: int) -> list[UnitRow]:
    """The municipality's units with how many work there today, closed ones last."""
    at_work = current(clock.today(), "employments__")
    rows = Unit.objects.filter(municipality_id=municipality_id)
    counted = rows.annotate(people=Count("employments", filter=at_work, distinct=True)).order_by("name", "pk")
    found = [UnitRow(row.public_id, row.name, row.people, row.closed_on is not None) for row in counted]
    return sorted(found, key=lambda row: (row.is_closed, sort_key(row.name)))


@dataclass(frozen=True)
class TopicRow:
    """The agreed reply time of a topic, and one that is to come."""

    topic: str
    label: str
    workdays: int
    is_set: bool
    since: str
    coming: str


def topic_rows(municipality_id: int) -> list[TopicRow]:
    """Every topic with what holds today. One query."""
    today = clock.today()
    rows = ReplyTime.objects.filter(not_over(today), municipality_id=municipality_id).order_by("starts")
    by_topic: dict[str, list[ReplyTime]] = {}
    for row in rows:
        by_topic.setdefault(row.topic, []).append(row)
    return [_topic_row(topic, by_topic.get(topic.value, []), today) for topic in Topic]


def _topic_row(topic: Topic, rows: list[ReplyTime], today: date) -> TopicRow:
    now = next((row for row in rows if row.starts <= today), None)
    later = next((row for row in rows if row.starts > today), None)
    return TopicRow(
        topic=topic.value,
        label=str(topic.label),
        workdays=now.workdays if now else DEFAULT_WORKDAYS,
        is_set=now is not None,
        since=date_text(now.starts) if now else "",
        coming=f"{later.workdays} hverdage fra {date_text(later.starts)}" if later else "",
    )


def newest_reply_time(municipality_id: int, topic: str) -> dict[str, Any]:
    """What was agreed last on the topic, as the form names it: a change on its way, else what holds today."""
    row = ReplyTime.objects.filter(municipality_id=municipality_id, topic=topic, ends__isnull=True).first()
    return {"workdays": row.workdays, "starts": row.starts} if row else {"workdays": DEFAULT_WORKDAYS, "starts": None}


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality in the operator's list."""

    public_id: Any
    name: str
    code: str
    region: str
    since: str


def municipality_rows(*, words: str, with_invented: bool) -> list[MunicipalityRow]:
    """Municipalities whose name or code holds `words`, with the region they lie in today. Two queries."""
    today = clock.today()
    rows = Municipality.objects.all() if with_invented else Municipality.objects.filter(is_invented=False)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(code=words))
    regions: dict[int, str] = {}
    for row in rows.filter(current(today, "regions__")).values_list("pk", "regions__region"):
        regions[row[0]] = row[1]
    return [
        MunicipalityRow(
            row.public_id, str(row), row.code, regions.get(row.pk, ""), date_text(row.joined_on) if row.joined_on else ""
        )
        for row in rows.order_by("sort_key", "code")
    ]
