"""Kroner as they are typed and shown."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from plejebro.rates.money import kroner_text, to_oere

MOST: Final = Decimal("9999999.99")
_TYPED: Final = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d{1,2}|-))?|(\d+)\.(\d{1,2})", re.ASCII)


class KronerField(forms.DecimalField):
    """An amount typed as 1234, 1.234, 1.234,50, 1234.50 or "1.234 kr."; zero or more, to the øre."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal(0))
        options.setdefault("max_value", MOST)
        options.setdefault("decimal_places", 2)
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-input short"})
        )
        options["error_messages"] = {
            "invalid": "Skriv beløbet i kroner, for eksempel 1.250 eller 1.250,50.",
            "max_value": "Beløbet er for stort.",
            "min_value": "Beløbet må ikke være under 0.",
            **options.get("error_messages", {}),
        }
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The amount, or None where nothing is typed. Raises ValidationError."""
        if isinstance(value, Decimal) or value is None:
            return value
        text = re.sub(r"\s*(kr\.?|,-)$", "", str(value).strip(), flags=re.I)
        if not text:
            return None
        found = _TYPED.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole, rest, plain, decimals = found.groups()
        if plain is not None:
            return Decimal(f"{plain}.{decimals}")
        return Decimal(f"{re.sub(r'[. ]', '', whole)}.{rest if rest and rest != '-' else '0'}")

    def prepare_value(self, value: Any) -> Any:
        """A stored amount as one types it: 1.250,50."""
        return kroner_text(value) if isinstance(value, Decimal) else value


def kr(amount: Decimal) -> str:
    """ "23.468 kr.", with øre only where there are some."""
    return f"{kroner_text(to_oere(amount)).removesuffix(',00')} kr."
