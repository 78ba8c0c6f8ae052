"""Addresses of expenses, the open calculator and the operator's rates; a POST-only address is one step."""

from __future__ import annotations

from django.urls import path

from plejebro.agreements.views import calculator, expense_types, expenses, rate_rows

_EXPENSE = "udlaeg/<uuid:expense_id>"

urlpatterns = [
    path("loenberegner/", calculator.calculator, name="calculator"),
    path("satser/", rate_rows.rates, name="rates"),
    path("satser/<slug:series>/ny/", rate_rows.rate_new, name="rate_new"),
    path("anbringelser/<uuid:placement_id>/udlaeg/", expenses.expenses, name="expenses"),
    path("anbringelser/<uuid:placement_id>/udlaeg/ny/", expenses.expense_new, name="expense_new"),
    path("udlaeg/", expenses.inbox, name="expense_inbox"),
    path(f"{_EXPENSE}/", expenses.expense, name="expense"),
    path(f"{_EXPENSE}/bed-om-mere/", expenses.ask, name="expense_ask"),
    path(f"{_EXPENSE}/svar/", expenses.reply, name="expense_reply"),
    path(f"{_EXPENSE}/afgoer/", expenses.decide, name="expense_decide"),
    path(f"{_EXPENSE}/kvittering/", expenses.receipt, name="expense_receipt"),
    path(f"{_EXPENSE}/udbetalt/", expenses.pay, name="expense_pay"),
    path(f"{_EXPENSE}/traek-tilbage/", expenses.withdraw, name="expense_withdraw"),
    path(f"{_EXPENSE}/fil/<uuid:receipt_id>/", expenses.expense_file, name="expense_file"),
    path("udlaegstyper/", expense_types.expense_types, name="expense_types"),
    path("udlaegstyper/ny/", expense_types.expense_type_new, name="expense_type_new"),
    path("udlaegstyper/<uuid:type_id>/", expense_types.expense_type, name="expense_type"),
    path("udlaegstyper/<uuid:type_id>/stop/", expense_types.expense_type_stop, name="expense_type_stop"),
]
