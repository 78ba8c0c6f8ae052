"""The words the law is spoken of in: rules as they stand a given day, the facts of one decision, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Kind = Literal["move", "return_home", "contact"]
Status = Literal["documented", "missing", "late", "excepted", "not_applicable", "unclear"]
Due = Literal["before", "with", "after"]
Applies = Literal["ja", "nej", "uklart"]

KINDS: Final[tuple[Kind, ...]] = ("move", "return_home", "contact")
ROUTES: Final = ("K1", "K2", "K3", "K4", "K5", "K6", "K7")
ASK_A_LAWYER: Final = "Uafklaret: spørg en jurist."


@dataclass(frozen=True, slots=True)
class Regime:
    """A period of the law: its code (A1, A2, B), the act, and what is said of papers from before it."""

    code: str
    act: str
    starts: date
    ends: date | None
    about: str
    old_papers: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way a case can go (K1-K7) as it stood a given day. `absent` says why it did not exist then, or is empty."""

    code: str
    name: str
    trigger: str
    who_decides: str
    confidence: str
    kinds: tuple[Kind, ...]
    basis: tuple[str, ...]
    deciding_facts: tuple[str, ...]
    note: str
    absent: str

    @property
    def available(self) -> bool:
        """Whether the route existed that day."""
        return not self.absent


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement (R01-R42) as it stood a given day.

    `applies[kind][route]` is "ja", "nej" or "uklart". `bases` holds the paragraphs per kind, and for K7 apart. Ages are
    whole years at the decision; `after_days` counts from the decision. `sources` are official addresses.
    """

    id: str
    name: str
    plain: str
    applies_to: str
    proof: str
    consequence: tuple[str, ...]
    consequence_source: str
    confidence: str
    due: Due
    after_days: int
    only_if: str
    applies: Mapping[Kind, Mapping[str, Applies]]
    bases: Mapping[str, tuple[str, ...]]
    known_exceptions: tuple[str, ...]
    min_age: int | None
    below_age: int | None
    party_age: int | None
    unclear: Mapping[str, str]
    note: str
    old_papers: bool
    sources: tuple[str, ...]

    @property
    def basis(self) -> tuple[str, ...]:
        """The paragraphs for a move."""
        return self.basis_for("move", None)

    def basis_for(self, kind: Kind, route: str | None) -> tuple[str, ...]:
        """The paragraphs for a decision of `kind` on `route`."""
        if kind == "move" and route == "K7" and "K7" in self.bases:
            return self.bases["K7"]
        return self.bases.get(kind, self.bases["move"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a requirement was followed. Without a date it does not count."""

    date: date | None
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """One decision. `evidence`, `not_applicable` and `exceptions` are keyed by requirement id."""

    decision_date: date
    child_born: date
    kind: Kind = "move"
    case_opened: date | None = None
    route: str | None = None
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    exceptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one requirement asks of this decision and what is on file for it."""

    rule: Rule
    status: Status
    basis: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    why: str
    note: str

    @property
    def id(self) -> str:
        """R01-R42."""
        return self.rule.id

    @property
    def name(self) -> str:
        """The requirement's Danish name."""
        return self.rule.name

    @property
    def applies(self) -> bool:
        """False exactly when the requirement is not applicable, by law or by the facts."""
        return self.status != "not_applicable"

    @property
    def due(self) -> Due:
        """When it is to be done, seen from the decision."""
        return self.rule.due

    @property
    def confidence(self) -> str:
        """H, M or L."""
        return self.rule.confidence

    @property
    def plain(self) -> str:
        """What must happen, in one plain sentence."""
        return self.rule.plain

    @property
    def proof(self) -> str:
        """What in the file shows it."""
        return self.rule.proof

    @property
    def consequence(self) -> str:
        """What normally follows when it is missing, in Danish words."""
        return ", ".join(CONSEQUENCES[code] for code in self.rule.consequence)

    @property
    def known_exceptions(self) -> tuple[str, ...]:
        """The exceptions the law knows."""
        return self.rule.known_exceptions

    @property
    def sources(self) -> tuple[str, ...]:
        """Official addresses of the acts as they stood that day."""
        return self.rule.sources


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """A route the case may be on, and the questions that decide it."""

    route: str
    deciding_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may do. `deadline` in words, or None where the law names none."""

    who: str
    right: str
    basis: tuple[str, ...]
    deadline: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one decision: all 42 requirements in order of id, never a verdict."""

    kind: Kind
    regime: str
    act: str
    decision_date: date
    age: int
    route: str | None
    requirements: tuple[Finding, ...]
    open_routes: tuple[OpenRoute, ...]
    rights: tuple[Right, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of what is not documented."""
        return tuple(finding.rule.id for finding in self.requirements if finding.status == "missing")

    @property
    def late(self) -> tuple[str, ...]:
        """Ids of what was documented only after the decision."""
        return tuple(finding.rule.id for finding in self.requirements if finding.status == "late")


CONSEQUENCES: Final = {
    "INV": "normalt ugyldig",
    "GAR": "garantiforskrift: normalt ugyldig, medmindre fejlen klart ikke har betydet noget",
    "CRIT": "giver kritik og kan rettes",
    "REM": "sendes normalt tilbage til ny behandling",
}
