"""The one map: which permission is given by which facts. Any one of the facts is enough; no fact, no permission.

The facts are named predicates; each room states its own in `perms.py`. A permission with a model is about one thing of
that kind, and its facts are conditions in the query; one without a model is about the person alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from plejebro.access.permissions import Permission as P


@dataclass(frozen=True)
class Rule:
    """Which kind of thing a permission is about, and the facts that give it."""

    model: str
    facts: tuple[str, ...]


def _placement(*facts: str) -> Rule:
    return Rule("placements.Placement", facts)


def _family(*facts: str) -> Rule:
    return Rule("families.Family", facts)


def _enquiry(*facts: str) -> Rule:
    return Rule("enquiries.Enquiry", facts)


def _decision(*facts: str) -> Rule:
    return Rule("decisions.DecisionCase", facts)


def _contract(*facts: str) -> Rule:
    return Rule("agreements.Contract", facts)


def _task(*facts: str) -> Rule:
    return Rule("agreements.TaskAgreement", facts)


def _study(*facts: str) -> Rule:
    return Rule("practice_review.Study", facts)


def _sampled(*facts: str) -> Rule:
    return Rule("practice_review.SampledDecision", facts)


def _expense(*facts: str) -> Rule:
    return Rule("agreements.Expense", facts)


def _entry(*facts: str) -> Rule:
    return Rule("agenda.Entry", facts)


def _stay(*facts: str) -> Rule:
    return Rule("agenda.RespiteStay", facts)


def _wish(*facts: str) -> Rule:
    return Rule("agenda.HolidayWish", facts)


def _care(*facts: str) -> Rule:
    return Rule("agenda.CareArrangement", facts)


def _contact(*facts: str) -> Rule:
    return Rule("agenda.ContactPlan", facts)


def _meeting(*facts: str) -> Rule:
    return Rule("agenda.Meeting", facts)


def _person_alone(*facts: str) -> Rule:
    return Rule("", facts)


_MUNICIPALITY_SEES = ("adviser_of_placement", "consultant_of_placement", "leads_its_unit", "heads_its_department")
_ASSIGNED = ("adviser_of_placement", "consultant_of_placement")
_AGENDA_STAFF = ("adviser_of_agenda", "consultant_of_agenda", "leads_unit_of_agenda")
_READS_AGENDA = ("family_of_agenda", *_AGENDA_STAFF, "heads_department_of_agenda")

MAP: dict[P, Rule] = {
    P.PLACEMENT_READ: _placement("family_of_placement", *_MUNICIPALITY_SEES),
    P.PLACEMENT_CREATE: _person_alone("is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.PLACEMENT_EDIT: _placement("family_with_own_record", *_ASSIGNED, "leads_its_unit"),
    P.PLACEMENT_END: _placement("family_with_own_record", "adviser_of_placement", "leads_its_unit"),
    P.PLACEMENT_HAND_OVER: _placement("leads_its_unit", "heads_its_department"),
    P.PLACEMENT_PROTECT: _placement("adviser_of_placement"),
    P.PLACEMENT_SHARE: _placement("family_with_own_record"),
    P.PLACEMENT_LOOKS: _placement("family_of_placement"),
    P.PLACEMENT_DATES: _placement("family_of_active_placement", *_ASSIGNED, "leads_its_unit"),
    P.PLACEMENT_REPRESENT: _placement("adviser_of_placement", "leads_its_unit", "heads_its_department"),
    P.OWN_RECORD_CREATE: _person_alone("is_foster_parent"),
    P.CHILD_NAME: _placement("family_of_placement", *_ASSIGNED),
    P.CPR_SHOW: _placement("adviser_of_placement"),
    P.FAMILY_READ: _family(
        "member_of_family",
        "consultant_of_family",
        "adviser_of_family",
        "leads_unit_of_family",
        "heads_department_of_family",
    ),
    P.FAMILY_EDIT: _family("member_of_family", "consultant_of_family", "leads_unit_of_family"),
    P.FAMILY_INVITE: _family("member_of_family", "consultant_of_family", "leads_unit_of_family"),
    P.FAMILY_LINK: _family("member_of_family"),
    P.ENQUIRY_READ: _enquiry(
        "family_of_enquiry", "assigned_to_enquiry", "leads_unit_of_enquiry", "heads_department_of_enquiry"
    ),
    P.ENQUIRY_OPEN: _placement("family_of_active_placement", *_ASSIGNED, "leads_its_unit"),
    P.ENQUIRY_WRITE: _enquiry(
        "family_of_live_enquiry", "assigned_to_enquiry", "leads_unit_of_enquiry", "heads_department_of_enquiry"
    ),
    P.ENQUIRY_ANSWER: _enquiry(
        "family_alone_with_enquiry", "assigned_to_enquiry", "leads_unit_of_enquiry", "heads_department_of_enquiry"
    ),
    P.ENQUIRY_NOTE: _enquiry("assigned_to_enquiry", "leads_unit_of_enquiry", "heads_department_of_enquiry"),
    P.ENQUIRY_ACCEPT: _enquiry("family_that_asked", "municipality_that_asked"),
    P.ENQUIRY_ESCALATE: _enquiry("family_that_asked"),
    P.DECISION_OPEN: _placement("adviser_of_active_placement"),
    P.DECISION_LIST: _person_alone("is_adviser", "is_team_leader", "is_head"),
    P.DECISION_READ: _decision("adviser_of_decision", "leads_unit_of_decision", "heads_department_of_decision"),
    P.DECISION_WORK: _decision("adviser_of_decision"),
    P.DECISION_FINALISE: _decision("adviser_of_decision", "leads_unit_of_decision"),
    P.DECISION_FILES: _decision("adviser_of_decision"),
    P.DECISION_FAMILY_READ: _decision(
        "family_told_of_decision",
        "consultant_of_told_decision",
        "adviser_of_decision",
        "leads_unit_of_decision",
        "heads_department_of_decision",
    ),
    P.DECISION_STATEMENT: _decision("family_of_open_decision"),
    P.AGREEMENT_OVERVIEW: _placement("family_of_placement", *_MUNICIPALITY_SEES, "contract_officer_of_placement"),
    P.CONTRACT_LIST: _person_alone("is_contract_officer"),
    P.CONTRACT_CREATE: _placement("contract_officer_of_active_placement"),
    P.CONTRACT_READ: _contract(
        "family_of_agreement",
        "contract_officer_of_contract",
        "consultant_of_agreement",
        "leads_unit_of_agreement",
        "heads_department_of_agreement",
    ),
    P.CONTRACT_NEGOTIATE: _contract("family_of_live_agreement", "contract_officer_of_contract"),
    P.CONTRACT_ACCEPT: _contract("holder_of_contract", "contract_officer_of_contract"),
    P.CONTRACT_END: _contract("holder_of_contract", "contract_officer_of_contract"),
    P.TASK_CREATE: _placement("adviser_of_running_placement", "consultant_of_running_placement"),
    P.TASK_READ: _task(
        "family_of_agreement",
        "adviser_of_agreement",
        "consultant_of_agreement",
        "leads_unit_of_agreement",
        "heads_department_of_agreement",
    ),
    P.TASK_PROPOSE: _task("family_of_live_agreement", "adviser_of_agreement", "consultant_of_agreement"),
    P.TASK_ACCEPT: _task("family_of_live_agreement", "adviser_of_agreement"),
    P.AGENDA_READ: _placement("family_of_placement", *_MUNICIPALITY_SEES),
    P.ENTRY_READ: _entry(
        "family_of_agenda",
        "adviser_of_agenda",
        "consultant_of_agenda",
        "leads_unit_of_agenda",
        "heads_department_of_agenda",
        "takes_part_in_entry",
    ),
    P.ENTRY_WRITE: _entry("family_of_live_agenda", "adviser_of_agenda", "consultant_of_agenda", "leads_unit_of_agenda"),
    P.CONTACT_CREATE: _placement("adviser_of_active_placement"),
    P.CONTACT_READ: _contact(
        "family_of_agenda", "adviser_of_agenda", "consultant_of_agenda", "leads_unit_of_agenda", "heads_department_of_agenda"
    ),
    P.CONTACT_PROPOSE: _contact("family_of_live_agenda", "adviser_of_agenda"),
    P.CONTACT_ACCEPT: _contact("family_of_live_agenda", "adviser_of_agenda"),
    P.CONTACT_MANAGE: _contact("adviser_of_agenda"),
    P.CONTACT_REACTION: _entry("family_of_live_agenda"),
    P.CALENDAR_OWN: _person_alone("is_foster_parent", "is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.SCHOOL_HOLIDAYS: _person_alone("is_administrator"),
    P.CALENDAR_UNIT: _person_alone("is_team_leader", "is_head"),
    P.RHYTHM_LIST: _person_alone("is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.RHYTHM_READ: _placement("family_of_placement", *_MUNICIPALITY_SEES),
    P.RHYTHM_RECORD: _placement("adviser_of_placement", "leads_its_unit"),
    P.RHYTHM_SUPPORT: _placement(*_ASSIGNED, "leads_its_unit"),
    P.RHYTHM_NOTE: _placement("family_of_active_placement", *_ASSIGNED, "leads_its_unit"),
    P.RESPITE_LIST: _person_alone("is_foster_parent", "is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.RESPITE_ASK: _placement("family_of_shared_placement"),
    P.RESPITE_READ: _stay(*_READS_AGENDA),
    P.RESPITE_REPLY: _stay("family_of_live_agenda"),
    P.RESPITE_OFFER: _stay(*_AGENDA_STAFF),
    P.RESPITE_KEEP: _stay("family_of_live_agenda", *_AGENDA_STAFF),
    P.HOLIDAY_WISH: _placement("family_of_shared_placement"),
    P.HOLIDAY_READ: _wish(*_READS_AGENDA),
    P.HOLIDAY_ANSWER: _wish(*_AGENDA_STAFF),
    P.HOLIDAY_WITHDRAW: _wish("family_of_live_agenda"),
    P.CARE_ASK: _placement("family_of_shared_placement"),
    P.CARE_READ: _care(*_READS_AGENDA),
    P.CARE_ANSWER: _care(*_AGENDA_STAFF),
    P.CARE_KEEP: _care("family_of_live_agenda", *_AGENDA_STAFF),
    P.MEETING_CALL: _placement("family_of_active_placement", *_ASSIGNED, "leads_its_unit"),
    P.MEETING_READ: _meeting(*_READS_AGENDA, "takes_part_in_meeting"),
    P.MEETING_WRITE: _meeting("family_of_live_agenda", *_AGENDA_STAFF, "takes_part_in_meeting"),
    P.MEETING_ARRANGE: _meeting("family_of_live_agenda", *_AGENDA_STAFF),
    P.MEETING_MINUTES: _meeting("family_of_agenda", *_AGENDA_STAFF, "takes_part_in_meeting"),
    P.EXPENSE_LIST: _person_alone("is_foster_parent", "is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.EXPENSE_OVERVIEW: _placement("family_of_placement", *_MUNICIPALITY_SEES),
    P.EXPENSE_READ: _expense(
        "family_of_expense",
        "adviser_of_expense",
        "consultant_of_expense",
        "leads_unit_of_expense",
        "heads_department_of_expense",
    ),
    P.EXPENSE_APPLY: _placement("family_of_shared_placement"),
    P.EXPENSE_REPLY: _expense("family_of_expense"),
    P.EXPENSE_DECIDE: _expense("adviser_of_expense", "leads_unit_of_expense", "heads_department_of_expense"),
    P.EXPENSE_PAY_OUT: _expense("adviser_of_expense", "leads_unit_of_expense", "heads_department_of_expense"),
    P.EXPENSE_CATALOGUE: _person_alone("is_administrator", "is_head"),
    P.RATES_MANAGE: _person_alone("is_operator"),
    P.CASELOAD_READ: _person_alone("is_adviser", "is_consultant"),
    P.WORKLOAD_READ: _person_alone("is_team_leader", "is_head"),
    P.SEARCH: _person_alone("is_foster_parent", "is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.CPR_SEARCH: _person_alone("is_adviser", "is_consultant", "is_team_leader", "is_head"),
    P.EMPLOYEE_MANAGE: _person_alone("is_administrator"),
    P.UNIT_MANAGE: _person_alone("is_administrator"),
    P.REPLY_TIME_MANAGE: _person_alone("is_administrator", "is_head"),
    P.IMPORT: _person_alone("is_administrator"),
    P.REVIEW_STUDIES: _person_alone("is_analyst"),
    P.REVIEW_READ: _study("analyst_of_study", "part_in_study"),
    P.REVIEW_MANAGE: _study("analyst_of_study"),
    P.REVIEW_RESULTS: _study("analyst_of_study", "part_in_closed_study"),
    P.REVIEW_DECISION: _sampled("analyst_of_decision", "codes_decision", "settles_decision"),
    P.REVIEW_WORKLIST: _person_alone("is_reviewer"),
    P.REVIEW_CODE: Rule("practice_review.Coding", ("own_coding",)),
    P.REVIEW_SETTLE: _sampled("settles_decision"),
    P.SURVEY_QUESTIONNAIRES: _person_alone("is_analyst"),
    P.SURVEY_QUESTIONNAIRE: Rule("surveys.Questionnaire", ("analyst_of_questionnaire",)),
    P.SURVEY_QUESTIONNAIRE_EDIT: Rule("surveys.Questionnaire", ("analyst_of_questionnaire",)),
    P.SURVEY_ROUNDS: _person_alone("is_analyst"),
    P.SURVEY_ROUND: Rule("surveys.Round", ("analyst_of_round",)),
    P.SURVEY_MANAGE: Rule("surveys.Round", ("analyst_of_round",)),
    P.SURVEY_TEXTS: Rule("surveys.Round", ("analyst_of_round",)),
    P.SURVEY_RESULTS: Rule("surveys.Round", ("analyst_of_round",)),
    P.SURVEY_PUBLISH: Rule("surveys.Round", ("analyst_of_round",)),
    P.SURVEY_COMMENT: _person_alone("is_head"),
    P.SURVEY_MUNICIPALITY: _person_alone("is_analyst", "is_head", "is_team_leader", "is_administrator"),
    P.MUNICIPALITY_MANAGE: _person_alone("is_operator"),
}
