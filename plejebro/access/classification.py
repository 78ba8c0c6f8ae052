"""How sensitive each field is (data/classification.toml), for the checks that must know."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

CLASSES = ("public", "ordinary", "confidential", "special", "place", "secret")


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    """Model label → field name (or `*`) → class."""
    return tomllib.loads(files("plejebro.access").joinpath("data/classification.toml").read_text(encoding="utf-8"))


def class_of(model: str, field: str) -> str:
    """The class of a field of `model` ("people.Person"). Raises KeyError for a model nobody has classified."""
    fields = table()[model]
    return fields.get(field, fields["*"])
