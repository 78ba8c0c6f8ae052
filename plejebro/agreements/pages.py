"""The pages of an agreement: the contract, one version, the comparison of two, and the overview of a placement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from plejebro.access.mask import ShownPerson
from plejebro.access.viewer import Viewer
from plejebro.agreements.base import side_of
from plejebro.agreements.effect import Effect, worth, worth_text
from plejebro.agreements.ending import NoticeDates, notice_dates
from plejebro.agreements.enums import ContractKind, EndingKind, NegotiationState, Reason
from plejebro.agreements.models import Contract, Ending, Negotiation
from plejebro.agreements.negotiating import effect_of
from plejebro.agreements.rate_rows import book
from plejebro.agreements.rows import (
    TONES,
    Brief,
    child_of,
    coming,
    contracts_on,
    holder_name,
    home_of,
    in_force,
    task_on,
    until_text,
    who,
)
from plejebro.agreements.schema import SCHEMAS, ShownSection, shown
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text, datetime_text
from plejebro.placements.models import Placement
from plejebro.versions.differences import Row, differences
from plejebro.versions.enums import AGREED, Side, State, other
from plejebro.versions.hashing import grouped
from plejebro.versions.models import Version
from plejebro.versions.queries import versions_of


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of versions."""

    number: int
    state: str
    tone: str
    period: str
    proposed: str
    is_held: bool
    url: str


@dataclass(frozen=True)
class Yes:
    """A side's acceptance, or that it is still wanted."""

    side: str
    text: str
    given: bool


@dataclass(frozen=True)
class Frame:
    """What every page of an agreement shows on top."""

    public_id: UUID
    placement_id: UUID
    title: str
    case_number: str
    child: ShownPerson
    home: str
    municipality: str
    is_family: bool
    is_contract: bool
    url: str
    overview_url: str


@dataclass(frozen=True)
class EndingShown:
    """Notice given, or a break that was written down."""

    title: str
    text: str
    clause: str
    reason: str


@dataclass(frozen=True)
class NegotiationLine:
    """A negotiation in the contract's list."""

    title: str
    opened: str
    state: str
    is_open: bool
    url: str


@dataclass(frozen=True)
class AgreementPage:
    """The page of a contract or of an agreement on the task."""

    frame: Frame
    holder: str
    held_text: str
    coming_text: str
    held: int
    sections: list[ShownSection]
    worth: list[tuple[str, str, str]]
    notice: NoticeDates | None
    versions: list[VersionLine]
    negotiations: list[NegotiationLine]
    endings: list[EndingShown]
    may_propose: bool
    may_open: bool
    may_notice: bool
    may_break: bool
    checklist: list[Check]


@dataclass(frozen=True)
class Check:
    """A line of the checklist before signing; `done` None is a question to ask, which nobody can tick for you."""

    text: str
    done: bool | None
    hint: str = ""


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
    sections: list[ShownSection]
    changes: list[Row]
    based_on: int
    effect: Effect | None
    yes: list[Yes]
    both: bool
    hash: str
    hash_text: str
    others: list[VersionLine]
    negotiation_url: str
    may_accept: bool
    may_decline: bool
    may_withdraw: bool

    @property
    def waits_only_for_me(self) -> bool:
        """Whether the other side has accepted already."""
        return sum(one.given for one in self.yes) == len(self.yes) - 1


def frame_of(thing: Any, viewer: Viewer) -> Frame:
    """The top of a page of an agreement from `masked_rows`."""
    is_contract = isinstance(thing, Contract)
    return Frame(
        public_id=thing.public_id,
        placement_id=thing.placement.public_id,
        title=ContractKind(thing.kind).label if is_contract else "Aftale om opgaven",
        case_number=thing.case_number,
        child=child_of(thing, viewer),
        home=home_of(thing).name,
        municipality=str(thing.placement.municipality),
        is_family=viewer.is_family,
        is_contract=is_contract,
        url=reverse("agreements:contract" if is_contract else "agreements:task", args=[thing.public_id]),
        overview_url=reverse("agreements:overview", args=[thing.placement.public_id]),
    )


