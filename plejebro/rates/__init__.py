"""Dated rates and what a foster family is paid. Plain Python and Decimal; the data is in `data/`, with a README."""

from plejebro.rates.pay import Pay, as_json, month_amount, pay_on
from plejebro.rates.series import Rate, RateBook, shipped
from plejebro.rates.statement import Line, Statement, Terms, respite_pay, statement

__all__ = [
    "Line",
    "Pay",
    "Rate",
    "RateBook",
    "Statement",
    "Terms",
    "as_json",
    "month_amount",
    "pay_on",
    "respite_pay",
    "shipped",
    "statement",
]
