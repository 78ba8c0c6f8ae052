"""Agreements as lists, the overview and the placement's timeline show them: frozen rows, already masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.urls import reverse

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson, ShownPlace, visible_place
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agreements.enums import ContractKind, NegotiationState
from plejebro.agreements.models import Contract, Negotiation, TaskAgreement
from plejebro.agreements.perms import subjects_of_contract, subjects_of_task
from plejebro.audit.types import Subject
from plejebro.kernel.danish import date_text
from plejebro.people import queries as people
from plejebro.placements.models import Placement
from plejebro.versions.enums import AGREED, Side, State
from plejebro.versions.models import Version
from plejebro.versions.queries import versions_of

Tone = Literal["info", "warning", "error", "success", "neutral"]
PAGE_SIZE = 50
TONES: dict[str, Tone] = {
    State.PROPOSED: "warning",
    State.ACCEPTED: "success",
    State.SUPERSEDED: "neutral",
    State.DECLINED: "neutral",
    State.WITHDRAWN: "neutral",
    State.LAPSED: "neutral",
}


@dataclass(frozen=True)
class Brief:
    """A contract or an agreement on the task, in a list: what holds, and what is going on."""

    public_id: UUID
    placement_id: UUID
    case_number: str
    title: str
    child: ShownPerson
    home: ShownPlace
    agreed: str
    since: date | None
    until: date | None
    status: str
    tone: Tone
    line: str
    ours: bool
    url: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class Happening:
    """Something that happened to an agreement, for the placement's timeline. No amount and no word of the content."""

    at: datetime
    side: Literal["family", "municipality", "both"]
    who: str
    did: str
    about: str
    url: str


def masked_rows(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Joins what every page of an agreement needs, and adds what the mask must know."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    found: QuerySet[Any] = rows.select_related(
        "placement__child", "placement__family", "placement__municipality", "document"
    ).annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )
    return found


def contract_rows(viewer: Viewer, rows: QuerySet[Contract] | None = None) -> QuerySet[Contract]:
    """Contracts for the door to open."""
    found = Contract.objects.all() if rows is None else rows
    return masked_rows(found.select_related("holder__person"), viewer)


def task_rows(viewer: Viewer, rows: QuerySet[TaskAgreement] | None = None) -> QuerySet[TaskAgreement]:
    """Agreements on the task for the door to open."""
    return masked_rows(TaskAgreement.objects.all() if rows is None else rows, viewer)


def child_of(thing: Any, viewer: Viewer) -> ShownPerson:
    """The child as the viewer may see it; the row comes from `masked_rows`."""
    return people.shown(
        thing.placement.child, name_protected=thing.name_protected, knows_name=thing.knows_name, today=viewer.today
    )


def home_of(thing: Any) -> ShownPlace:
    """The family as the viewer may see it; the row comes from `masked_rows`."""
    hidden = thing.place_protected or thing.name_protected
    return visible_place(thing.placement.family.name, "", place_protected=hidden, knows_place=thing.knows_name)


def who(thing: Any, side: str, name: str, label: str = "") -> str:
    """A person of a side by name; the family's people have none where the home is masked."""
    if side == Side.FAMILY:
        return "Familien" if home_of(thing).is_masked else name
    return f"{name} ({label.lower()})" if label else name


def holder_name(contract: Any) -> str:
    """Who holds the contract."""
    person = contract.holder.person
    return "Plejeforælder" if home_of(contract).is_masked else f"{person.given_name} {person.family_name}".strip()


def in_force(versions: Iterable[Version], day: date) -> Version | None:
    """The version that holds on `day`."""
    for row in versions:
        standing = row.standing
        if standing.state in AGREED and standing.starts <= day and (standing.ends is None or standing.ends >= day):
            return row
    return None


def coming(versions: Iterable[Version], day: date) -> Version | None:
    """The agreed version that begins after `day`."""
    rows = [row for row in versions if row.standing.state in AGREED and row.standing.starts > day]
    return rows[0] if rows else None


