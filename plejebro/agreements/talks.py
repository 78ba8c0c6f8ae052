"""The page of a negotiation: one frozen, masked model of everything that is put forward in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.viewer import Viewer
from plejebro.agreements.base import side_of, supports_family
from plejebro.agreements.effect import Effect
from plejebro.agreements.ending import NoticeDates, notice_dates
from plejebro.agreements.enums import NegotiationState, Reason
from plejebro.agreements.models import Minutes, Negotiation, Offer
from plejebro.agreements.negotiating import effect_between
from plejebro.agreements.pages import Frame, Yes, frame_of, yes_of
from plejebro.agreements.rate_rows import book
from plejebro.agreements.rows import TONES, who
from plejebro.agreements.schema import SCHEMAS
from plejebro.documents.queries import FileLine, line
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text, time_text, weekday_date
from plejebro.versions.differences import Row, differences
from plejebro.versions.enums import Side, State
from plejebro.versions.models import Version


@dataclass(frozen=True)
class OfferShown:
    """A proposal: what it changes, what that means in kroner, and where it stands."""

    number: int
    title: str
    side: str
    author: str
    on: str
    period: str
    starts: date
    state: str
    tone: str
    is_open: bool
    is_newest: bool
    note: str
    changes: list[Row]
    based_on: int
    effect: Effect
    corrected: list[list[str]]
    too_early: str
    yes: list[Yes]
    answer_by: str
    settled: str
    url: str
    may_accept: bool
    may_decline: bool
    may_withdraw: bool


@dataclass(frozen=True)
class PersonShown:
    """Somebody who takes part."""

    public_id: UUID
    name: str
    label: str
    side: str
    is_companion: bool
    may_remove: bool


@dataclass(frozen=True)
class FileShown:
    """A shared document."""

    line: FileLine
    note: str
    is_annex: bool
    by: str
    url: str


@dataclass(frozen=True)
class MinutesShown:
    """Minutes with the objections to them."""

    number: int
    title: str
    by: str
    text: str
    window: str
    is_open: bool
    objections: list[tuple[str, str]]
    url: str


@dataclass(frozen=True)
class NegotiationPage:
    """The page."""

    frame: Frame
    public_id: UUID
    reason: str
    text: str
    agenda: str
    opened: str
    meeting: str
    place: str
    state: str
    is_open: bool
    closing: str
    people: list[PersonShown]
    has_companion: bool
    supporter: bool
    viewer_supports: bool
    files: list[FileShown]
    offers: list[OfferShown]
    minutes: list[MinutesShown]
    notice: NoticeDates | None
    newest: int
    may: bool
    headline: str


def negotiation_page(contract: Any, negotiation: Negotiation, viewer: Viewer) -> NegotiationPage:
    """A negotiation of a contract that came through its door with its grants. Eleven queries at any number of offers."""
    may = contract.may_contract_negotiate
    is_open = negotiation.state == NegotiationState.OPEN
    offers = _offers(contract, negotiation, viewer, may=may and is_open)
    people = _people(contract, negotiation, viewer, may=may and is_open)
    supporters = _supporters(contract, negotiation, viewer)
    return NegotiationPage(
        frame=frame_of(contract, viewer),
        public_id=negotiation.public_id,
        reason=Reason(negotiation.reason).label,
        text=negotiation.text,
        agenda=negotiation.agenda,
        opened=f"{who(contract, negotiation.opened_side, negotiation.opened_name)}, {_day(negotiation.opened_at)}",
        meeting=_meeting(negotiation, viewer),
        place=negotiation.place,
        state=NegotiationState(negotiation.state).label,
        is_open=is_open,
        closing=negotiation.closing_text,
        people=people,
        has_companion=any(row.is_companion for row in people),
        supporter=bool(supporters),
        viewer_supports=viewer.user_id in supporters,
        files=_files(contract, negotiation),
        offers=offers,
        minutes=_minutes(contract, negotiation, viewer, may=may),
        notice=notice_dates(contract, viewer.today),
        newest=_newest_number(contract),
        may=may and is_open,
        headline=_headline(offers, viewer, is_open=is_open),
    )


def _offers(contract: Any, negotiation: Negotiation, viewer: Viewer, *, may: bool) -> list[OfferShown]:
    rows = list(
        negotiation.offers.select_related("version__standing")
        .prefetch_related("version__acceptances")
        .order_by("-version__number")
    )
    bases = {row.version.based_on for row in rows}
    found = Version.objects.filter(document_id=contract.document_id, number__in=bases)
    by_number = {version.number: version for version in found}
    dates, rates = notice_dates(contract, viewer.today), book()
    found_rows = []
    for index, row in enumerate(rows):
        answered = index + 1 < len(rows) and rows[index + 1].version.side != row.version.side
        title = f"{'Modforslag' if answered else 'Forslag'}: version {row.version.number}"
        money = effect_between(
            contract, (old := by_number.get(row.version.based_on)), row.version.content, row.version.starts, rates
        )
        found_rows.append(_offer(contract, row, old, viewer, title, money, dates, may=may, is_newest=index == 0))
    return found_rows


def _offer(
    contract: Any,
    row: Offer,
    before: Version | None,
    viewer: Viewer,
    title: str,
    money: Effect,
    dates: NoticeDates | None,
    *,
    may: bool,
    is_newest: bool,
) -> OfferShown:
    version, side = row.version, side_of(viewer)
    is_open = version.standing.state == State.PROPOSED
    yes = yes_of(contract, version)
    mine = any(one.given for one in yes if one.side == side.label)
    own = version.side == side
    return OfferShown(
        number=version.number,
        title=title,
        side=version.side,
        author=who(contract, version.side, version.author_name, version.author_label),
        on=_day(version.created_at),
        period=f"fra {date_text(version.starts)}" + (f" til {date_text(version.ends)}" if version.ends else ""),
        starts=version.starts,
        state=version.standing.get_state_display(),
        tone=TONES[version.standing.state],
        is_open=is_open,
        is_newest=is_newest,
        note=row.note,
        changes=differences(SCHEMAS[contract.kind].fields, before.content, version.content) if before else [],
        based_on=version.based_on,
        effect=money,
        corrected=list(row.shown.get("lines", [])) if row.shown.get("print") != money.print else [],
        too_early=_too_early(version, dates, lowers=money.lowers and is_open),
        yes=yes,
        answer_by=date_text(version.answer_by) if version.answer_by and is_open else "",
        settled=_settled(version),
        url=reverse("agreements:contract_version", args=[contract.public_id, version.number]),
        may_accept=may and is_open and contract.may_contract_accept and not mine,
        may_decline=may and is_open and not own,
        may_withdraw=may and is_open and own,
    )


def _too_early(version: Version, dates: NoticeDates | None, *, lowers: bool) -> str:
    """Where a lowering begins before the contract's own notice could have effect: both dates, and nothing more."""
    if not lowers or dates is None or version.starts >= dates.takes_effect:
        return ""
    return (
        f"Forslaget gælder fra {date_text(version.starts)}. {dates.clause} En ændring, der varsles i dag, gælder tidligst "
        f"fra {date_text(dates.takes_effect)}, medmindre I bliver enige om en tidligere dag."
    )


