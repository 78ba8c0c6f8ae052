"""Working out the months of contracts, and working them out again when a rate is corrected. Set-based: the number of
statements to the database follows from how many kinds of months there are, not from how many months."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from plejebro.agreements.enums import ContractKind
from plejebro.agreements.models import Contract
from plejebro.agreements.statements.away import days_away
from plejebro.agreements.statements.keys import key_of, statement_of
from plejebro.agreements.statements.models import MonthlyStatement, StatementBasis, StatementCorrection
from plejebro.kernel import clock
from plejebro.rates import RateBook, Terms
from plejebro.versions.enums import AGREED, State
from plejebro.versions.models import Standing

MONTHS_AHEAD: Final = 12
CONTRACTS_A_ROUND: Final = 500
_BATCH: Final = 2000


@dataclass(frozen=True)
class Agreed:
    """A contract with what is agreed in it, as the months are worked out from; `away` are days that change pay."""

    contract_id: int
    terms: tuple[Terms, ...]
    away: frozenset[date] = frozenset()


def month_after(month: date, count: int = 1) -> date:
    """The first day of the month `count` months after."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


@transaction.atomic
def plan(*, contract: Contract, book: RateBook) -> int:
    """Works out every month of the contract from its first to a year ahead, or to its last; returns how many are new or
    changed. Months already worked out follow what is agreed now. A contract for respite stays has no months of its own.
    """
    if contract.kind != ContractKind.PLACEMENT:
        return 0
    agreed = _agreed([contract])
    until = horizon()
    kept = [month for one in agreed for month in _months(one.terms, until)]
    MonthlyStatement.objects.filter(contract=contract).exclude(month__in=kept).delete()
    return plan_all(agreed, book=book, now=clock.now(), until=until)


def plan_placement(placement_id: int, *, book: RateBook) -> int:
    """Works out the months of every contract on the placement again, after a respite stay there was held; how many."""
    rows = Contract.objects.filter(placement_id=placement_id, kind=ContractKind.PLACEMENT)
    return sum(plan(contract=one, book=book) for one in rows.select_related("placement__child").order_by("pk"))


def horizon() -> date:
    """The first month that is not worked out yet."""
    return month_after(clock.today().replace(day=1), MONTHS_AHEAD)


def plan_what_is_due(book: RateBook) -> int:
    """Works out the months that have come within a year since the last time, a number of contracts a round; done by the
    worker, returns how many months."""
    until = horizon()
    last = month_after(until, -1)
    running = Standing.objects.filter(state=State.ACCEPTED, starts__lt=until)
    running = running.filter(Q(ends__isnull=True) | Q(ends__gte=last))
    rows = Contract.objects.filter(kind=ContractKind.PLACEMENT, document__in=running.values("document"))
    rows = rows.filter(Q(placement__ends__isnull=True) | Q(placement__ends__gte=last))
    rows = rows.exclude(statements__month=last).select_related("placement__child").order_by("pk")
    return plan_all(_agreed(list(rows[:CONTRACTS_A_ROUND])), book=book, now=clock.now(), until=until)


def plan_all(agreed: Iterable[Agreed], *, book: RateBook, now: datetime, until: date) -> int:
    """The same for many contracts at once, to `until` (the first of a month, not itself worked out)."""
    wanted: dict[tuple[int, date], str] = {}
    for one in agreed:
        for month in _months(one.terms, until):
            wanted[one.contract_id, month] = key_of(month, one.terms, one.away)
    bases = _bases(set(wanted.values()), book, now)
    rows = [MonthlyStatement(contract_id=pk, month=month, basis_id=bases[key]) for (pk, month), key in wanted.items()]
    MonthlyStatement.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["contract", "month"], update_fields=["basis"]
    )
    return len(rows)