def until_text(version: Version) -> str:
    """ "fra 1. maj 2026 til 30. juni 2026", or "fra 1. maj 2026, indtil videre"."""
    standing = version.standing
    end = f" til {date_text(standing.ends)}" if standing.ends else ", indtil videre"
    return f"fra {date_text(standing.starts)}{end}"


def contract_briefs(viewer: Viewer, rows: QuerySet[Contract]) -> list[Brief]:
    """Contracts of a list that the caller has scoped; three queries."""
    waiting = Count("negotiations", filter=Q(negotiations__state=NegotiationState.OPEN))
    found = list(contract_rows(viewer, rows).annotate(open_negotiations=waiting))
    versions = versions_of([row.document_id for row in found])
    return [_contract_brief(row, versions.get(row.document_id, []), viewer) for row in found]


def contracts_on(placement: Placement, viewer: Viewer) -> list[Brief]:
    """The contracts on a placement that the viewer may read."""
    rows = scope(viewer, Contract, Permission.CONTRACT_READ).filter(placement_id=placement.pk)
    return contract_briefs(viewer, rows.order_by("kind", "pk"))


def task_on(placement: Placement, viewer: Viewer) -> Brief | None:
    """The agreement on the task of a placement, if the viewer may read it."""
    rows = scope(viewer, TaskAgreement, Permission.TASK_READ).filter(placement_id=placement.pk)
    row: Any = task_rows(viewer, rows).first()
    if row is None:
        return None
    versions = versions_of([row.document_id]).get(row.document_id, [])
    return _brief(row, "Aftale om opgaven", versions, viewer, "task", tuple(subjects_of_task(row)))


@dataclass(frozen=True)
class ContractList:
    """A page of the contract officer's list: those where something goes on first."""

    rows: list[Brief]
    total: int
    page: int
    pages: int
    which: str
    missing: list[tuple[str, str, UUID]]


def contract_list(viewer: Viewer, *, which: str, page: int) -> ContractList:
    """Fifty contracts of the municipality, and placements that have none; five queries at any size."""
    rows = scope(viewer, Contract, Permission.CONTRACT_READ)
    if which == "forhandles":
        rows = rows.filter(negotiations__state=NegotiationState.OPEN).distinct()
    total = rows.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    first = (page - 1) * PAGE_SIZE
    ids = list(rows.order_by(F("placement__sort_key"), "pk").values_list("pk", flat=True)[first : first + PAGE_SIZE])
    shown = contract_briefs(viewer, Contract.objects.filter(pk__in=ids).order_by("placement__sort_key", "pk"))
    return ContractList(shown, total, page, pages, which, _without(viewer))


def _without(viewer: Viewer) -> list[tuple[str, str, UUID]]:
    from plejebro.placements.queries import child_of as child
    from plejebro.placements.queries import home_of as home
    from plejebro.placements.queries import with_mask

    rows = scope(viewer, Placement, Permission.CONTRACT_CREATE).filter(contracts__isnull=True)
    found = with_mask(rows, viewer).order_by("sort_key", "pk")[:20]
    return [(child(row, viewer.today).short_name, home(row).name, row.public_id) for row in found]


def _contract_brief(row: Any, versions: list[Version], viewer: Viewer) -> Brief:
    title = ContractKind(row.kind).label
    brief = _brief(row, title, versions, viewer, "contract", tuple(subjects_of_contract(row)))
    if not row.open_negotiations or brief.tone == "warning":
        return brief
    line = "Der forhandles." if row.open_negotiations == 1 else f"{row.open_negotiations} forhandlinger er i gang."
    return Brief(**{**vars(brief), "status": "Forhandles", "tone": "info", "line": line})


def _brief(row: Any, title: str, versions: list[Version], viewer: Viewer, name: str, subjects: tuple[Subject, ...]) -> Brief:
    held = in_force(versions, viewer.today)
    later = coming(versions, viewer.today)
    status, tone, line, ours = _turn(versions, held, later, viewer)
    return Brief(
        public_id=row.public_id,
        placement_id=row.placement.public_id,
        case_number=row.case_number,
        title=title,
        child=child_of(row, viewer),
        home=home_of(row),
        agreed=f"Version {held.number} {until_text(held)}" if held else "",
        since=held.standing.starts if held else None,
        until=held.standing.ends if held else None,
        status=status,
        tone=tone,
        line=line,
        ours=ours,
        url=reverse(f"agreements:{name}", args=[row.public_id]),
        subjects=subjects,
    )


