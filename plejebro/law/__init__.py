"""The statutes as dated data, and what they ask of one decision. Plain Python; the data is in `data/`, with a README."""

from plejebro.law.answers import as_json, requirement_as_json
from plejebro.law.assessing import assess
from plejebro.law.catalogue import Catalogue, catalogue, regime_on, requirement, requirement_ids, routes
from plejebro.law.facts import BadFacts, read_facts
from plejebro.law.rhythm import (
    CourseDays,
    Decided,
    Due,
    NetworkPeriod,
    RhythmFacts,
    RhythmRule,
    rhythm,
    rhythm_rules,
    rule_on,
)
from plejebro.law.types import Assessment, Evidence, Facts, Finding, OpenRoute, Regime, Right, Route, Rule

__all__ = [
    "Assessment",
    "BadFacts",
    "Catalogue",
    "CourseDays",
    "Decided",
    "Due",
    "Evidence",
    "Facts",
    "Finding",
    "NetworkPeriod",
    "OpenRoute",
    "Regime",
    "RhythmFacts",
    "RhythmRule",
    "Right",
    "Route",
    "Rule",
    "as_json",
    "assess",
    "catalogue",
    "read_facts",
    "regime_on",
    "requirement",
    "requirement_as_json",
    "requirement_ids",
    "rhythm",
    "rhythm_rules",
    "routes",
    "rule_on",
]