def _settled(version: Version) -> str:
    standing = version.standing
    if standing.settled_at is None:
        return ""
    text = f"{standing.get_state_display()} {_day(standing.settled_at)}."
    return f"{text} {standing.reason}" if standing.reason else text


def _people(contract: Any, negotiation: Negotiation, viewer: Viewer, *, may: bool) -> list[PersonShown]:
    rows = negotiation.participants.filter(removed_at__isnull=True).order_by("-side", "pk")
    side = side_of(viewer)
    return [
        PersonShown(
            row.public_id,
            row.name if row.is_companion else who(contract, row.side, row.name),
            row.label,
            Side(row.side).label,
            row.is_companion,
            may and row.side == side,
        )
        for row in rows
    ]


def _supporters(contract: Any, negotiation: Negotiation, viewer: Viewer) -> set[int]:
    rows = Version.objects.filter(offer__negotiation=negotiation, side=Side.MUNICIPALITY)
    users = set(rows.values_list("created_by_id", flat=True))
    if negotiation.opened_side == Side.MUNICIPALITY:
        users.add(negotiation.opened_by_id)
    if not viewer.is_family and contract.may_contract_negotiate:
        users.add(viewer.user_id)
    return supports_family(users, contract.placement) if users else set()


def _files(contract: Any, negotiation: Negotiation) -> list[FileShown]:
    return [
        FileShown(
            line(row.document),
            row.note,
            row.is_annex,
            f"{who(contract, row.side, row.added_name)}, {_day(row.added_at)}",
            reverse("agreements:negotiation_file", args=[contract.public_id, negotiation.public_id, row.public_id]),
        )
        for row in negotiation.files.select_related("document").order_by("pk")
    ]


def _minutes(contract: Any, negotiation: Negotiation, viewer: Viewer, *, may: bool) -> list[MinutesShown]:
    rows = negotiation.minutes.prefetch_related("objections").order_by("-number")
    return [_one(contract, negotiation, row, viewer, may=may) for row in rows]


def _one(contract: Any, negotiation: Negotiation, row: Minutes, viewer: Viewer, *, may: bool) -> MinutesShown:
    is_open = viewer.today <= row.objections_by
    objections = sorted(row.objections.all(), key=lambda one: (one.at, one.pk))
    words = "Indvendinger kan skrives til og med" if is_open else "Indvendinger kunne skrives til og med"
    return MinutesShown(
        number=row.number,
        title=f"Referat {row.number}, møde {date_text(row.held_on)}",
        by=f"{who(contract, row.side, row.written_name)}, {_day(row.sent_at)}",
        text=row.text,
        window=f"{words} {weekday_date(row.objections_by, viewer.today)}.",
        is_open=is_open and may,
        objections=[(f"{who(contract, one.side, one.written_name)}, {_day(one.at)}", one.text) for one in objections],
        url=reverse("agreements:objection", args=[contract.public_id, negotiation.public_id, row.number]),
    )


def _newest_number(contract: Any) -> int:
    row = Version.objects.filter(document_id=contract.document_id).order_by("-number").values_list("number", flat=True)
    return row.first() or 0


def _headline(offers: list[OfferShown], viewer: Viewer, *, is_open: bool) -> str:
    if not is_open:
        return "Forhandlingen er sluttet."
    newest = offers[0] if offers else None
    if newest is None or not newest.is_open:
        return "Der er ikke noget forslag at tage stilling til. Begge sider kan stille et."
    if newest.may_accept and newest.side != side_of(viewer):
        return "Der er et forslag til jer. I kan godkende det, svare med et andet eller sige nej."
    if newest.may_accept:
        return "Forslaget er jeres eget. Godkend det også, når I er enige."
    return "Der er et forslag. Det gælder først, når begge sider har godkendt det."


def _meeting(negotiation: Negotiation, viewer: Viewer) -> str:
    if negotiation.meeting_on is None:
        return ""
    at = f" {time_text(negotiation.meeting_at)}" if negotiation.meeting_at else ""
    return f"{weekday_date(negotiation.meeting_on, viewer.today)}{at}"


def _day(moment: Any) -> str:
    return date_text(local(moment).date())