def _turn(
    versions: list[Version], held: Version | None, later: Version | None, viewer: Viewer
) -> tuple[str, Tone, str, bool]:
    """Status, tone, a sentence, and whether the viewer's side has the turn."""
    side = Side.FAMILY if viewer.is_family else Side.MUNICIPALITY
    waiting = [row for row in versions if row.standing.state == State.PROPOSED]
    for row in reversed(waiting):
        accepted = {one.side for one in row.acceptances.all()}
        if side not in accepted:
            text = f"Version {row.number} er foreslået. Se, hvad der ændrer sig."
            return "Venter på jer" if viewer.is_family else "Venter på kommunen", "warning", text, True
    if waiting:
        return "Venter på den anden side", "info", f"I har godkendt version {waiting[-1].number}.", False
    if later is not None:
        return "Aftalt", "success", f"Version {later.number} gælder {until_text(later)}.", False
    if held is not None:
        return "Aftalt", "success", "", False
    return "Ikke aftalt endnu", "neutral", "Der er ikke aftalt noget endnu.", False


VERSIONS_ASIDE = {
    "number": "number",
    "side": "side",
    "author": "author_name",
    "at": "created_at",
    "state": "standing__state",
    "settled": "standing__settled_at",
    "contract": "document__contract__public_id",
    "task": "document__task_agreement__public_id",
}
TALKS_ASIDE = {
    "public_id": "public_id",
    "contract": "contract__public_id",
    "side": "opened_side",
    "author": "opened_name",
    "at": "opened_at",
}


def versions_aside(viewer: Viewer) -> QuerySet[Version]:
    """The versions the viewer may read, for a column beside each placement: the caller ties them to it."""
    contracts = scope(viewer, Contract, Permission.CONTRACT_READ)
    tasks = scope(viewer, TaskAgreement, Permission.TASK_READ)
    seen = Q(document__contract__in=contracts) | Q(document__task_agreement__in=tasks)
    return Version.objects.filter(seen).order_by("pk")


def talks_aside(viewer: Viewer) -> QuerySet[Negotiation]:
    """The negotiations the viewer may read, for the same use."""
    return Negotiation.objects.filter(contract__in=scope(viewer, Contract, Permission.CONTRACT_READ)).order_by("pk")


def happenings(
    versions: Iterable[dict[str, Any]], talks: Iterable[dict[str, Any]], *, masks_family: bool
) -> list[Happening]:
    """What has happened to the agreements of a placement, from the two columns beside it."""
    found = [line for row in versions for line in _of_version(row, masks_family)]
    for row in talks:
        url = reverse("agreements:negotiation", args=[UUID(str(row["contract"])), UUID(str(row["public_id"]))])
        author = "Familien" if masks_family and row["side"] == Side.FAMILY else row["author"]
        found.append(Happening(_moment(row["at"]), _where(row["side"]), author, "åbnede", "en forhandling", url))
    return found


def _of_version(row: dict[str, Any], masks_family: bool) -> list[Happening]:
    name = "contract" if row["contract"] else "task"
    what = f"{'kontrakten' if row['contract'] else 'aftalen om opgaven'}, version {row['number']}"
    url = reverse(f"agreements:{name}_version", args=[UUID(str(row["contract"] or row["task"])), row["number"]])
    author = "Familien" if masks_family and row["side"] == Side.FAMILY else row["author"]
    found = [Happening(_moment(row["at"]), _where(row["side"]), author, "foreslog", what, url)]
    if row["state"] in AGREED and row["settled"]:
        found.append(Happening(_moment(row["settled"]), "both", "Aftalt", "", what, url))
    return found


def _moment(text: str) -> datetime:
    """A moment as the database wrote it into JSON: in UTC, with or without saying so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _where(side: str) -> Literal["family", "municipality"]:
    return "family" if side == Side.FAMILY else "municipality"