def agreement_page(thing: Any, viewer: Viewer) -> AgreementPage:
    """A contract or an agreement on the task that came through its door with its grants. At most six queries."""
    frame = frame_of(thing, viewer)
    versions = versions_of([thing.document_id]).get(thing.document_id, [])
    held, later = in_force(versions, viewer.today), coming(versions, viewer.today)
    main = held or later
    kind = thing.kind if frame.is_contract else "task"
    endings = _endings(thing) if frame.is_contract else []
    kinds = {row.kind for row in endings}
    may_end = frame.is_contract and thing.may_contract_end and main is not None
    return AgreementPage(
        frame=frame,
        holder=holder_name(thing) if frame.is_contract else "",
        held_text=until_text(held) if held else "",
        coming_text=until_text(later) if later else "",
        held=main.number if main else 0,
        sections=shown(SCHEMAS[kind], main.content) if main else [],
        worth=_worth(thing, main, viewer) if frame.is_contract and main else [],
        notice=notice_dates(thing, viewer.today) if frame.is_contract else None,
        versions=version_lines(thing, versions, viewer),
        negotiations=_negotiations(thing) if frame.is_contract else [],
        endings=[_ending(thing, row) for row in endings],
        may_propose=not frame.is_contract and thing.may_task_propose,
        may_open=frame.is_contract and thing.may_contract_negotiate,
        may_notice=may_end and EndingKind.NOTICE not in kinds,
        may_break=may_end and EndingKind.ACTUAL_BREAK not in kinds,
        checklist=checklist(thing.placement, versions, frame.is_contract),
    )


def version_page(thing: Any, number: int, viewer: Viewer) -> VersionPage | None:
    """One version of an agreement that came through its door; None where there is no such number."""
    frame = frame_of(thing, viewer)
    versions = versions_of([thing.document_id]).get(thing.document_id, [])
    version = next((row for row in versions if row.number == number), None)
    if version is None:
        return None
    before = next((row for row in versions if row.number == version.based_on), None)
    schema = SCHEMAS[thing.kind if frame.is_contract else "task"]
    yes = yes_of(thing, version)
    mine = next(one.given for one in yes if one.side == side_of(viewer).label)
    is_open = version.standing.state == State.PROPOSED
    own = version.side == side_of(viewer)
    may = thing.may_contract_negotiate if frame.is_contract else thing.may_task_propose
    may_accept = thing.may_contract_accept if frame.is_contract else thing.may_task_accept
    return VersionPage(
        frame=frame,
        number=number,
        state=version.standing.get_state_display(),
        tone=TONES[version.standing.state],
        is_open=is_open,
        period=until_text(version),
        proposed=f"{who(thing, version.side, version.author_name, version.author_label)}, {_day(version.created_at)}",
        settled=_settled(version),
        sections=shown(schema, version.content),
        changes=differences(schema.fields, before.content, version.content) if before else [],
        based_on=version.based_on,
        effect=_effect(thing, version) if frame.is_contract else None,
        yes=yes,
        both=all(one.given for one in yes),
        hash=version.hash,
        hash_text=grouped(version.hash),
        others=[line for line in version_lines(thing, versions, viewer) if line.number != number],
        negotiation_url=_negotiation_url(thing, version) if frame.is_contract else "",
        may_accept=is_open and may_accept and not mine,
        may_decline=is_open and may and not own,
        may_withdraw=is_open and may and own,
    )


@dataclass(frozen=True)
class ComparePage:
    """Two versions side by side."""

    frame: Frame
    before: VersionLine
    after: VersionLine
    rows: list[Row]
    effect: Effect | None
    all: list[VersionLine]


