"""The pages of contact: a placement's overview, a plan, one version, the comparison of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.contact.actions import lacking, side_of
from plejebro.agenda.contact.enums import PauseKind, VisitKind
from plejebro.agenda.contact.models import ContactHearing, ContactPause, ContactPlan
from plejebro.agenda.contact.planning import missing_days
from plejebro.agenda.contact.rules import needs_committee
from plejebro.agenda.contact.showing import (
    TONES,
    Frame,
    changes_of,
    coming,
    day_of,
    frame_of,
    how,
    in_force,
    keeps_texts,
    kept,
    masked_plans,
    often,
    sections_of,
    state_text,
    until_text,
    who,
)
from plejebro.agenda.enums import EntryState
from plejebro.agenda.models import Entry
from plejebro.agenda.shown import ShownEntry, joined, shown_rows
from plejebro.audit.types import Subject
from plejebro.kernel.danish import date_text, datetime_text, long_date
from plejebro.placements.models import Placement
from plejebro.versions.differences import Row
from plejebro.versions.enums import AGREED, Side, State
from plejebro.versions.models import Version
from plejebro.versions.queries import versions_of
from plejebro.versions.schema import ShownSection

COMING_SHOWN = 8
UNWRITTEN_SHOWN = 6
MISSING_SHOWN = 6


@dataclass(frozen=True)
class VisitLine:
    """A visit in a list: the entry as the viewer may see it, and what it is in its plan."""

    entry: ShownEntry
    kind: str
    day: str
    url: str


@dataclass(frozen=True)
class PlanBrief:
    """A plan in the overview."""

    public_id: UUID
    title: str
    is_hidden: bool
    line: str
    status: str
    tone: str
    waits: str
    url: str


@dataclass(frozen=True)
class ContactPage:
    """A placement's contact: its plans, the visits to come, and those nobody has written down."""

    placement_id: UUID
    child: ShownPerson
    home: str
    is_family: bool
    plans: list[PlanBrief]
    coming: list[VisitLine]
    unwritten: list[VisitLine]
    may_create: bool
    year: int
    month: int


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of versions."""

    number: int
    state: str
    tone: str
    period: str
    proposed: str
    url: str


@dataclass(frozen=True)
class PauseLine:
    """A period in which contact is suspended."""

    title: str
    text: str
    is_now: bool
    resume_url: str


@dataclass(frozen=True)
class PlanPage:
    """The page of a plan."""

    frame: Frame
    held_text: str
    coming_text: str
    number: int
    how: str
    ended: str
    often: str
    committee: str
    review: str
    review_late: bool
    open_version: VersionLine | None
    sections: list[ShownSection]
    versions: list[VersionLine]
    pauses: list[PauseLine]
    coming: list[VisitLine]
    missing: list[str]
    may_propose: bool
    may_manage: bool
    may_end: bool
    year: int


@dataclass(frozen=True)
class Yes:
    """A side's acceptance, or that it is still wanted."""

    side: str
    text: str
    given: bool


@dataclass(frozen=True)
class HearingShown:
    """The family's statement, asked for and given."""

    asked: str
    answered: str
    statement: str


@dataclass(frozen=True)
class VersionPage:
    """One version, as it was proposed."""

    frame: Frame
    number: int
    state: str
    tone: str
    is_open: bool
    period: str
    proposed: str
    settled: str
    often: str
    lacking: list[str]
    sections: list[ShownSection]
    changes: list[Row]
    hearing: HearingShown | None
    answer_by: str
    how: str
    yes: list[Yes]
    hash: str
    others: list[VersionLine]
    may_accept: bool
    may_decline: bool
    may_withdraw: bool
    may_decide: bool

    @property
    def waits_only_for_me(self) -> bool:
        """Whether the other side has accepted already."""
        return sum(one.given for one in self.yes) == len(self.yes) - 1


@dataclass(frozen=True)
class ComparePage:
    """Two versions side by side."""

    frame: Frame
    before: VersionLine
    after: VersionLine
    rows: list[Row]
    all: list[VersionLine]


