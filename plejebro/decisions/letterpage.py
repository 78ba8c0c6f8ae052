"""The page of a letter: its text, what must stand in it, its saved versions; and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from plejebro import law
from plejebro.access.viewer import Viewer
from plejebro.db.periods import current
from plejebro.decisions import lawbook, letters, rules, shown, stoplight
from plejebro.decisions.enums import FactKind, Kind, LetterKind
from plejebro.decisions.letters import Check, LetterFacts
from plejebro.decisions.models import CaseFact, DecisionCase, Letter, LetterVersion
from plejebro.decisions.rows import child_of, home_of
from plejebro.kernel.danish import date_text, datetime_text
from plejebro.placements.enums import Task
from plejebro.placements.models import Assignment

_WISHES = (
    "Skriv gerne:\n"
    "– hvordan barnet har det hos jer, og hvem barnet er knyttet til\n"
    "– hvad barnet selv siger\n"
    "– skole, venner, søskende og fritid\n"
)
_MORE = {
    Kind.MOVE: "– om mere støtte kunne gøre, at barnet kan blive\n– hvad en flytning skal tage hensyn til",
    Kind.RETURN_HOME: "– hvad barnet og forælderen har brug for\n– hvad en hjemgivelse skal tage hensyn til",
    Kind.CONTACT: "– hvordan barnet har det før og efter samvær\n– hvad der kunne gøre samværet bedre for barnet",
}


@dataclass(frozen=True)
class VersionShown:
    """A saved version of the letter."""

    number: int
    saved: str
    sent: str
    pdf_url: str


@dataclass(frozen=True)
class LetterPage:
    """Everything beside the form. `text` is what the form starts from: the newest version, or the first draft."""

    title: str
    slug: str
    text: str
    number: int
    is_draft: bool
    checks: list[Check]
    lacking: int
    versions: list[VersionShown]
    sent: str
    readers: list[str]
    pdf_url: str
    sent_url: str


def first_words_of_request(kind: str) -> str:
    """What the family may write about, as the request begins."""
    return _WISHES + _MORE[Kind(kind)]


def letter_facts(case: Any, viewer: Viewer) -> LetterFacts:
    """What the letters of the case are made of; two queries and the evidence."""
    on = rules.counted_from(decided=case.decided_on, planned=case.planned_on, today=viewer.today)
    judged = lawbook.judge(case, [], on, viewer.today)
    found = judged.assessment if judged else None
    facts = list(CaseFact.objects.filter(case_id=case.pk).order_by("pk"))
    adviser = Assignment.objects.filter(current(viewer.today), placement_id=case.placement_id, task=Task.ADVISER)
    name = adviser.order_by("pk").values_list("employment__full_name", flat=True).first()
    review = (
        next((row.basis for row in found.rights if row.who == "plejefamilie" and row.right == "vurdering"), ())
        if found
        else ()
    )
    light = shown.law_case(case, judged) if judged else None
    return LetterFacts(
        municipality=case.placement.municipality.name,
        case_number=case.case_number,
        kind=case.kind,
        child=child_of(case, viewer).name,
        family=home_of(case).name,
        adviser=name or "",
        decided_on=case.decided_on,
        answer_by=case.statement_due_on,
        by_committee=light is not None and stoplight.decided_by(light) == "committee",
        immediate=shown.fact_date(facts, FactKind.IMMEDIATE) is not None,
        basis={row.id: lawbook.spelled(row.basis) for row in found.requirements} if found else {},
        rules=_rules(case, found),
        review=lawbook.spelled(review),
        alert=lawbook.spelled(next((row.basis for row in stoplight.guidance(case.kind, on) if row.id == "alert"), ())),
        stops=_stops(light, case) if light else (),
    )


def _rules(case: Any, found: law.Assessment | None) -> tuple[str, ...]:
    """The paragraphs the decision itself rests on: the chosen route's for a move, else those of who decides."""
    if found is None:
        return ()
    routes = law.routes(found.decision_date)
    chosen = next((row.basis for row in routes if row.code == case.route), ()) if case.kind == Kind.MOVE else ()
    return lawbook.spelled(chosen or next(row.basis for row in found.requirements if row.id == rules.ROUTE))


def letter_page(case: Any, viewer: Viewer, kind: LetterKind, facts: LetterFacts, typed: str | None = None) -> LetterPage:
    """The page of a letter; two more queries. `typed` is a text that has not been saved."""
    row = Letter.objects.filter(case_id=case.pk, kind=kind).first()
    versions = list(row.versions.prefetch_related("sendings").order_by("-number")) if row else []
    text = versions[0].text if versions else letters.draft(kind, facts)
    checks = letters.checks(kind, typed if typed is not None else text, facts)
    slug = letters.slug_of(kind)
    return LetterPage(
        title=str(LetterKind(kind).label),
        slug=slug,
        text=text,
        number=versions[0].number if versions else 0,
        is_draft=not versions,
        checks=checks,
        lacking=sum(1 for check in checks if not check.found),
        versions=[_version(case, slug, one) for one in versions],
        sent=date_text(row.sent_on) if row and row.sent_on else "",
        readers=_READERS[kind],
        pdf_url=reverse("decisions:letter_pdf", args=[case.public_id, slug]),
        sent_url=reverse("decisions:letter_sent", args=[case.public_id, slug]),
    )


def text_of(case: DecisionCase, kind: LetterKind, number: int | None, facts: LetterFacts) -> tuple[str, int]:
    """The text of a version and its number; the newest where none is asked for, the first draft (0) where none is saved."""
    rows = LetterVersion.objects.filter(letter__case_id=case.pk, letter__kind=kind).order_by("-number")
    row = rows.filter(number=number).first() if number else rows.first()
    return (row.text, row.number) if row else (letters.draft(kind, facts), 0)


def _stops(light: stoplight.Case, case: DecisionCase) -> tuple[str, ...]:
    """Whether a complaint stops the move, in the law's words for this case; the unclear is left for a person."""
    found = []
    for about in rules.ABOUT_OF[Kind(case.kind)]:
        rule = stoplight.suspension(light, stoplight.Incoming("complaint", about.value, light.decided))
        if rule.answer != "uklart":
            found.append(f"{rule.why} ({'; '.join(lawbook.spelled(rule.basis))})")
    return tuple(found)


def _version(case: DecisionCase, slug: str, row: LetterVersion) -> VersionShown:
    sent = [date_text(one.on) for one in row.sendings.all()]
    return VersionShown(
        number=row.number,
        saved=f"{row.saved_name}, {datetime_text(row.saved_at)}",
        sent=", ".join(sent),
        pdf_url=f"{reverse('decisions:letter_pdf', args=[case.public_id, slug])}?version={row.number}",
    )


_READERS = {
    LetterKind.HEARING: ["Den part, brevet er til"],
    LetterKind.DECISION: ["Den part, brevet er til"],
    LetterKind.STATEMENT_REQUEST: ["Plejefamilien"],
    LetterKind.FAMILY_NOTICE: ["Plejefamilien: Når brevet er skrevet ned som sendt, kan familien læse det i Plejebro"],
}
