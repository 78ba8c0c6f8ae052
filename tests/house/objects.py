"""Which things of the story stand in for the parts of an address. A new route with a part nobody knows is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.cast import Cast
from tests.house import expected

KINDS = {
    "placements.Placement": "placement",
    "families.Family": "family",
    "enquiries.Enquiry": "enquiry",
    "decisions.DecisionCase": "decision",
    "agreements.Expense": "expense",
    "agenda.RespiteStay": "stay",
    "agenda.HolidayWish": "wish",
    "agenda.CareArrangement": "care",
    "agreements.Contract": "contract",
    "agreements.TaskAgreement": "task",
    "agenda.Entry": "entry",
    "agenda.Meeting": "meeting",
    "agenda.ContactPlan": "contact_plan",
    "practice_review.Study": "study",
    "practice_review.SampledDecision": "sampled",
    "practice_review.Coding": "coding",
    "surveys.Questionnaire": "questionnaire",
    "surveys.Round": "round",
}


TABLES: dict[str, dict[str, Any]] = {
    "contact_plan": expected.CONTACT_PLANS,
    "placement": expected.PLACEMENTS,
    "family": expected.FAMILIES,
    "enquiry": expected.ENQUIRIES,
    "decision": expected.DECISIONS,
    "expense": expected.EXPENSES,
    "stay": expected.STAYS,
    "wish": expected.WISHES,
    "care": expected.CARE,
    "entry": expected.ENTRIES,
    "meeting": expected.MEETINGS,
    "contract": expected.CONTRACTS,
    "task": expected.TASKS,
    "study": expected.STUDIES,
    "sampled": expected.SAMPLED,
    "coding": expected.CODINGS,
    "round": expected.ROUNDS,
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
    row = placement.entries.filter(kind="other", state="planned", starts__gte=cast.today).order_by("pk").first()
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


def _mark(cast: Cast, placement: Any) -> Any:
    row = placement.marks.filter(kind="course", replaced_by__isnull=True).order_by("-pk").first()
    return row and row.public_id


def _of_meeting(name: str) -> Callable[[Cast, Any], Any]:
    """The first of a meeting's points, invitees, files or minutes; None for a meeting without."""

    def part(cast: Cast, meeting: Any) -> Any:
        row = getattr(meeting, name).order_by("pk").first()
        return row and (row.number if name == "minutes" else row.public_id)

    return part


