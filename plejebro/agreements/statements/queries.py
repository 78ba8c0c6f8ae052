"""The months as pages show them: amounts as text, the child and the home already masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef

from plejebro.access.doors import scope
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agreements.models import Contract
from plejebro.agreements.perms import subjects_of_contract
from plejebro.agreements.rows import child_of, contract_rows, home_of
from plejebro.agreements.statements.keys import statement_of
from plejebro.agreements.statements.models import MonthlyStatement, StatementBasis, StatementCorrection
from plejebro.audit.types import Subject
from plejebro.kernel.danish import MONTHS, date_text
from plejebro.rates import RateBook, Statement
from plejebro.rates.money import kroner_text, less, total
from plejebro.rates.pay import UNKNOWN

PAGE_SIZE = 50
MONTHS_A_PAGE = 24
# Without one of these a sum says too little to be told as one.
_BIG = {"Vederlag", "Kost og logi"}
_AMOUNTS = ("taxable", "tax_free", "own_atp", "am", "missing")


@dataclass(frozen=True)
class Amounts:
    """A month's amounts in kroner, as text. `missing` names what has no published rate and is left out."""

    taxable: str
    tax_free: str
    gross: str
    am: str
    own_atp: str
    after: str
    missing: str


@dataclass(frozen=True)
class MonthRow:
    """One month of one contract."""

    month: date
    name: str
    amounts: Amounts
    corrected: bool


@dataclass(frozen=True)
class ListedMonth:
    """The month of one contract in the municipality's list."""

    contract_id: UUID
    child: str
    home: str
    case_number: str
    amounts: Amounts
    corrected: bool
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class MonthList:
    """Fifty contracts' months."""

    rows: list[ListedMonth]
    month: date
    name: str
    before: str
    after: str
    page: int
    more: bool


@dataclass(frozen=True)
class CorrectionShown:
    """What a month came to before a rate was corrected, and after."""

    on: str
    why: str
    taxable_before: str
    taxable_after: str
    tax_free_before: str
    tax_free_after: str


@dataclass(frozen=True)
class LineShown:
    """A line of a month: from–to, how it is worked out, and whose rate."""

    what: str
    period: str
    amount: str
    formula: str
    source: str
    taxable: bool


@dataclass(frozen=True)
class MonthShown:
    """One month in full."""

    name: str
    amounts: Amounts
    lines: list[LineShown]
    notes: tuple[str, ...]
    corrections: list[CorrectionShown]


def month_name(month: date) -> str:
    """ "maj 2026"."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def months_of(contract: Contract, page: int) -> tuple[list[MonthRow], bool]:
    """A page of the contract's months, the newest first, and whether there are more; one query."""
    first = (page - 1) * MONTHS_A_PAGE
    rows = _joined(MonthlyStatement.objects.filter(contract=contract)).order_by("-month")[first : first + MONTHS_A_PAGE + 1]
    found = [MonthRow(row.month, month_name(row.month), _amounts(row.basis), bool(row.corrections)) for row in rows]
    return found[:MONTHS_A_PAGE], len(found) > MONTHS_A_PAGE


def month_list(viewer: Viewer, month: date, page: int) -> MonthList:
    """Fifty contracts' months of the viewer's municipality, by the children's order; one query at any size. They are not
    counted: that would take longer than to find the fifty."""
    found = _page_of(viewer, month, page)
    return MonthList(
        rows=[_listed(row, viewer) for row in found[:PAGE_SIZE]],
        month=month,
        name=month_name(month),
        before=_month_value(month, -1),
        after=_month_value(month, 1),
        page=page,
        more=len(found) > PAGE_SIZE,
    )


def _page_of(viewer: Viewer, month: date, page: int) -> list[Any]:
    first = (page - 1) * PAGE_SIZE
    # Which they are is found before anything is joined that only the fifty need.
    readable = scope(viewer, Contract, Permission.CONTRACT_READ).filter(statements__month=month)
    fifty = readable.order_by("placement__sort_key", "pk").values("pk")[first : first + PAGE_SIZE + 1]
    rows = contract_rows(viewer, Contract.objects.filter(pk__in=fifty, statements__month=month)).annotate(
        is_corrected=Exists(StatementCorrection.objects.filter(basis=OuterRef("statements__basis"))),
        **{f"basis_{name}": F(f"statements__basis__{name}") for name in _AMOUNTS},
    )
    return list(rows.order_by("placement__sort_key", "pk"))


def month_of(contract: Contract, month: date, book: RateBook) -> MonthShown | None:
    """One month of the contract in full, worked out anew by the rates of today; None where it is not worked out."""
    row = _joined(MonthlyStatement.objects.filter(contract=contract, month=month)).first()
    if row is None:
        return None
    worked = statement_of(row.basis.key, book)
    return MonthShown(
        name=month_name(month),
        amounts=_amounts(row.basis),
        lines=_lines(worked),
        notes=worked.notes,
        corrections=[
            CorrectionShown(
                on=date_text(one.at.date()),
                why=one.why,
                taxable_before=kroner_text(one.taxable_before),
                taxable_after=kroner_text(one.taxable_after),
                tax_free_before=kroner_text(one.tax_free_before),
                tax_free_after=kroner_text(one.tax_free_after),
            )
            for one in row.basis.corrections.order_by("-at", "-pk")
        ],
    )


def _joined(rows: Any) -> Any:
    return rows.select_related("basis").annotate(corrections=Count("basis__corrections"))


def _listed(contract: Any, viewer: Viewer) -> ListedMonth:
    basis = StatementBasis(**{name: getattr(contract, f"basis_{name}") for name in _AMOUNTS})
    return ListedMonth(
        contract_id=contract.public_id,
        child=child_of(contract, viewer).short_name,
        home=home_of(contract).name,
        case_number=contract.case_number,
        amounts=_amounts(basis),
        corrected=contract.is_corrected,
        subjects=tuple(subjects_of_contract(contract)),
    )


def _amounts(basis: StatementBasis) -> Amounts:
    """What is not known is never told as 0: a part without any rate is "ikke oplyst", and a sum without it is "mindst"."""
    gross = total((basis.taxable, basis.tax_free))
    own = basis.own_atp
    after = less(gross, basis.am) if own is None else less(gross, basis.am, own)
    least = "mindst " if _BIG & set(basis.missing.split(", ")) else ""
    return Amounts(
        taxable=UNKNOWN if not basis.taxable and "Vederlag" in basis.missing else kroner_text(basis.taxable),
        tax_free=UNKNOWN if not basis.tax_free and "Kost og logi" in basis.missing else kroner_text(basis.tax_free),
        gross=f"{least}{kroner_text(gross)}",
        am=kroner_text(basis.am),
        own_atp="" if own is None else kroner_text(own),
        after=f"{least}{kroner_text(after)}",
        missing=basis.missing,
    )


def _lines(worked: Statement) -> list[LineShown]:
    return [
        LineShown(
            what=line.what,
            period=f"{line.starts.day}.–{line.ends.day}.",
            amount=line.note if line.amount is None else f"{kroner_text(line.amount)} kr.",
            formula=line.formula,
            source=line.source,
            taxable=line.taxable,
        )
        for line in worked.lines
    ]


def _month_value(month: date, count: int) -> str:
    number = month.year * 12 + month.month - 1 + count
    return f"{number // 12}-{number % 12 + 1:02}"
