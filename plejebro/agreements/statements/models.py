"""A month of a contract, and what it is paid by.

Thousands of months are paid alike. What a month is paid by is written down once as a basis, with its amounts; a corrected
rate is then worked out once for each basis, and every month that rests on it has followed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class StatementBasis(models.Model):
    """What a month is paid by: the terms that hold in it, the child's age bands, the days in respite.

    `key` is these as text, the same for months that are paid the same. Amounts in kroner; `missing` names what has no
    published rate and is left out of them.
    """

    key = models.CharField("grundlag", max_length=600, unique=True)
    month = models.DateField("måned")
    taxable = models.DecimalField("skattepligtigt", max_digits=12, decimal_places=2)
    tax_free = models.DecimalField("skattefrit", max_digits=12, decimal_places=2)
    own_atp = models.DecimalField("eget ATP-bidrag", max_digits=10, decimal_places=2, null=True)
    am = models.DecimalField("AM-bidrag", max_digits=12, decimal_places=2)
    missing = models.CharField("ikke oplyst", max_length=200, blank=True)
    computed_at = models.DateTimeField("beregnet")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month"], name="basis_of_month")]


class StatementCorrection(models.Model):
    """What a basis came to before a rate was corrected, and after. Append-only."""

    basis = models.ForeignKey(StatementBasis, on_delete=models.PROTECT, related_name="corrections")
    taxable_before = models.DecimalField("skattepligtigt før", max_digits=12, decimal_places=2)
    taxable_after = models.DecimalField("skattepligtigt efter", max_digits=12, decimal_places=2)
    tax_free_before = models.DecimalField("skattefrit før", max_digits=12, decimal_places=2)
    tax_free_after = models.DecimalField("skattefrit efter", max_digits=12, decimal_places=2)
    why = models.CharField("hvorfor", max_length=200)
    at = models.DateTimeField("rettet")


class MonthlyStatement(models.Model):
    """A month of a contract."""

    contract = models.ForeignKey("agreements.Contract", on_delete=models.PROTECT, related_name="statements")
    month = models.DateField("måned")
    basis = models.ForeignKey(StatementBasis, on_delete=models.PROTECT, related_name="statements")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contract", "month"],
                name="agreements_one_statement_a_month",
                violation_error_message="Måneden er allerede opgjort.",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month", "contract"], name="statement_of_month")]
