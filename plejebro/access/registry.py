"""Where rooms hand in what `access` may not import: their facts, their guarded models, their ways of acting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from plejebro.access.viewer import Acting, Viewer
from plejebro.audit.types import Subject

Fact = Callable[[Viewer], Q]
PersonFact = Callable[[Viewer], bool]

NOTHING = Q(pk__in=[])

_facts: dict[str, Fact] = {}
_person_facts: dict[str, PersonFact] = {}
_subjects: dict[str, Callable[[Any], list[Subject]]] = {}
_acting: dict[str, tuple[Callable[[int], list[Acting]], Callable[[int, int], Acting | None]]] = {}
_third_party_pages: dict[str, str] = {}


def fact(function: Fact) -> Fact:
    """Registers a fact about a thing under the function's own name: viewer → condition on the thing."""
    _facts[function.__name__] = function
    return function


def person_fact(function: PersonFact) -> PersonFact:
    """Registers a fact about the person alone under the function's own name."""
    _person_facts[function.__name__] = function
    return function


def guard(model: str, subjects: Callable[[Any], list[Subject]]) -> None:
    """Declares that things of `model` come only through the door, and what a look at one of them is a look at."""
    _subjects[model] = subjects


def acting_source(kind: str, *, all_of: Callable[[int], list[Acting]], one_of: Callable[[int, int], Acting | None]) -> None:
    """Declares where a user's hats of `kind` come from: all of them, and the one with a given id if it holds today."""
    _acting[kind] = (all_of, one_of)


def classify(url_name: str, kind: str) -> None:
    """Classifies a page that is not ours ("public" or "login"), by its full URL name."""
    _third_party_pages[url_name] = kind


def fact_named(name: str) -> Fact:
    """The fact; KeyError for one nobody registered, so that a misspelt map fails at once."""
    return _facts[name]


def person_fact_named(name: str) -> PersonFact:
    """The fact about the person; KeyError for one nobody registered."""
    return _person_facts[name]


def subjects_of(thing: Model) -> list[Subject]:
    """What a look at `thing` is a look at; KeyError if its model is not guarded."""
    return _subjects[thing._meta.label](thing)


def guarded_models() -> list[type[Model]]:
    """Every model whose rows come only through the door."""
    return [apps.get_model(label) for label in _subjects]


def all_acting(user_id: int) -> list[Acting]:
    """Every hat the user can wear today."""
    return [acting for all_of, _ in _acting.values() for acting in all_of(user_id)]


def one_acting(user_id: int, key: str) -> Acting | None:
    """The hat kept under `key` if it still holds today; None for anything else, also for nonsense."""
    kind, _, raw = key.partition(":")
    if kind not in _acting or not raw.isdigit():
        return None
    return _acting[kind][1](user_id, int(raw))


def third_party_page(url_name: str) -> str | None:
    """How a page that is not ours is classified."""
    return _third_party_pages.get(url_name)
