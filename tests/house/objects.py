"""Which things of the story stand in for the parts of an address. A new route with a part nobody knows is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.house import expected

KINDS = {
    "placements.Placement": "placement",
    "families.Family": "family",
    "enquiries.Enquiry": "enquiry",
    "decisions.DecisionCase": "decision",
    "agreements.Expense": "expense",
    "agreements.Contract": "contract",
    "agreements.TaskAgreement": "task",
    "practice_review.Study": "study",
    "practice_review.SampledDecision": "sampled",
    "practice_review.Coding": "coding",
}


TABLES: dict[str, dict[str, Any]] = {
    "placement": expected.PLACEMENTS,
    "family": expected.FAMILIES,
    "enquiry": expected.ENQUIRIES,
    "decision": expected.DECISIONS,
    "expense": expected.EXPENSES,
    "contract": expected.CONTRACTS,
    "task": expected.TASKS,
    "study": expected.STUDIES,
    "sampled": expected.SAMPLED,
    "coding": expected.CODINGS,
}


@dataclass(frozen=True)
class Target:
    """A thing a route is asked about: the values of its parts, and who may find it when no permission is about it."""

    kind: str
    key: str
    values: dict[str, Any]
    found_by: frozenset[str] | None = None


class NoObject(LookupError):
    """The route has a part that nothing in the story stands in for."""


def targets(cast: Cast, route: str, parts: list[str], kind: str) -> Iterator[Target]:
    """Every thing of the story the route is asked about."""
    if not parts:
        yield Target("", "", {})
    elif route in SPECIAL:
        yield from SPECIAL[route](cast)
    elif kind:
        yield from _of_kind(cast, route, parts, kind)
    else:
        raise NoObject(f"{route}: say in tests/house/objects.py what {', '.join(parts)} is in the story")


def _of_kind(cast: Cast, route: str, parts: list[str], kind: str) -> Iterator[Target]:
    table = TABLES[kind]
    rest = [part for part in parts if part not in ("public_id", f"{kind}_id")]
    main = next((part for part in parts if part not in rest), None)
    unknown = [part for part in rest if part not in PARTS]
    if main is None or unknown:
        raise NoObject(f"{route}: say in tests/house/objects.py what {', '.join(unknown or parts)} of a {kind} is")
    for key in table:
        thing = cast.thing(key if kind == "placement" else f"{kind}:{key}")
        values: dict[str, Any] = {main: thing.public_id}
        for part in rest:
            values[part] = PARTS[part](cast, thing)
        if all(value is not None for value in values.values()):
            yield Target(kind, key, values)


def _date(cast: Cast, placement: Any) -> Any:
    row = placement.coming_dates.filter(removed_at__isnull=True).order_by("pk").first()
    return row and row.public_id


def _document(cast: Cast, enquiry: Any) -> Any:
    from plejebro.enquiries.models import Attachment

    row = Attachment.objects.filter(message__enquiry=enquiry).order_by("pk").select_related("document").first()
    return row and row.document.public_id


def _member(cast: Cast, family: Any) -> Any:
    row = family.members.order_by("pk").first()
    return row and row.public_id


def _approval(cast: Cast, family: Any) -> Any:
    row = family.approvals.order_by("pk").first()
    return row and row.pk


def _link_request(cast: Cast, family: Any) -> Any:
    """Fjordby has created the family anew: a question to each family of the story that does not work with it."""
    from plejebro.families.models import LinkRequest
    from plejebro.kernel import clock

    return LinkRequest.objects.get_or_create(
        asked=family,
        record=cast.family("saleh"),
        defaults={"municipality": cast.municipality("902"), "created_at": clock.now()},
    )[0].public_id


def _protection(cast: Cast, placement: Any) -> Any:
    row = placement.child.protections.order_by("pk").first()
    return row and getattr(row, "public_id", row.pk)


def _evidence(cast: Cast, case: Any) -> Any:
    row = case.evidence.filter(source="recorded").order_by("pk").first()
    return row and row.public_id


def _talk(cast: Cast, case: Any) -> Any:
    row = case.conversations.order_by("pk").first()
    return row and row.public_id


def _complaint(cast: Cast, case: Any) -> Any:
    row = case.complaints.order_by("pk").first()
    return row and row.public_id


def _paper(cast: Cast, case: Any) -> Any:
    row = case.evidence.filter(document__isnull=False).select_related("document").order_by("pk").first()
    return row and row.document.public_id


def _given(cast: Cast, case: Any) -> Any:
    from plejebro.decisions.models import StatementFile

    row = StatementFile.objects.filter(statement__case=case).select_related("document").order_by("pk").first()
    return row and row.document.public_id


def _receipt(cast: Cast, expense: Any) -> Any:
    from plejebro.agreements.expenses.models import ExpenseFile

    row = ExpenseFile.objects.filter(step__expense=expense).select_related("document").order_by("pk").first()
    return row and row.document.public_id


def _newest_talk(cast: Cast, contract: Any) -> Any:
    return contract.negotiations.order_by("-pk").first()


def _talk_part(name: str) -> Callable[[Cast, Any], Any]:
    """The first of a negotiation's rows of a kind, in the newest negotiation of a contract."""

    def part(cast: Cast, contract: Any) -> Any:
        row = getattr(_newest_talk(cast, contract), name).order_by("pk").first()
        return row and (row.number if name == "minutes" else row.public_id)

    return part