def contact_page(placement: Any, viewer: Viewer, child: ShownPerson, home: str) -> ContactPage:
    """The overview of a placement that came through its door with the grant to create."""
    plans = plans_on(placement, viewer)
    versions = versions_of([plan.document_id for plan in plans])
    ids = [plan.pk for plan in plans]
    return ContactPage(
        placement_id=placement.public_id,
        child=child,
        home=home,
        is_family=viewer.is_family,
        plans=[_brief(plan, versions.get(plan.document_id, []), viewer) for plan in plans],
        coming=visit_lines(_coming(ids, viewer.today), viewer, COMING_SHOWN),
        unwritten=visit_lines(_unwritten(ids, viewer.today), viewer, UNWRITTEN_SHOWN),
        may_create=placement.may_contact_create,
        year=viewer.today.year,
        month=viewer.today.month,
    )


def plans_on(placement: Placement, viewer: Viewer) -> list[Any]:
    """The plans of a placement that the viewer may read."""
    rows = scope(viewer, ContactPlan, Permission.CONTACT_READ).filter(placement_id=placement.pk)
    return list(masked_plans(rows, viewer).order_by("created_at", "pk"))


def visit_lines(rows: Any, viewer: Viewer, most: int | None = None) -> list[VisitLine]:
    """Visits for a list, already masked, at most `most` of them; one query."""
    found = list(joined(rows.select_related("contact_visit"), viewer)[:most])
    return [
        VisitLine(
            entry=one,
            kind=VisitKind(row.contact_visit.kind).label,
            day=long_date(one.starts),
            url=reverse("agenda:visit", args=[one.public_id]),
        )
        for row, one in zip(found, shown_rows(found, viewer), strict=True)
    ]


def plan_page(plan: Any, viewer: Viewer) -> PlanPage:
    """A plan that came through its door with its grants."""
    versions = versions_of([plan.document_id]).get(plan.document_id, [])
    held, later = in_force(versions, viewer.today), coming(versions, viewer.today)
    main = held or later
    lines = version_lines(plan, versions, viewer)
    hidden = kept(plan, viewer)
    review = date.fromisoformat(main.content["next_review"]) if main else None
    gaps = missing_days(plan, main) if main else []
    return PlanPage(
        frame=frame_of(plan, viewer),
        held_text=until_text(held) if held else "",
        coming_text=until_text(later) if later else "",
        number=main.number if main else 0,
        how=how(main) if main else "",
        ended=_ended(plan, versions, viewer),
        often=often(main.content) if main else "",
        committee=_committee(plan, main) if main else "",
        review=date_text(review) if review else "",
        review_late=review is not None and review < viewer.today,
        open_version=next((line for line in lines if line.state == State.PROPOSED.label), None),
        sections=sections_of(main.content, hidden) if main else [],
        versions=lines,
        pauses=_pauses(plan, viewer),
        coming=visit_lines(_coming([plan.pk], viewer.today), viewer, COMING_SHOWN),
        missing=[long_date(day) for day in gaps[:MISSING_SHOWN]],
        may_propose=plan.may_contact_propose,
        may_manage=plan.may_contact_manage,
        may_end=plan.may_contact_manage and main is not None and main.standing.ends is None,
        year=viewer.today.year,
    )


