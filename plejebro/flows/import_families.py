"""The file with foster families: what each row would do. Known by the municipality's own id.

A family the municipality works with and has not numbered yet is known by a foster parent's CPR number or e-mail. Whether
another municipality has the family is asked of the family itself, and never shows in a plan (docs/adr/0012).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from plejebro.audit.types import Actor
from plejebro.families import actions as families
from plejebro.families.actions import Home
from plejebro.families.enums import ApprovalType, LinkOrigin
from plejebro.families.links import alive, ask_families
from plejebro.families.models import Approval, Family, FamilyMember, FamilyMunicipality
from plejebro.flows.cells import Cells
from plejebro.flows.import_columns import APPROVALS
from plejebro.flows.import_types import PORTION, Plan, step_for
from plejebro.flows.sheets import Sheet
from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr
from plejebro.municipalities.models import Municipality
from plejebro.people import vault


@dataclass(frozen=True)
class _Parent:
    given_name: str
    family_name: str
    email: str
    phone: str
    cpr: Cpr | None = None

    @property
    def index(self) -> str:
        """The number as it is looked for; the empty text without one."""
        return vault.blind_index(self.cpr.number) if self.cpr else ""


@dataclass(frozen=True)
class _Approved:
    kind: ApprovalType
    places: int
    by: str
    starts: date
    ends: date | None


def plan_families(municipality: Municipality, sheet: Sheet) -> Plan:
    """What the rows would do in the municipality. A few queries for every 500 families that are there."""
    return _Planner(municipality).run(sheet)


class _Planner:
    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        self.plan = Plan()
        self.seen: dict[str, int] = {}
        # What a family has not shared with the municipality is not looked among.
        ties = FamilyMunicipality.objects.filter(municipality=municipality, shared_at__isnull=False)
        joined = ties.select_related("family__merged_into").prefetch_related(
            Prefetch("family__members", FamilyMember.objects.select_related("person__cpr").order_by("pk")),
            Prefetch("family__approvals", Approval.objects.order_by("starts")),
        )
        # In portions: SQLite takes no list of a thousand keys.
        rows = list(joined.order_by("pk").iterator(chunk_size=PORTION))
        self.there = {tie.external_ref: tie for tie in rows if tie.external_ref}
        self.unnumbered = _by_person([tie for tie in rows if not tie.external_ref and tie.ends is None])

    def run(self, sheet: Sheet) -> Plan:
        for row in sheet.rows:
            cells = Cells(row)
            self._read(cells)
            self.plan.faults.extend(cells.faults)
        return self.plan

    def _read(self, cells: Cells) -> None:
        ref = cells.needed("id", "Familiens id", longest=60)
        parents = [parent for number in (1, 2) if (parent := _parent(cells, number))]
        postal_code = cells.text("postnr", longest=4)
        if postal_code and not (postal_code.isascii() and postal_code.isdigit() and len(postal_code) == 4):
            cells.fault(f"Postnummeret “{postal_code}” skal have fire cifre.")
        home = Home(cells.text("adresse"), postal_code, cells.text("by", longest=80))
        approved, starts = _approved(cells), cells.day("fra", "Datoen i “fra”")
        if len(parents) == 2 and parents[0].email and parents[0].email == parents[1].email:
            cells.fault("De to plejeforældre har samme e-mail. Hver skal have sin egen for at kunne logge ind.")
        if ref in self.seen:
            cells.fault(f"Samme id står også i linje {self.seen[ref]}.")
        if cells.faults:
            return
        self.seen[ref] = cells.row.line
        self._place(cells, ref, parents, home, approved, starts)

    def _place(
        self,
        cells: Cells,
        ref: str,
        parents: list[_Parent],
        home: Home,
        approved: _Approved | None,
        starts: date | None,
    ) -> None:
        tie = self.there.get(ref) or self._unnumbered(parents)
        found = tie.family if tie else None
        if tie and (tie.origin == LinkOrigin.LINKED or tie.family.merged_into_id):
            self._place_linked(cells, ref, tie, parents, home, approved)
            return
        family_name = _known_as(found, parents)
        changes = _changes(found, family_name, home, parents, approved) if found else []
        if tie and not tie.external_ref:
            changes.append("kommunens id")
        if found and approved and (sentence := _approval_trouble(found, approved)):
            cells.fault(sentence)
            return
        first = starts or clock.today()

        def carry_out(actor: Actor) -> None:
            family = found or families.create_family(actor=actor, name=family_name, home=home)
            if found:
                families.correct_family(actor=actor, family=found, name=family_name, home=_filled(found, home))
            if tie is None or not tie.external_ref:
                self._number(actor, family, ref, first)
            for parent in parents:
                _carry_out_parent(actor, family, parent, _member(found, parent) if found else None, first)
            if approved:
                _carry_out_approval(actor, family, approved, _same_approval(found, approved) if found else None)
            ask_families(family=family)

        self.plan.steps.append(
            step_for(cells.row.line, family_name, exists=found is not None, changes=changes, carry_out=carry_out)
        )

    def _unnumbered(self, parents: list[_Parent]) -> FamilyMunicipality | None:
        keys = [key for parent in parents for key in (parent.index, parent.email) if key]
        return next((self.unnumbered[key] for key in keys if key in self.unnumbered), None)

    def _number(self, actor: Actor, family: Family, ref: str, starts: date) -> None:
        families.tie_to_municipality(
            actor=actor,
            family=family,
            municipality=self.municipality,
            origin=LinkOrigin.MUNICIPALITY,
            starts=starts,
            shared=True,
            external_ref=ref,
        )

    def _place_linked(
        self,
        cells: Cells,
        ref: str,
        tie: FamilyMunicipality,
        parents: list[_Parent],
        home: Home,
        approved: _Approved | None,
    ) -> None:
        """A family that has said yes to the municipality keeps what it says of itself: a file only gives it its id."""
        family = alive(tie.family)
        if tie.external_ref and not tie.family.merged_into_id and _changes(family, family.name, home, parents, approved):
            self.plan.remarks.append(
                f"Linje {cells.row.line}: Familien har selv knyttet sig til jer. Dens oplysninger rettes på familiens side "
                "og ikke af filen."
            )
        changes = [] if tie.external_ref else ["kommunens id"]
        self.plan.steps.append(
            step_for(
                cells.row.line,
                family.name,
                exists=True,
                changes=changes,
                carry_out=lambda actor: self._number(actor, family, ref, tie.starts),
            )
        )


def _by_person(ties: list[FamilyMunicipality]) -> dict[str, FamilyMunicipality]:
    """The ties by what their foster parents are known by: number and e-mail."""
    found: dict[str, FamilyMunicipality] = {}
    for tie in ties:
        for row in tie.family.members.all():
            if row.ends is None or row.ends >= clock.today():
                found |= {key: tie for key in (_index(row), row.email.lower()) if key}
    return found


def _index(member: FamilyMember) -> str:
    return member.person.cpr.blind_index if hasattr(member.person, "cpr") else ""


def _parent(cells: Cells, number: int) -> _Parent | None:
    given, last = cells.text(f"fornavn{number}", longest=80), cells.text(f"efternavn{number}", longest=80)
    email = cells.email(f"email{number}", f"E-mail {number}")
    phone = cells.text(f"telefon{number}", longest=30)
    cpr = cells.cpr(f"cpr{number}")
    if number == 1 or any((given, last, email, phone, cpr)):
        if not given or not last:
            cells.fault(f"Plejeforælder {number} mangler fornavn eller efternavn.")
        return _Parent(given, last, email, phone, cpr)
    return None


def _approved(cells: Cells) -> _Approved | None:
    kind = cells.choice("godkendelse", "Godkendelsen", APPROVALS)
    places = cells.number("pladser", "Pladser", 1, 12)
    by = cells.text("godkendtaf", longest=80)
    starts, ends = cells.day("godkendtfra", "Datoen i “godkendt fra”"), cells.day("godkendttil", "Datoen i “godkendt til”")
    if not cells.row.cells.get("godkendelse"):
        if places or starts or ends or by:
            cells.fault("Skriv også, hvad familien er godkendt som (kolonnen godkendelse).")
        return None
    if kind is None or places is None or starts is None:
        if not cells.faults:
            cells.fault("En godkendelse skal have både pladser og “godkendt fra”.")
        return None
    if ends and ends < starts:
        cells.fault("Godkendelsens sidste dag ligger før den første.")
    return _Approved(kind, places, by, starts, ends)


def _changes(found: Family, name: str, home: Home, parents: list[_Parent], approved: _Approved | None) -> list[str]:
    changes = ["navn"] if name != found.name else []
    filled = _filled(found, home)
    if (filled.address, filled.postal_code, filled.city) != (found.address, found.postal_code, found.city):
        changes.append("adresse")
    for parent in parents:
        member = _member(found, parent)
        if member is None:
            changes.append(f"ny plejeforælder: {parent.given_name}")
        elif _parent_differs(member, parent):
            changes.append(f"oplysninger om {parent.given_name}")
    if approved:
        same = _same_approval(found, approved)
        if same is None:
            changes.append("ny godkendelse")
        elif (same.kind, same.places, same.approved_by, same.ends) != (
            approved.kind,
            approved.places,
            approved.by or same.approved_by,
            approved.ends,
        ):
            changes.append("godkendelse")
    return changes


def _known_as(found: Family | None, parents: list[_Parent]) -> str:
    """A name corrected by hand stays until a foster parent changes."""
    if found is not None and all(
        (member := _member(found, parent)) is not None
        and (member.person.given_name, member.person.family_name) == (parent.given_name, parent.family_name)
        for parent in parents
    ):
        return found.name
    return families.family_name_of([(parent.given_name, parent.family_name) for parent in parents])


def _filled(found: Family, home: Home) -> Home:
    """An empty cell says nothing: what is there stays."""
    if not (home.address or home.postal_code or home.city):
        return Home(found.address, found.postal_code, found.city)
    return home


def _member(found: Family, parent: _Parent) -> FamilyMember | None:
    rows = [row for row in found.members.all() if row.ends is None or row.ends >= clock.today()]
    by_number = next((row for row in rows if parent.cpr and _index(row) == parent.index), None)
    by_mail = by_number or next((row for row in rows if parent.email and row.email.lower() == parent.email), None)
    name = (parent.given_name.casefold(), parent.family_name.casefold())
    return by_mail or next(
        (row for row in rows if (row.person.given_name.casefold(), row.person.family_name.casefold()) == name), None
    )


def _parent_differs(member: FamilyMember, parent: _Parent) -> bool:
    there = (member.person.given_name, member.person.family_name, member.email.lower(), member.phone)
    wanted = (parent.given_name, parent.family_name, parent.email or there[2], parent.phone or there[3])
    return there != wanted or (parent.cpr is not None and parent.index != _index(member))


def _same_approval(found: Family, approved: _Approved) -> Approval | None:
    return next((row for row in found.approvals.all() if row.starts == approved.starts), None)


def _approval_trouble(found: Family, approved: _Approved) -> str:
    if _same_approval(found, approved):
        return ""
    for row in found.approvals.all():
        begins_later = row.starts > approved.starts and (approved.ends is None or approved.ends >= row.starts)
        runs_over = row.starts < approved.starts and row.ends is not None and row.ends >= approved.starts
        if begins_later or runs_over:
            return "Godkendelsen falder sammen med en anden godkendelse, der allerede står på familien."
    return ""


def _carry_out_parent(actor: Actor, family: Family, parent: _Parent, member: FamilyMember | None, starts: date) -> None:
    if member is None:
        families.add_member(
            actor=actor,
            family=family,
            given_name=parent.given_name,
            family_name=parent.family_name,
            email=parent.email,
            phone=parent.phone,
            starts=starts,
            cpr=parent.cpr,
        )
    elif _parent_differs(member, parent):
        families.correct_member(
            actor=actor,
            member=member,
            given_name=parent.given_name,
            family_name=parent.family_name,
            email=parent.email or member.email,
            phone=parent.phone or member.phone,
            cpr=parent.cpr,
        )


def _carry_out_approval(actor: Actor, family: Family, approved: _Approved, same: Approval | None) -> None:
    if same is None:
        families.approve(
            actor=actor,
            family=family,
            kind=approved.kind,
            places=approved.places,
            approved_by=approved.by,
            starts=approved.starts,
            ends=approved.ends,
        )
    else:
        families.correct_approval(
            actor=actor,
            approval=same,
            kind=approved.kind,
            places=approved.places,
            approved_by=approved.by or same.approved_by,
            ends=approved.ends,
        )
