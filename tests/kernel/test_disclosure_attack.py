"""An attacker with every table and filter of a publication, and linear programming, recovers nothing that is hidden.

Bounded here; at full size: `python -m bench.disclosure 200`, or PLEJEBRO_ATTACKED=200 for this test.
"""

from __future__ import annotations

import os

import pytest

from bench.disclosure import KINDS, Report, run

PUBLICATIONS = int(os.environ.get("PLEJEBRO_ATTACKED", "12"))


@pytest.fixture(scope="module")
def reports() -> tuple[Report, Report]:
    return run(PUBLICATIONS, bounded=10**9 if PUBLICATIONS > 12 else 12)


def test_nothing_hidden_is_recovered(reports: tuple[Report, Report]) -> None:
    report, _ = reports
    print(f"\nprotected: {report}")
    assert report.recovered == 0, report.examples
    assert report.publications >= PUBLICATIONS * len(KINDS)
    # It was an attack: there was something to find, and it was looked for in every way.
    assert report.hidden > PUBLICATIONS * len(KINDS)
    assert min(report.pairs, report.combinations, report.systems, report.bounds) > PUBLICATIONS


def test_hiding_only_what_is_small_gives_much_of_it_away(reports: tuple[Report, Report]) -> None:
    """The control: without complementary suppression every one of the attacks succeeds."""
    _, control = reports
    print(f"\nonly small cells hidden: {control}")
    assert set(control.found) == {"pair", "combination", "system", "bound"}
    assert control.recovered > PUBLICATIONS * len(KINDS)