def version_page(plan: Any, number: int, viewer: Viewer) -> VersionPage | None:
    """One version of a plan that came through its door; None where there is no such number."""
    versions = versions_of([plan.document_id]).get(plan.document_id, [])
    version = next((row for row in versions if row.number == number), None)
    if version is None:
        return None
    before = next((row for row in versions if row.number == version.based_on), None)
    hidden, yes = kept(plan, viewer), _yes_of(plan, version)
    mine = next(one.given for one in yes if one.side == side_of(viewer).label)
    is_open, own = version.standing.state == State.PROPOSED, version.side == side_of(viewer)
    may_decide = plan.may_contact_manage and _may_decide(version, versions, viewer.today)
    return VersionPage(
        frame=frame_of(plan, viewer),
        number=number,
        state=state_text(version),
        tone=TONES.get(version.standing.state, "neutral"),
        is_open=is_open,
        period=until_text(version),
        proposed=f"{who(plan, version.side, version.author_name)}, {day_of(version.created_at)}",
        settled=_settled(plan, version),
        often=often(version.content),
        lacking=lacking(plan, version) if is_open or may_decide else [],
        sections=sections_of(version.content, hidden),
        changes=changes_of(before.content, version.content, hidden) if before else [],
        hearing=_hearing(plan, version),
        answer_by=date_text(version.answer_by) if is_open and version.answer_by else "",
        how=how(version),
        yes=yes,
        hash=version.hash,
        others=[line for line in version_lines(plan, versions, viewer) if line.number != number],
        may_accept=is_open and plan.may_contact_accept and not mine,
        may_decline=is_open and plan.may_contact_propose and not own,
        may_withdraw=is_open and plan.may_contact_propose and own,
        may_decide=may_decide,
    )


def compare_page(plan: Any, viewer: Viewer, first: int, second: int) -> ComparePage | None:
    """The differences between any two versions; None where either is not there."""
    versions = versions_of([plan.document_id]).get(plan.document_id, [])
    by_number = {row.number: row for row in versions}
    if first not in by_number or second not in by_number:
        return None
    lines = version_lines(plan, versions, viewer)
    line = {one.number: one for one in lines}
    rows = changes_of(by_number[first].content, by_number[second].content, kept(plan, viewer))
    return ComparePage(frame_of(plan, viewer), line[first], line[second], rows, lines)


def version_lines(plan: Any, versions: Sequence[Version], viewer: Viewer) -> list[VersionLine]:
    """The versions, the newest first."""
    held = in_force(versions, viewer.today)
    now = held.pk if held else None
    return [
        VersionLine(
            number=row.number,
            state="Gælder nu" if row.pk == now else state_text(row),
            tone="success" if row.pk == now else TONES.get(row.standing.state, "neutral"),
            period=until_text(row) if row.standing.state in AGREED else f"foreslået {until_text(row)}",
            proposed=f"{who(plan, row.side, row.author_name)}, {day_of(row.created_at)}",
            url=reverse("agenda:contact_version", args=[plan.public_id, row.number]),
        )
        for row in reversed(versions)
    ]


def subjects_of_visits(lines: Sequence[VisitLine]) -> list[Subject]:
    """What a list of visits shows, for the log."""
    return [Subject("entry", line.entry.public_id) for line in lines]


def _coming(plan_ids: list[int], today: date) -> Any:
    rows = Entry.objects.filter(contact_visit__plan_id__in=plan_ids, ends__gte=today)
    return rows.exclude(state=EntryState.CANCELLED).order_by("starts", "starts_at", "pk")


def _unwritten(plan_ids: list[int], today: date) -> Any:
    rows = Entry.objects.filter(contact_visit__plan_id__in=plan_ids, ends__lt=today, state=EntryState.PLANNED)
    return rows.order_by("-starts", "-starts_at", "-pk")


def _brief(plan: Any, versions: Sequence[Version], viewer: Viewer) -> PlanBrief:
    held, later = in_force(versions, viewer.today), coming(versions, viewer.today)
    asked = next((row for row in reversed(versions) if row.standing.state == State.PROPOSED), None)
    main = held or later
    status, tone = ("Gælder nu" if held else state_text(main), "success") if main else ("Gælder ikke", "neutral")
    url, waits = reverse("agenda:contact_plan", args=[plan.public_id]), ""
    if asked is not None:
        whose = "den anden side" if side_of(viewer) in {one.side for one in asked.acceptances.all()} else "jer"
        waits = f"Venter på {whose} siden {day_of(asked.created_at)}"
        status, tone = "Forslag", "warning"
        url = reverse("agenda:contact_version", args=[plan.public_id, asked.number])
    return PlanBrief(
        public_id=plan.public_id,
        title=frame_of(plan, viewer).title,
        is_hidden=bool(plan.hidden_from),
        line=f"{often(main.content).capitalize()}, {until_text(main)}. {how(main)}" if main else "",
        status=status,
        tone=tone,
        waits=waits,
        url=url,
    )