PARTS: dict[str, Callable[[Cast, Any], Any]] = {
    "point_id": _of_meeting("points"),
    "invitee_id": _of_meeting("invitees"),
    "file_id": _of_meeting("files"),
    "written": _of_meeting("minutes"),
    "mark_id": _mark,
    "year": lambda cast, contract: (month := _worked_out(cast, contract)) and month.year,
    "month": lambda cast, contract: (month := _worked_out(cast, contract)) and month.month,
    "negotiation_id": lambda cast, contract: _newest_talk(cast, contract).public_id,
    "number": lambda cast, thing: 1,
    "text_id": lambda cast, thing: thing.texts.order_by("pk").values_list("pk", flat=True).first(),
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
    "entry_id": _date,
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


def _school_holidays(cast: Cast) -> Iterator[Target]:
    for key, managers in (("901:Juleferie", {"tove"}), ("902:Efterårsferie", {"lone"})):
        values = {"holiday_id": cast.thing(f"school_holiday:{key}").public_id}
        yield Target("school_holiday", key, values, frozenset(managers))


def _feed(cast: Cast) -> Iterator[Target]:
    """A calendar address opens to whoever holds it; what stands in it tells nobody anything."""
    from plejebro.agenda.calendar.feeds import make_address

    yield Target("feed", "inger", {"secret": make_address(actor=cast.inger.viewer())})


def _municipalities_of_results(cast: Cast) -> Iterator[Target]:
    """Two municipalities of the published round: opened by their own leaders and administrators, and by the analysts."""
    round_id = cast.thing("round:published").public_id
    for code, own in (("901", {"hanne", "bo", "ole", "birgit", "tove"}), ("902", {"rikke", "jens_falk", "lone"})):
        values = {"public_id": round_id, "code": code}
        yield Target("results", code, values, frozenset(own | expected.ANALYSTS))


def _published_round(cast: Cast) -> Iterator[Target]:
    """The round whose figures a head of department may comment on; the comment is the own municipality's."""
    values = {"public_id": cast.thing("round:published").public_id}
    yield Target("results", "published", values, frozenset({"birgit", "jens_falk"}))


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


def _visits(cast: Cast) -> Iterator[Target]:
    """What is in the calendar and no visit is not found on a visit's page."""
    for key in expected.VISITS:
        yield Target("entry", key, {"entry_id": cast.thing(f"entry:{key}").public_id})


def _contact_plans(cast: Cast) -> Iterator[Target]:
    for key in expected.CONTACT_PLANS:
        yield Target("contact_plan", key, {"plan_id": cast.thing(f"contact_plan:{key}").public_id})


def _contact_versions(cast: Cast) -> Iterator[Target]:
    for target in _contact_plans(cast):
        yield Target(target.kind, target.key, {**target.values, "number": 1})


def _contact_pauses(cast: Cast) -> Iterator[Target]:
    """A pause of a year that is past, so that it is in nobody's way."""
    from plejebro.agenda.contact.models import ContactPause
    from plejebro.kernel import clock

    plan, day = cast.thing("contact_plan:noah"), clock.today() - timedelta(days=900)
    pause, _ = ContactPause.objects.get_or_create(
        plan=plan,
        starts=day,
        ends=day,
        defaults={
            "kind": "child",
            "decided_on": day,
            "written_by": cast.sara.user,
            "written_at": clock.now(),
            "submission": uuid5(NAMESPACE_URL, "plejebro:test:pause"),
        },
    )
    yield Target("contact_plan", "noah", {"plan_id": plan.public_id, "pause_id": pause.public_id})


def _contact_months(*parts: str) -> Callable[[Cast], Iterator[Target]]:
    """A year, and a month of it, of each placement."""

    def found(cast: Cast) -> Iterator[Target]:
        when = {"year": 2026, "month": 11}
        for key in expected.PLACEMENTS:
            values = {"placement_id": cast.thing(key).public_id, **{part: when[part] for part in parts}}
            yield Target("placement", key, values)

    return found


def _questionnaire_drafts(cast: Cast) -> Iterator[Target]:
    """A draft of the families' survey of cooperation, and a section and a question of it."""
    from plejebro.surveys.editing.actions import new_version
    from plejebro.surveys.editing.shipped import COOPERATION, load_shipped
    from plejebro.surveys.models import Questionnaire

    load_shipped()
    newest = Questionnaire.objects.filter(code=COOPERATION, side="family").order_by("-number")[0]
    draft = new_version(actor=cast.agnete.viewer(), questionnaire=newest)
    yield Target("questionnaire", "draft", {"public_id": draft.public_id, "section": "samlet", "question": "klima"})


def _questionnaires(cast: Cast) -> Iterator[Target]:
    """The draft, and the version it was made of."""
    from plejebro.surveys.models import Questionnaire

    for target in _questionnaire_drafts(cast):
        yield Target(target.kind, target.key, {"public_id": target.values["public_id"]})
    row = Questionnaire.objects.filter(published_at__isnull=False).order_by("pk")[0]
    yield Target("questionnaire", "published", {"public_id": row.public_id})


def _parts_of_draft(*parts: str) -> Callable[[Cast], Iterator[Target]]:
    def found(cast: Cast) -> Iterator[Target]:
        for target in _questionnaire_drafts(cast):
            values = {name: target.values[name] for name in ("public_id", *parts)}
            yield Target(target.kind, target.key, values)

    return found


SPECIAL: dict[str, Callable[[Cast], Iterator[Target]]] = {
    # A page of a link that opens nothing: the links themselves are nobody's.
    "surveys:section": lambda cast: iter([Target("", "", {"secret": "forkert", "number": 1})]),
    **dict.fromkeys(
        (
            "surveys:questionnaire",
            "surveys:questionnaire_preview",
            "surveys:questionnaire_toml",
            "surveys:questionnaire_csv",
            "surveys:questionnaire_version",
            "surveys:questionnaire_publish",
        ),
        _questionnaires,
    ),
    **dict.fromkeys(
        ("surveys:questionnaire_settings", "surveys:questionnaire_discard", "surveys:section_new"), _parts_of_draft()
    ),
    **dict.fromkeys(
        ("surveys:section_edit", "surveys:section_move", "surveys:section_remove", "surveys:question_new"),
        _parts_of_draft("section"),
    ),
    **dict.fromkeys(
        ("surveys:question_edit", "surveys:question_route", "surveys:question_move", "surveys:question_remove"),
        _parts_of_draft("question"),
    ),
    "web:handover": _handovers,
    "agreements:expense_type": _expense_types,
    "agreements:expense_type_stop": _expense_types,
    "agreements:rate_new": _series,
    "surveys:results_municipality": _municipalities_of_results,
    "surveys:results_comment": _published_round,
    **dict.fromkeys(
        (
            "agenda:visit",
            "agenda:visit_held",
            "agenda:visit_cancel",
            "agenda:visit_move",
            "agenda:visit_make_up",
            "agenda:visit_reaction",
        ),
        _visits,
    ),
    **dict.fromkeys(
        (
            "agenda:contact_plan",
            "agenda:contact_offer",
            "agenda:contact_pause",
            "agenda:contact_hide",
            "agenda:contact_extra",
            "agenda:contact_end",
            "agenda:contact_compare",
        ),
        _contact_plans,
    ),
    **dict.fromkeys(
        (
            "agenda:contact_version",
            "agenda:contact_accept",
            "agenda:contact_settle",
            "agenda:contact_decide",
            "agenda:contact_pdf",
        ),
        _contact_versions,
    ),
    "agenda:contact_resume": _contact_pauses,
    "agenda:contact_year": _contact_months("year"),
    "agenda:contact_month": _contact_months("year", "month"),
    "agenda:school_holiday": _school_holidays,
    "agenda:school_holiday_remove": _school_holidays,
    "agenda:feed": _feed,
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
