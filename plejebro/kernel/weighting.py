"""Who answered and who did not, and shares weighted so that the answers weigh as the population does."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Generic, TypeVar

from plejebro.kernel.statistics import Z95, Interval, wilson_effective

S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Response:
    """How many of a group were asked, could be asked, and answered.

    `ineligible` were invited but did not belong (had stopped before the day); `partial` answered some of it.
    """

    invited: int
    complete: int
    partial: int = 0
    ineligible: int = 0

    def __post_init__(self) -> None:
        if min(self.invited, self.complete, self.partial, self.ineligible) < 0 or self.silent < 0:
            raise ValueError(f"more answers than invitations: {self.invited} invited, {self.complete} + {self.partial}")

    @property
    def eligible(self) -> int:
        """Those who could have answered."""
        return self.invited - self.ineligible

    @property
    def silent(self) -> int:
        """Those who could have and did not."""
        return self.eligible - self.complete - self.partial

    @property
    def rate(self) -> float | None:
        """Complete answers per eligible: AAPOR's response rate 1 for a list of named people. None when nobody could."""
        return self.complete / self.eligible if self.eligible else None

    @property
    def rate_with_partial(self) -> float | None:
        """Complete and partial answers per eligible: AAPOR's response rate 2."""
        return (self.complete + self.partial) / self.eligible if self.eligible else None


@dataclass(frozen=True, slots=True)
class ResponseRow(Generic[S]):
    """A stratum in the table of who answered. `ratio` is its share of the answers over its share of those who could:
    below 1 it is heard less than it is large. Both shares and the ratio are None where there is nothing to divide by."""

    stratum: S
    response: Response
    share_of_eligible: float | None
    share_of_answers: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """A share in which each stratum weighs as in the population.

    `n` answers are worth `effective_n` of a plain sample. `covered` is the part of the population that lies in strata where
    somebody answered: below 1 the share stands for those only.
    """

    share: float
    low: float
    high: float
    n: int
    effective_n: float
    error: float | None
    covered: float


def response_table(strata: Mapping[S, Response]) -> tuple[list[ResponseRow[S]], Response]:
    """One row per stratum in the order given, and the whole.

    Source: AAPOR, Standard Definitions (10th ed. 2023), response rates 1 and 2 for lists of named persons.
    """
    rows = strata.values()
    whole = Response(
        sum(row.invited for row in rows),
        sum(row.complete for row in rows),
        sum(row.partial for row in rows),
        sum(row.ineligible for row in rows),
    )
    return [_response_row(stratum, response, whole) for stratum, response in strata.items()], whole


def weights(population: Mapping[S, int], answered: Mapping[S, int]) -> dict[S, float]:
    """The weight of each answer in a stratum, so that the weights of all answers add up to their number.

        w(h) = (N(h)/N) / (n(h)/n), N over the strata with answers

    A stratum without answers has no weight: nobody can stand for it. Source: W. G. Cochran, Sampling Techniques (3rd ed.
    1977), section 5A.9 (post-stratification).
    """
    heard = {stratum: n for stratum, n in answered.items() if n > 0}
    large, n = sum(_people(population, stratum) for stratum in heard), sum(heard.values())
    return {stratum: population[stratum] / large * n / number for stratum, number in heard.items()} if large else {}


def weighted_share(
    population: Mapping[S, int], answers: Mapping[S, tuple[int, int]], *, z: float = Z95
) -> WeightedShare | None:
    """The post-stratified share, from each stratum's population and its (how many of them, of how many answers).

        p = Σ W(h)·p(h),  W(h) = N(h)/N
        SE² = Σ W(h)²·(1 - n(h)/N(h))·p(h)(1-p(h))/(n(h)-1)
        effective n = (Σw)²/Σw², w the weight of each answer; the bounds are Wilson's with it

    The bounds follow Kish's effective n and not SE, which is 0 when all answer alike and not defined (None) for a stratum
    with one answer. They leave out the finite population, so they are on the safe side. None when nobody answered.
    ValueError when a stratum has more answers than people. Sources: Cochran (1977), sections 5.3 and 5A.9; L. Kish, Survey
    Sampling (1965), section 11.7.
    """
    n_of = {stratum: n for stratum, (_, n) in answers.items() if n > 0}
    weight = weights(population, n_of)
    if not weight:
        return None
    n, everyone = sum(n_of.values()), sum(population.values())
    share = min(1.0, fsum(weight[stratum] * answers[stratum][0] for stratum in n_of) / n)
    effective = n * n / fsum(weight[stratum] ** 2 * number for stratum, number in n_of.items())
    bounds: Interval = wilson_effective(share, effective, z)
    return WeightedShare(
        share,
        bounds.low,
        bounds.high,
        n,
        effective,
        _standard_error(population, {stratum: answers[stratum] for stratum in n_of}),
        sum(population[stratum] for stratum in n_of) / everyone,
    )


def _standard_error(population: Mapping[S, int], answers: Mapping[S, tuple[int, int]]) -> float | None:
    large = sum(population[stratum] for stratum in answers)
    variance = 0.0
    for stratum, (count, n) in answers.items():
        if n > population[stratum]:
            raise ValueError(f"{n} answers from the {population[stratum]} people of {stratum!r}")
        if n == population[stratum]:
            continue
        if n == 1:
            return None
        p = count / n
        variance += (population[stratum] / large) ** 2 * (1 - n / population[stratum]) * p * (1 - p) / (n - 1)
    return sqrt(variance)


def _response_row(stratum: S, response: Response, whole: Response) -> ResponseRow[S]:
    eligible = response.eligible / whole.eligible if whole.eligible else None
    answers = response.complete / whole.complete if whole.complete else None
    ratio = answers / eligible if eligible and answers is not None else None
    return ResponseRow(stratum, response, eligible, answers, ratio)


def _people(population: Mapping[S, int], stratum: S) -> int:
    if population.get(stratum, 0) <= 0:
        raise ValueError(f"answers from {stratum!r}, where nobody is")
    return population[stratum]