def _committee(plan: Any, version: Version) -> str:
    why = needs_committee(version.content, version.starts, version.ends, plan.relation)
    if not why:
        return ""
    content = version.content
    on = date_text(date.fromisoformat(content["committee_on"])) if content.get("committee_on") else ""
    return f"{why} Afgørelse {content.get('committee_number')} fra {on}."


def _pauses(plan: Any, viewer: Viewer) -> list[PauseLine]:
    found = []
    for row in ContactPause.objects.filter(plan=plan).order_by("-starts", "-pk"):
        number = f", nummer {row.decision_number}" if row.decision_number else ""
        is_now = row.ends is not None and row.ends >= viewer.today
        found.append(
            PauseLine(
                title=PauseKind(row.kind).label,
                text=f"{date_text(row.starts)} til {date_text(row.ends or row.starts)}. "
                f"Afgørelse fra {date_text(row.decided_on)}{number}.",
                is_now=is_now,
                resume_url=reverse("agenda:contact_resume", args=[plan.public_id, row.public_id])
                if is_now and plan.may_contact_manage
                else "",
            )
        )
    return found


def _yes_of(plan: Any, version: Version) -> list[Yes]:
    given = {one.side: one for one in version.acceptances.all()}
    no, found = "mangler" if version.standing.state == State.PROPOSED else "har ikke godkendt", []
    for side in Side:
        one = given.get(side)
        text = f"{who(plan, side, one.name)}, {datetime_text(one.at)}" if one else no
        found.append(Yes(str(side.label), text, one is not None))
    return found


def _hearing(plan: Any, version: Version) -> HearingShown | None:
    row = ContactHearing.objects.filter(version=version).first()
    if row is None:
        return None
    answered = f"{who(plan, Side.FAMILY, row.answered_name)}, {day_of(row.answered_at)}" if row.answered_at else ""
    return HearingShown(day_of(row.asked_at), answered, _unless_kept(plan, row.statement))


def _settled(plan: Any, version: Version) -> str:
    standing = version.standing
    if standing.settled_at is None:
        return ""
    text = f"{state_text(version)} {day_of(standing.settled_at)}."
    return f"{text} {_unless_kept(plan, standing.reason)}" if standing.reason else text


def _unless_kept(plan: Any, text: str) -> str:
    return "Teksten er skjult, fordi barnet er beskyttet." if text and keeps_texts(plan) else text


def _may_decide(version: Version, versions: Sequence[Version], today: date) -> bool:
    """Whether the municipality can put its proposal in force without the family's yes; the newest it has made alone."""
    newest = next((row for row in reversed(versions) if row.side == Side.MUNICIPALITY), None)
    agreed = [row.number for row in versions if row.standing.state == State.ACCEPTED]
    if newest is None or newest.pk != version.pk or version.based_on != (agreed[0] if agreed else 0):
        return False
    if version.ends is not None and version.ends < today:
        return False
    if version.standing.state == State.DECLINED:
        return True
    silent = not any(one.side == Side.FAMILY for one in version.acceptances.all())
    late = version.answer_by is not None and version.answer_by < today
    return version.standing.state == State.PROPOSED and silent and late


def _ended(plan: Any, versions: Sequence[Version], viewer: Viewer) -> str:
    """When the plan was ended before its time, and why."""
    last = next((row for row in versions if row.standing.state == State.ACCEPTED), None)
    if not plan.end_reason or last is None or last.standing.ends is None:
        return ""
    verb = "sluttede" if last.standing.ends < viewer.today else "slutter"
    return f"Planen {verb} {date_text(last.standing.ends)}. {_unless_kept(plan, plan.end_reason)}"