def _worked_out(cast: Cast, contract: Any) -> Any:
    """A month of the contract; None for one that has none."""
    row = contract.statements.order_by("month").first()
    return row and row.month


PARTS: dict[str, Callable[[Cast, Any], Any]] = {
    "year": lambda cast, contract: (month := _worked_out(cast, contract)) and month.year,
    "month": lambda cast, contract: (month := _worked_out(cast, contract)) and month.month,
    "negotiation_id": lambda cast, contract: _newest_talk(cast, contract).public_id,
    "number": lambda cast, thing: 1,
    "person_id": _talk_part("participants"),
    "shared_id": _talk_part("files"),
    "minutes": _talk_part("minutes"),
    "receipt_id": _receipt,
    "requirement": lambda cast, case: "R07",
    "fact": lambda cast, case: "afgoerelsen",
    "letter": lambda cast, case: "afgoerelse",
    "evidence_id": _evidence,
    "talk_id": _talk,
    "complaint_id": _complaint,
    "paper_id": _paper,
    "given_id": _given,
    "approval_id": _approval,
    "date_id": _date,
    "document_id": _document,
    "member_id": _member,
    "protection_id": _protection,
    "request_id": _link_request,
}


def _handovers(cast: Cast) -> Iterator[Target]:
    from plejebro.placements.models import HandoverNote

    for key in expected.PLACEMENTS:
        for note in HandoverNote.objects.filter(placement=cast.thing(key)).order_by("pk")[:1]:
            yield Target("placement", key, {"public_id": note.public_id})


def _employees(cast: Cast) -> Iterator[Target]:
    for key, manager in (("lars", "tove"), ("ida", "tove"), ("peter", "lone")):
        yield Target("employee", key, {"public_id": cast.job(key).public_id}, frozenset({manager}))


def _absences(cast: Cast) -> Iterator[Target]:
    ida = cast.job("ida")
    values = {"public_id": ida.public_id, "absence_id": ida.absences.get().pk}
    yield Target("absence", "ida", values, frozenset({"tove"}))


def _units(cast: Cast) -> Iterator[Target]:
    for name, manager in (("Børn og Unge Nord", "tove"), ("Børn og Unge", "lone")):
        yield Target("unit", name, {"public_id": cast.unit(name).public_id}, frozenset({manager}))


def _expense_types(cast: Cast) -> Iterator[Target]:
    for key, managers in (("901:Cykel", {"tove", "birgit"}), ("902:Fritid", {"lone", "jens_falk"})):
        yield Target("type", key, {"type_id": cast.thing(f"expense_type:{key}").public_id}, frozenset(managers))


def _series(cast: Cast) -> Iterator[Target]:
    yield Target("series", "vederlag", {"series": "vederlag"})


def _topics(cast: Cast) -> Iterator[Target]:
    yield Target("topic", "respite", {"topic": "respite"})


def _municipalities(cast: Cast) -> Iterator[Target]:
    for code in ("901", "903"):
        yield Target("municipality", code, {"public_id": cast.municipality(code).public_id})


def _kinds(cast: Cast) -> Iterator[Target]:
    yield Target("kind", "familier", {"kind": "familier"})


def _nobodys_file(cast: Cast) -> Iterator[Target]:
    """A file that is not there: whoever may import is told so, the others are refused."""
    yield Target("file", "nobody's", {"public_id": UUID(int=7)}, frozenset())


def _whose_tasks(cast: Cast) -> Iterator[Target]:
    """An employee whose tasks are handed over: found by those who lead one of the units or the department."""
    yield Target("employee", "sara", {"public_id": cast.job("sara").public_id}, frozenset({"hanne", "bo", "birgit"}))
    yield Target("employee", "peter", {"public_id": cast.job("peter").public_id}, frozenset({"rikke", "jens_falk"}))


SPECIAL: dict[str, Callable[[Cast], Iterator[Target]]] = {
    "web:handover": _handovers,
    "agreements:expense_type": _expense_types,
    "agreements:expense_type_stop": _expense_types,
    "agreements:rate_new": _series,
    "flows:hand_over_all": _whose_tasks,
    "flows:import_upload": _kinds,
    "flows:import_sample": _kinds,
    "municipalities:absence_end": _absences,
    "municipalities:unit": _units,
    "municipalities:reply_time": _topics,
    "municipalities:one": _municipalities,
    **dict.fromkeys(("flows:import_preview", "flows:import_apply", "flows:import_discard"), _nobodys_file),
    **{
        f"municipalities:{name}": _employees
        for name in (
            "employee",
            "employee_edit",
            "employee_end",
            "employee_invite",
            "employee_reset_factor",
            "absence_new",
        )
    },
}
