"""What every test has at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plejebro.kernel import clock
from tests.cast import cast, django_db_setup

__all__ = ["cast", "django_db_setup"]


@pytest.fixture(autouse=True)
def _clock_is_true() -> Iterator[None]:
    """A test that moves the clock does not move it for the next one."""
    yield
    clock.set_offset_source(None)
