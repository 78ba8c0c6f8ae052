"""The page where an enquiry is written: whom it can go to, and the reply date it will get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plejebro.access.mask import ShownPerson
from plejebro.access.viewer import Viewer
from plejebro.clocks.rules import DEFAULT_REPLY_WORKDAYS, due_date
from plejebro.db.periods import current
from plejebro.documents.queries import FileLine
from plejebro.enquiries.models import Draft
from plejebro.enquiries.thread import draft_files
from plejebro.kernel.danish import weekday_date, working_days_text
from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.models import ReplyTime
from plejebro.people import queries as people
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment, Placement


@dataclass(frozen=True)
class Contact:
    """One of the two an enquiry can go to; `name` is empty while nobody has the task."""

    task: str
    role: str
    name: str


@dataclass(frozen=True)
class TopicChoice:
    """A topic with the date an answer is agreed to come by, if it is sent today; `due` only where it is a special one."""

    value: str
    label: str
    due: str


@dataclass(frozen=True)
class TopicGroup:
    """Topics by who answers them, under the heading the page shows."""

    heading: str
    task: str
    topics: list[TopicChoice]


@dataclass(frozen=True)
class NewPage:
    """Everything around the form. `due` is the agreed reply date of most topics; empty where no clock will run."""

    placement_id: UUID
    child: ShownPerson
    family_name: str
    municipality: str
    contacts: list[Contact]
    groups: list[TopicGroup]
    due: str
    is_family: bool
    is_own_record: bool
    draft: Draft | None
    files: list[FileLine]


def placement_rows() -> QuerySet[Placement]:
    """The placement with what the page needs of it, for the door to open."""
    return Placement.objects.select_related("child", "family", "municipality").annotate(
        name_protected=people.hides_name("child")
    )


def new_page(placement: Placement, viewer: Viewer) -> NewPage:
    """The page for a placement opened from `placement_rows` with CHILD_NAME. At most four queries more."""
    columns: Any = placement
    draft = Draft.objects.filter(owner_id=viewer.user_id, placement=placement, enquiry__isnull=True).first()
    times = _reply_times(placement, viewer.today)
    return NewPage(
        placement_id=placement.public_id,
        child=people.shown(
            placement.child,
            name_protected=columns.name_protected,
            knows_name=columns.may_child_name,
            today=viewer.today,
        ),
        family_name=placement.family.name,
        municipality=str(placement.municipality),
        contacts=_contacts(placement, viewer.today),
        groups=[_group(role, times, viewer.today) for role in (Role.CONSULTANT, Role.ADVISER)],
        due=_due_text(DEFAULT_REPLY_WORKDAYS, viewer.today) if viewer.is_family else "",
        is_family=viewer.is_family,
        is_own_record=placement.shared_at is None,
        draft=draft,
        files=draft_files(draft.pk) if draft else [],
    )


def _contacts(placement: Placement, on: date) -> list[Contact]:
    rows = Assignment.objects.filter(current(on), placement=placement).select_related("employment")
    names = {row.task: row.employment.full_name for row in rows.order_by("pk")}
    return [Contact(task.value, str(task.label), names.get(task.value, "")) for task in (Task.CONSULTANT, Task.ADVISER)]


def _reply_times(placement: Placement, on: date) -> dict[str, int]:
    rows = ReplyTime.objects.filter(current(on), municipality_id=placement.municipality_id).order_by("starts")
    return dict(rows.values_list("topic", "workdays"))


def _group(role: Role, times: dict[str, int], today: date) -> TopicGroup:
    heading = "Til konsulenten" if role == Role.CONSULTANT else "Til børne- og ungerådgiveren"
    topics = [
        TopicChoice(topic.value, topic.label, _special(times.get(topic.value), today))
        for topic in Topic
        if topic.answered_by == role
    ]
    return TopicGroup(heading, role.value, topics)


def _special(workdays: int | None, today: date) -> str:
    return _due_text(workdays, today) if workdays not in (None, DEFAULT_REPLY_WORKDAYS) and workdays else ""


def _due_text(workdays: int, today: date) -> str:
    due = due_date(today, workdays, [], today)
    return f"{weekday_date(due, today)} ({working_days_text(workdays)})"