def compare_page(thing: Any, viewer: Viewer, first: int, second: int) -> ComparePage | None:
    """The differences between any two versions; None where either is not there."""
    frame = frame_of(thing, viewer)
    versions = {row.number: row for row in versions_of([thing.document_id]).get(thing.document_id, [])}
    if first not in versions or second not in versions:
        return None
    old, new = versions[first], versions[second]
    schema = SCHEMAS[thing.kind if frame.is_contract else "task"]
    lines = version_lines(thing, list(versions.values()), viewer)
    by_number = {line.number: line for line in lines}
    money = effect_of(thing, new.content, new.starts, before_number=first) if frame.is_contract and first != second else None
    return ComparePage(
        frame, by_number[first], by_number[second], differences(schema.fields, old.content, new.content), money, lines
    )


@dataclass(frozen=True)
class OverviewPage:
    """What is agreed on a placement and what is negotiated, as far as the viewer may read it."""

    placement_id: UUID
    child: ShownPerson
    home: str
    is_family: bool
    is_own_record: bool
    contracts: list[Brief]
    shows_contract: bool
    task: Brief | None
    shows_task: bool
    new_contract_url: str
    new_task_url: str
    checklist: list[Check]
    expenses_url: str
    agreed_url: str


def overview_page(placement: Any, viewer: Viewer, child: ShownPerson, home: str) -> OverviewPage:
    """The overview of a placement that came through its door with the two grants to create."""
    contracts, task = contracts_on(placement, viewer), task_on(placement, viewer)
    officer = viewer.role == "contract_officer"
    reads_pay = viewer.is_family or viewer.role != "adviser"
    return OverviewPage(
        placement_id=placement.public_id,
        child=child,
        home=home,
        is_family=viewer.is_family,
        is_own_record=placement.shared_at is None,
        contracts=contracts,
        shows_contract=reads_pay,
        task=task,
        shows_task=not officer,
        new_contract_url=_maybe_new(placement, "contract") if placement.may_contract_create else "",
        new_task_url=_maybe_new(placement, "task") if placement.may_task_create and task is None else "",
        checklist=_before_signing(placement, contracts, task, with_pay=reads_pay, with_task=not officer),
        expenses_url="" if officer else reverse("agreements:expenses", args=[placement.public_id]),
        agreed_url="" if officer else reverse("web:agreed", args=[placement.public_id]),
    )


def version_lines(thing: Any, versions: Sequence[Version], viewer: Viewer) -> list[VersionLine]:
    """The versions, the newest first."""
    held = in_force(versions, viewer.today)
    name = "agreements:contract_version" if isinstance(thing, Contract) else "agreements:task_version"
    return [
        VersionLine(
            number=row.number,
            state="Gælder nu" if held is not None and row.pk == held.pk else row.standing.get_state_display(),
            tone="success" if held is not None and row.pk == held.pk else TONES[row.standing.state],
            period=until_text(row) if row.standing.state in AGREED else f"foreslået {until_text(row)}",
            proposed=f"{who(thing, row.side, row.author_name)}, {_day(row.created_at)}",
            is_held=held is not None and row.pk == held.pk,
            url=reverse(name, args=[thing.public_id, row.number]),
        )
        for row in reversed(versions)
    ]


def checklist(placement: Placement, versions: Sequence[Version], is_contract: bool) -> list[Check]:
    """What should be in place before one says yes (PLF's advice); empty when something is agreed."""
    if not is_contract or any(row.standing.state in AGREED for row in versions):
        return []
    return [
        Check("Kontrakten er godkendt af begge sider", False, "Mundtlige aftaler tæller ikke."),
        Check(
            "Barnets plan (handleplan) er modtaget",
            placement.plan_dated is not None,
            "Få planen, før barnet flytter ind.",
        ),
        Check(
            "Tag kontrakten med hjem, og læs den i ro", None, "Skriv aldrig under på stedet. Vis den til en, I stoler på."
        ),
        Check("Spørg: Hvor længe ligger vederlaget fast, og hvad sker der bagefter?", None),
        Check("Spørg: Hvad dækker kost og logi, og hvad skal søges særskilt?", None),
        Check("Spørg: Hvad er varslet, og hvad sker der, hvis barnet flytter fra dag til dag?", None),
        Check("Spørg: Hvilken supervision, hvilke kurser og hvilket støtteophold får I?", None),
    ]