@transaction.atomic
def correct(*, starts: date, ends: date, why: str, book: RateBook) -> int:
    """Works out again every kind of month between two days, after a rate was added or corrected; returns how many changed.

    What they came to before stays in `StatementCorrection`.
    """
    now, changed, corrections = clock.now(), [], []
    touched = StatementBasis.objects.filter(month__gte=starts.replace(day=1), month__lte=ends).order_by("pk")
    for basis in touched.select_for_update().iterator(chunk_size=_BATCH):
        new = _basis(basis.key, book, now)
        if (new.taxable, new.tax_free, new.missing) == (basis.taxable, basis.tax_free, basis.missing):
            continue
        corrections.append(
            StatementCorrection(
                basis=basis,
                taxable_before=basis.taxable,
                taxable_after=new.taxable,
                tax_free_before=basis.tax_free,
                tax_free_after=new.tax_free,
                why=why[:200],
                at=now,
            )
        )
        new.pk = basis.pk
        changed.append(new)
    fields = ["taxable", "tax_free", "own_atp", "am", "missing", "computed_at"]
    StatementBasis.objects.bulk_update(changed, fields, batch_size=100)
    StatementCorrection.objects.bulk_create(corrections, batch_size=_BATCH)
    return len(changed)


def _agreed(contracts: Sequence[Contract]) -> list[Agreed]:
    """The contracts with everything that is or was agreed in them; one query."""
    rows = Standing.objects.filter(document__in=[one.document_id for one in contracts], state__in=AGREED)
    by_document: dict[int, list[Standing]] = {}
    for row in rows.select_related("version").order_by("starts"):
        by_document.setdefault(row.document_id, []).append(row)
    away = days_away([one.placement_id for one in contracts])
    return [
        _with_away(one, tuple(_terms(row, one) for row in by_document.get(one.document_id, ())), away) for one in contracts
    ]


def _with_away(contract: Contract, terms: tuple[Terms, ...], away: Mapping[int, Collection[date]]) -> Agreed:
    """Days in respite count only where the contract pays them differently: else they would only make months unlike."""
    matters = any(one.during_respite != "keeps" for one in terms)
    return Agreed(contract.pk, terms, frozenset(away.get(contract.placement_id, ())) if matters else frozenset())


def _terms(row: Standing, contract: Contract) -> Terms:
    content: Any = row.version.content
    placement: Any = contract.placement
    ends = min((day for day in (row.ends, placement.ends) if day is not None), default=None)
    return Terms(
        starts=row.starts,
        ends=ends,
        count=content["count"] if content["model"] not in ("fast-loen", "netvaerk") else 0,
        # A child whose day of birth is not known is paid for as the youngest: the lowest rate, and never too much.
        born=placement.child.born_on or row.starts,
        child_number=content.get("child_number") or 1,
        during_respite=content["during_respite"],
        own_month=_own_month(content),
        own_day=Decimal(content["cost_day"]) if content["cost"] == "own" else None,
    )


def _own_month(content: dict[str, Any]) -> Decimal | None:
    if content["model"] == "fast-loen":
        return Decimal(content["fixed_month"])
    if content["unit"] == "own" and content["model"] != "netvaerk":
        return Decimal(content["unit_month"]) * int(content["count"])
    return None


def _months(terms: Sequence[Terms], until: date) -> Iterable[date]:
    """The first days of the months that any of the terms touch, before `until`."""
    if not terms:
        return
    month = min(one.starts for one in terms).replace(day=1)
    last = max((one.ends or until for one in terms), default=until)
    while month < until and month <= last:
        yield month
        month = month_after(month)


def _bases(keys: set[str], book: RateBook, now: datetime) -> dict[str, int]:
    """The keys of the tables' rows, made where they are not there yet."""
    known = _known(keys)
    new = [_basis(key, book, now) for key in sorted(keys - set(known))]
    if new:
        StatementBasis.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        known |= _known({basis.key for basis in new})
    return known


def _known(keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    ordered = sorted(keys)
    for first in range(0, len(ordered), 500):
        found |= dict(StatementBasis.objects.filter(key__in=ordered[first : first + 500]).values_list("key", "pk"))
    return found


def _basis(key: str, book: RateBook, now: datetime) -> StatementBasis:
    worked = statement_of(key, book)
    return StatementBasis(
        key=key,
        month=date(worked.year, worked.month, 1),
        taxable=worked.taxable,
        tax_free=worked.tax_free,
        own_atp=worked.own_atp,
        am=worked.am,
        missing=", ".join(dict.fromkeys(what.split(",")[0] for what in worked.missing)),
        computed_at=now,
    )
