"""What may happen to an expense when, as pure conditions; and how it stands to its ceiling."""

from __future__ import annotations

from decimal import Decimal

from plejebro.agreements.expenses.enums import Outcome, Per, Status, Step

# What each step asks the expense to be, and what it leaves it as. A question about a receipt puts it back to the family.
FROM: dict[Step, tuple[Status, ...]] = {
    Step.ASKED: (Status.WAITING_MUNICIPALITY, Status.WAITING_PAYMENT),
    Step.REPLIED: (Status.WAITING_FAMILY,),
    Step.GRANTED: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
    Step.PARTLY: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
    Step.REFUSED: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY),
    Step.RECEIPT: (Status.WAITING_RECEIPT, Status.WAITING_PAYMENT),
    Step.PAID: (Status.WAITING_PAYMENT,),
    Step.WITHDRAWN: (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY, Status.WAITING_RECEIPT),
}


def possible(step: Step, status: str) -> bool:
    """Whether the step can be taken from `status`."""
    return status in FROM[step]


def status_after(step: Step, status: str) -> Status:
    """Whose turn it is after the step."""
    if step == Step.ASKED:
        return Status.WAITING_FAMILY if status == Status.WAITING_MUNICIPALITY else Status.WAITING_RECEIPT
    return {
        Step.APPLIED: Status.WAITING_MUNICIPALITY,
        Step.REPLIED: Status.WAITING_MUNICIPALITY,
        Step.GRANTED: Status.WAITING_RECEIPT,
        Step.PARTLY: Status.WAITING_RECEIPT,
        Step.REFUSED: Status.REFUSED,
        Step.RECEIPT: Status.WAITING_PAYMENT,
        Step.PAID: Status.PAID,
        Step.WITHDRAWN: Status.WITHDRAWN,
    }[step]


def outcome_of(granted: Decimal, amount: Decimal) -> Outcome:
    """Granted, partly or refused, by the amounts alone."""
    if not granted:
        return Outcome.REFUSED
    return Outcome.PARTLY if granted < amount else Outcome.GRANTED


def to_pay(granted: Decimal, spent: Decimal) -> Decimal:
    """What is paid out: what was spent, at most what was granted."""
    return min(granted, spent)


def over_ceiling(amount: Decimal, *, ceiling: Decimal | None, per: str, already: Decimal) -> Decimal:
    """By how many kroner `amount` goes beyond the ceiling; 0 within it, or where none is set.

    `already` is what has been granted of the type to the child this year; it counts where the ceiling is a year's.
    """
    if ceiling is None:
        return Decimal(0)
    used = already if per == Per.YEAR else Decimal(0)
    return max(Decimal(0), amount + used - ceiling)