def _before_signing(
    placement: Placement, contracts: list[Brief], task: Brief | None, *, with_pay: bool, with_task: bool
) -> list[Check]:
    signed = any(row.since or row.status == "Aftalt" for row in contracts)
    planned = placement.plan_dated is not None
    tasked = task is not None and (task.since is not None or task.status == "Aftalt")
    rows = [Check("Barnets plan (handleplan) er modtaget", planned, "Få planen, før barnet flytter ind.")]
    if with_pay:
        rows.insert(0, Check("Plejekontrakten er godkendt af begge sider", signed, "Mundtlige aftaler tæller ikke."))
    if with_task:
        rows.append(Check("Aftalen om opgaven er godkendt af begge sider", tasked))
    return rows if any(row.done is False for row in rows) else []


def _maybe_new(placement: Placement, what: str) -> str:
    return reverse(f"agreements:new_{what}", args=[placement.public_id])


def worth_of_version(thing: Any, number: int) -> list[tuple[str, str, str]]:
    """What a version is worth a month on its first day, for the PDF."""
    row = Version.objects.get(document_id=thing.document_id, number=number)
    found = worth(thing.kind, row.content, on=row.starts, born=thing.placement.child.born_on, book=book())
    return worth_text(found, row.starts)


def _worth(thing: Any, main: Version, viewer: Viewer) -> list[tuple[str, str, str]]:
    on = max(main.standing.starts, viewer.today)
    found = worth(thing.kind, main.content, on=on, born=thing.placement.child.born_on, book=book())
    return worth_text(found, on)


def _effect(thing: Any, version: Version) -> Effect:
    return effect_of(thing, version.content, version.starts, before_number=version.based_on)


def yes_of(thing: Any, version: Version) -> list[Yes]:
    given = {one.side: one for one in version.acceptances.all()}
    found = []
    for side in Side:
        one = given.get(side)
        text = f"{who(thing, side, one.name, one.label)}, {datetime_text(one.at)}" if one else "mangler"
        found.append(Yes(side.label, text, one is not None))
    return found


def _settled(version: Version) -> str:
    standing = version.standing
    if standing.settled_at is None:
        return f"Svar senest {date_text(version.answer_by)}." if version.answer_by else ""
    text = f"{standing.get_state_display()} {_day(standing.settled_at)}."
    return f"{text} {standing.reason}" if standing.reason else text


def _negotiation_url(thing: Any, version: Version) -> str:
    row = Negotiation.objects.filter(offers__version=version).first()
    return reverse("agreements:negotiation", args=[thing.public_id, row.public_id]) if row else ""


def _negotiations(contract: Contract) -> list[NegotiationLine]:
    return [
        NegotiationLine(
            title=Reason(row.reason).label,
            opened=f"Åbnet af {other(other(row.opened_side)).label.lower()} {_day(row.opened_at)}",
            state=NegotiationState(row.state).label,
            is_open=row.state == NegotiationState.OPEN,
            url=reverse("agreements:negotiation", args=[contract.public_id, row.public_id]),
        )
        for row in contract.negotiations.order_by("-opened_at", "-pk")
    ]


def _endings(contract: Contract) -> list[Ending]:
    return list(contract.endings.order_by("written_at", "pk"))


def _ending(contract: Any, row: Ending) -> EndingShown:
    by = who(contract, row.side, row.written_name)
    if row.kind == EndingKind.NOTICE and row.last_day:
        text = f"Sagt op {date_text(row.on)} af {by}. Kontraktens sidste dag er {date_text(row.last_day)}."
    else:
        text = f"Barnet har i praksis ikke boet her siden {date_text(row.on)}. Skrevet ned af {by} {_day(row.written_at)}."
    return EndingShown(EndingKind(row.kind).label, text, row.clause, row.reason)


def _day(moment: Any) -> str:
    return date_text(local(moment).date())
