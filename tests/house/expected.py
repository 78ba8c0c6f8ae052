"""Who may do what in the story, written by hand and never computed from `access.map`: the matrix compares the two.

Ties are who somebody is to a placement, a family or an enquiry of the story; `ALLOWED` says which tie gives which
permission in which state of the thing. A change of the map that is meant has to be written here as well.
"""

from __future__ import annotations

from plejebro.access.permissions import Permission as P

# --- who is who -----------------------------------------------------------------------------------------------------

ROLES = {
    "inger": "foster parent",
    "per": "co-foster parent",
    "karen": "foster parent with an ended placement too",
    "lise": "foster parent with an expired approval",
    "ruth": "foster parent of a protected child",
    "mona": "foster parent with her own record",
    "finn": "former foster parent",
    "sofie": "family with pending approval",
    "sara": "adviser assigned",
    "lars": "adviser, same unit",
    "nadia": "adviser, other unit",
    "jonas": "former employee",
    "mette": "consultant, and deputy",
    "ida": "consultant, away",
    "kaj": "contract officer",
    "gerda": "other municipality's contract officer",
    "hanne": "team leader",
    "bo": "team leader of the consultants",
    "ole": "team leader, other unit",
    "birgit": "head of department",
    "tove": "administrator",
    "peter": "other municipality's adviser",
    "rikke": "other municipality's team leader",
    "jens_falk": "other municipality's head of department",
    "lone": "other municipality's administrator",
    "union": "union adviser",
    "analyst": "analyst",
    "operator": "operator",
    "agnete": "analyst who settles",
    "rune": "reviewer",
    "bodil": "reviewer of the same decisions",
}
WITHOUT_HAT = {"finn", "jonas"}

# Who is asked about every thing: each role once or twice, most of them with a full set of things of their own.
OUTSIDERS = (
    "anonymous",
    "inger",
    "mona",
    "finn",
    "sofie",
    "lars",
    "jonas",
    "kaj",
    "ole",
    "tove",
    "peter",
    "jens_falk",
    "union",
    "analyst",
    "operator",
)

# --- ties -----------------------------------------------------------------------------------------------------------

PLACEMENTS: dict[str, tuple[str, dict[str, set[str]]]] = {
    "noah": (
        "active",
        {
            "holder": {"inger"},
            "officer": {"kaj"},
            "family": {"inger", "per"},
            "adviser": {"sara"},
            "consultant": {"mette"},
            "leader": {"hanne", "bo"},
            "head": {"birgit"},
        },
    ),
    "asta": (
        "active",
        {
            "holder": {"lise"},
            "officer": {"kaj"},
            "family": {"lise"},
            "adviser": {"sara"},
            "consultant": {"ida", "mette"},
            "leader": {"hanne", "bo"},
            "head": {"birgit"},
        },
    ),
    "sigrun": (
        "active",
        {
            "holder": {"ruth"},
            "officer": {"kaj"},
            "family": {"ruth"},
            "adviser": {"nadia"},
            "consultant": {"ida", "mette"},
            "leader": {"ole", "bo"},
            "head": {"birgit"},
        },
    ),
    "oliver": (
        "ended",
        {"holder": {"karen"}, "officer": {"kaj"}, "family": {"karen"}, "leader": {"hanne"}, "head": {"birgit"}},
    ),
    "mia": (
        "active",
        {
            "holder": {"inger"},
            "officer": {"gerda"},
            "family": {"inger", "per"},
            "adviser": {"peter"},
            "leader": {"rikke"},
            "head": {"jens_falk"},
        },
    ),
    "viktor": ("own", {"family": {"mona"}}),
}
FAMILIES: dict[str, dict[str, set[str]]] = {
    "dahl": {
        "member": {"inger", "per"},
        "adviser": {"sara", "peter"},
        "consultant": {"mette"},
        "leader": {"hanne", "bo", "rikke"},
        "head": {"birgit", "jens_falk"},
    },
    "vang": {
        "member": {"ruth"},
        "adviser": {"nadia"},
        "consultant": {"ida", "mette"},
        "leader": {"ole", "bo"},
        "head": {"birgit"},
    },
    "elmer": {"member": {"sofie"}, "consultant": {"ida", "mette"}, "leader": {"hanne", "bo", "ole"}, "head": {"birgit"}},
    "vind": {"member": {"mona"}},
}
# Protection beats role: who is masked from the home cannot correct its address.
HIDDEN_HOMES = {"vang"}
# Enquiry → the placement it is about, and whether the municipality asked.
ENQUIRIES: dict[str, tuple[str, bool]] = {
    "driving": ("noah", False),
    "minutes": ("noah", True),
    "parents": ("sigrun", False),
    "things": ("oliver", False),
    "care": ("mia", False),
    "own_phone": ("viktor", False),
}

# Decision case → the placement it is about, whether the family has been told of it, and whether it is still going on.
DECISIONS: dict[str, tuple[str, bool, bool]] = {
    "asta": ("asta", True, True),
    "sigrun": ("sigrun", True, True),
    "mia": ("mia", False, True),
    "oliver": ("oliver", True, False),
}

# Expense → the placement it is about.
EXPENSES = {
    "bike": "noah",
    "camp": "noah",
    "desk": "noah",
    "coat": "mia",
    "lamp": "sigrun",
    "helmet": "oliver",
}

# Entry in the calendar → the placement it is about.
ENTRIES = {
    "dentist": "noah",
    "camp": "noah",
    "talk": "mia",
    "riding": "sigrun",
    "course": "asta",
    "date_noah": "noah",
    "date_viktor": "viktor",
}

# Visit, contact plan → the placement it is about.
VISITS = {"visit": "noah", "visit_coming": "noah", "visit_cancelled": "noah", "visit_hidden": "asta"}
ENTRIES |= VISITS
CONTACT_PLANS = {"noah": "noah", "grandmother": "noah", "asta": "asta"}

# Respite stay, wish for holiday, child care → the placement it is about.
STAYS = {"late": "noah", "ahead": "noah", "hidden": "sigrun", "mia": "mia", "gone": "oliver"}
WISHES = {"winter_noah": "noah", "winter_mia": "mia", "summer": "noah"}
CARE = {"evening": "noah"}

# Meeting → the placement it is about.
MEETINGS = {
    "status": "noah",
    "autumn": "noah",
    "short": "asta",
    "quiet": "sigrun",
    "own": "viktor",
    "fresh": "mia",
    "old": "oliver",
}

# Contract, agreement on the task → the placement it is about.
CONTRACTS = {"noah": "noah", "asta": "asta", "sigrun": "sigrun", "oliver": "oliver", "mia": "mia"}
TASKS = {"noah": "noah", "asta": "asta"}

# Study → its reviewers, and whether it is closed. Sampled decision → the two who code it, and who may settle it now.
# Coding → whose it is.
STUDIES: dict[str, tuple[set[str], bool]] = {
    "57": ({"rune", "bodil"}, True),
    "open": ({"rune", "bodil"}, False),
    "draft": (set(), False),
}
SAMPLED: dict[str, tuple[set[str], set[str]]] = {
    "disputed": ({"rune", "bodil"}, {"agnete"}),
    "waiting": ({"rune", "bodil"}, set()),
}
CODINGS = {"rune": "rune", "bodil": "bodil"}
ANALYSTS = {"agnete", "analyst"}
# Rounds of asking: the analysts' alone.
ROUNDS = {"published": "published", "closed": "closed", "open": "open", "draft": "draft"}

# --- what a tie allows ----------------------------------------------------------------------------------------------

_STAFF_ACTIVE = {(tie, "active") for tie in ("adviser", "consultant", "leader", "head")}
_LEADERS_ENDED = {("leader", "ended"), ("head", "ended")}
_FAMILY_ALWAYS = {("family", "active"), ("family", "ended"), ("family", "own")}
_FAMILY_LIVE = {("family", "active"), ("family", "own")}
_AT_WORK = {("adviser", "active"), ("consultant", "active"), ("leader", "active"), ("leader", "ended")}

_OFFICER = {("officer", "active"), ("officer", "ended")}

OF_PLACEMENT: dict[P, set[tuple[str, str]]] = {
    P.PLACEMENT_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.PLACEMENT_EDIT: {("family", "own")} | _AT_WORK,
    P.PLACEMENT_END: {("family", "own"), ("adviser", "active"), ("leader", "active"), ("leader", "ended")},
    P.PLACEMENT_HAND_OVER: {("leader", "active"), ("head", "active")} | _LEADERS_ENDED,
    P.PLACEMENT_PROTECT: {("adviser", "active")},
    P.PLACEMENT_SHARE: {("family", "own")},
    P.PLACEMENT_LOOKS: _FAMILY_ALWAYS,
    P.PLACEMENT_DATES: _FAMILY_LIVE | _AT_WORK,
    P.MEETING_CALL: _FAMILY_LIVE | _AT_WORK,
    P.PLACEMENT_REPRESENT: {("adviser", "active"), ("leader", "active"), ("head", "active")} | _LEADERS_ENDED,
    P.CHILD_NAME: _FAMILY_ALWAYS | {("adviser", "active"), ("consultant", "active")},
    P.CPR_SHOW: {("adviser", "active")},
    P.ENQUIRY_OPEN: _FAMILY_LIVE | _AT_WORK,
    P.DECISION_OPEN: {("adviser", "active")},
    P.AGREEMENT_OVERVIEW: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED | _OFFICER,
    P.CONTRACT_CREATE: {("officer", "active")},
    P.TASK_CREATE: {("adviser", "active"), ("consultant", "active")},
    P.EXPENSE_OVERVIEW: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.RESPITE_ASK: {("family", "active")},
    P.HOLIDAY_WISH: {("family", "active")},
    P.CARE_ASK: {("family", "active")},
    P.CONTACT_CREATE: {("adviser", "active")},
    P.AGENDA_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.RHYTHM_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.RHYTHM_RECORD: {("adviser", "active"), ("leader", "active"), ("leader", "ended")},
    P.RHYTHM_SUPPORT: _AT_WORK,
    P.RHYTHM_NOTE: _FAMILY_LIVE | _AT_WORK,
    P.EXPENSE_APPLY: {("family", "active")},
}
OF_FAMILY: dict[P, set[str]] = {
    P.FAMILY_READ: {"member", "adviser", "consultant", "leader", "head"},
    P.FAMILY_EDIT: {"member", "consultant", "leader"},
    P.FAMILY_INVITE: {"member", "consultant", "leader"},
    P.FAMILY_LINK: {"member"},
}
OF_ENQUIRY: dict[P, set[tuple[str, str]]] = {
    P.ENQUIRY_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.ENQUIRY_WRITE: _FAMILY_LIVE | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.ENQUIRY_ANSWER: {("family", "own")} | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.ENQUIRY_NOTE: _STAFF_ACTIVE | _LEADERS_ENDED,
    P.ENQUIRY_ACCEPT: _FAMILY_ALWAYS,
    P.ENQUIRY_ESCALATE: _FAMILY_ALWAYS,
}
# Where the municipality asked, it is the municipality that accepts, and the family cannot go up its ladder.
OF_ENQUIRY_FROM_MUNICIPALITY: dict[P, set[tuple[str, str]]] = {
    **OF_ENQUIRY,
    P.ENQUIRY_ACCEPT: {("adviser", "active"), ("consultant", "active"), ("leader", "active")},
    P.ENQUIRY_ESCALATE: set(),
}

_DECISION_STAFF = {("adviser", "active"), ("leader", "active"), ("head", "active")} | _LEADERS_ENDED
OF_DECISION: dict[P, set[tuple[str, str]]] = {
    P.DECISION_READ: _DECISION_STAFF,
    P.DECISION_WORK: {("adviser", "active")},
    P.DECISION_FINALISE: {("adviser", "active"), ("leader", "active"), ("leader", "ended")},
    P.DECISION_FILES: {("adviser", "active")},
    P.DECISION_FAMILY_READ: _DECISION_STAFF,
    P.DECISION_STATEMENT: set(),
}
# What the family, and the consultant who looks after it, may do once it has been told; the statement while it goes on.
OF_TOLD_DECISION: dict[P, set[tuple[str, str]]] = {
    P.DECISION_FAMILY_READ: _FAMILY_ALWAYS | {("consultant", "active")},
}
OF_OPEN_DECISION: dict[P, set[tuple[str, str]]] = {P.DECISION_STATEMENT: _FAMILY_ALWAYS}

# The consultant reads along, and does not decide.
_DECIDES_EXPENSE = {("adviser", "active"), ("leader", "active"), ("head", "active")} | _LEADERS_ENDED
OF_EXPENSE: dict[P, set[tuple[str, str]]] = {
    P.EXPENSE_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.EXPENSE_REPLY: _FAMILY_ALWAYS,
    P.EXPENSE_DECIDE: _DECIDES_EXPENSE,
    P.EXPENSE_PAY_OUT: _DECIDES_EXPENSE,
}

OF_ENTRY: dict[P, set[tuple[str, str]]] = {
    P.ENTRY_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.ENTRY_WRITE: _FAMILY_LIVE | _AT_WORK,
    P.CONTACT_REACTION: _FAMILY_LIVE,
}

OF_CONTACT_PLAN: dict[P, set[tuple[str, str]]] = {
    P.CONTACT_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.CONTACT_PROPOSE: _FAMILY_LIVE | {("adviser", "active")},
    P.CONTACT_ACCEPT: _FAMILY_LIVE | {("adviser", "active")},
    P.CONTACT_MANAGE: {("adviser", "active")},
}

# The head of department reads along; consultant, adviser and leader answer, and the family while the placement lasts.
_READS_STAY = _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED
OF_STAY: dict[P, set[tuple[str, str]]] = {
    P.RESPITE_READ: _READS_STAY,
    P.RESPITE_REPLY: _FAMILY_LIVE,
    P.RESPITE_OFFER: _AT_WORK,
    P.RESPITE_KEEP: _FAMILY_LIVE | _AT_WORK,
}
OF_WISH: dict[P, set[tuple[str, str]]] = {
    P.HOLIDAY_READ: _READS_STAY,
    P.HOLIDAY_ANSWER: _AT_WORK,
    P.HOLIDAY_WITHDRAW: _FAMILY_LIVE,
}
OF_CARE: dict[P, set[tuple[str, str]]] = {
    P.CARE_READ: _READS_STAY,
    P.CARE_ANSWER: _AT_WORK,
    P.CARE_KEEP: _FAMILY_LIVE | _AT_WORK,
}

# Minutes are written and objected to after the placement too; the rest belongs to meetings to come.
OF_MEETING: dict[P, set[tuple[str, str]]] = {
    P.MEETING_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.MEETING_WRITE: _FAMILY_LIVE | _AT_WORK,
    P.MEETING_ARRANGE: _FAMILY_LIVE | _AT_WORK,
    P.MEETING_MINUTES: _FAMILY_ALWAYS | _AT_WORK,
}

# Pay and rights: the child's adviser does not read them. One of the family signs, and the officer for the municipality.
_READS_CONTRACT = {("consultant", "active"), ("leader", "active"), ("head", "active")} | _LEADERS_ENDED
_SIGNS = {("holder", "active"), ("holder", "ended")} | _OFFICER
OF_CONTRACT: dict[P, set[tuple[str, str]]] = {
    P.CONTRACT_READ: _FAMILY_ALWAYS | _READS_CONTRACT | _OFFICER,
    P.CONTRACT_NEGOTIATE: {("family", "active")} | _OFFICER,
    P.CONTRACT_ACCEPT: _SIGNS,
    P.CONTRACT_END: _SIGNS,
}
OF_TASK: dict[P, set[tuple[str, str]]] = {
    P.TASK_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.TASK_PROPOSE: {("family", "active"), ("adviser", "active"), ("consultant", "active")},
    P.TASK_ACCEPT: {("family", "active"), ("adviser", "active")},
}

# A page behind a permission that both sides can hold, but with a meaning for a family alone with its record only.
FOR_FAMILIES_ONLY = {"enquiries:municipality_answered"}

# --- what a person may do whatever the thing ------------------------------------------------------------------------

PARENTS = {"inger", "per", "karen", "lise", "ruth", "mona", "sofie"}
_ADVISERS, _CONSULTANTS = {"sara", "lars", "nadia", "peter"}, {"mette", "ida"}
_LEADERS, _HEADS, _ADMINISTRATORS = {"hanne", "bo", "ole", "rikke"}, {"birgit", "jens_falk"}, {"tove", "lone"}
_CASE_WORKERS = _ADVISERS | _CONSULTANTS | _LEADERS | _HEADS

OF_PERSON: dict[P, set[str]] = {
    P.PLACEMENT_CREATE: _CASE_WORKERS,
    P.OWN_RECORD_CREATE: PARENTS,
    P.DECISION_LIST: _ADVISERS | _LEADERS | _HEADS,
    P.CONTRACT_LIST: {"kaj", "gerda"},
    P.CASELOAD_READ: _ADVISERS | _CONSULTANTS,
    P.EXPENSE_LIST: PARENTS | _CASE_WORKERS,
    P.RESPITE_LIST: PARENTS | _CASE_WORKERS,
    P.CALENDAR_OWN: PARENTS | _CASE_WORKERS,
    P.CALENDAR_UNIT: _LEADERS | _HEADS,
    P.SCHOOL_HOLIDAYS: _ADMINISTRATORS,
    P.RHYTHM_LIST: _CASE_WORKERS,
    P.EXPENSE_CATALOGUE: _ADMINISTRATORS | _HEADS,
    P.RATES_MANAGE: {"operator"},
    P.WORKLOAD_READ: _LEADERS | _HEADS,
    P.SEARCH: PARENTS | _CASE_WORKERS,
    P.CPR_SEARCH: _CASE_WORKERS,
    P.EMPLOYEE_MANAGE: _ADMINISTRATORS,
    P.UNIT_MANAGE: _ADMINISTRATORS,
    P.REPLY_TIME_MANAGE: _ADMINISTRATORS | _HEADS,
    P.IMPORT: _ADMINISTRATORS,
    P.MUNICIPALITY_MANAGE: {"operator"},
    P.REVIEW_STUDIES: ANALYSTS,
    P.SURVEY_QUESTIONNAIRES: ANALYSTS,
    P.SURVEY_ROUNDS: ANALYSTS,
    P.SURVEY_COMMENT: _HEADS,
    P.SURVEY_MUNICIPALITY: ANALYSTS | _LEADERS | _HEADS | _ADMINISTRATORS,
    P.REVIEW_WORKLIST: {"rune", "bodil"},
}


def asked_about(kind: str, key: str) -> set[str]:
    """Everybody tied to the thing, and the outsiders; the whole cast where no thing is asked about."""
    if kind == "family":
        ties = FAMILIES[key]
    elif kind in ("placement", "enquiry", "decision"):
        about = ENQUIRIES[key][0] if kind == "enquiry" else DECISIONS[key][0] if kind == "decision" else key
        ties = PLACEMENTS[about][1]
    elif kind == "expense":
        ties = PLACEMENTS[EXPENSES[key]][1]
    elif kind == "contact_plan":
        ties = PLACEMENTS[CONTACT_PLANS[key]][1]
    elif kind == "entry":
        ties = PLACEMENTS[ENTRIES[key]][1]
    elif kind in ("stay", "wish", "care"):
        ties = PLACEMENTS[{"stay": STAYS, "wish": WISHES, "care": CARE}[kind][key]][1]
    elif kind == "meeting":
        ties = PLACEMENTS[MEETINGS[key]][1]
    elif kind in ("contract", "task"):
        ties = PLACEMENTS[(CONTRACTS if kind == "contract" else TASKS)[key]][1]
    elif kind in ("study", "sampled", "coding"):
        return {"agnete", "analyst", "rune", "bodil"} | set(OUTSIDERS)
    else:
        return {"anonymous", *ROLES}
    return {who for people in ties.values() for who in people} | set(OUTSIDERS)


def may(permission: P, who: str, kind: str, key: str) -> bool:
    """Whether `who` has `permission` on the story's thing `key` of `kind` ("" for permissions about the person)."""
    if permission in OF_PERSON:
        return who in OF_PERSON[permission]
    if kind == "family":
        if key in HIDDEN_HOMES and permission != P.FAMILY_READ and who in FAMILIES[key]["leader"]:
            return False
        return any(who in people for tie, people in FAMILIES[key].items() if tie in OF_FAMILY[permission])
    if kind == "decision":
        return _may_decision(permission, who, key)
    if kind in ("study", "sampled", "coding"):
        return _may_review(permission, who, key)
    if kind in ("questionnaire", "round"):
        return who in ANALYSTS
    table = OF_PLACEMENT
    if kind == "enquiry":
        key, from_municipality = ENQUIRIES[key]
        table = OF_ENQUIRY_FROM_MUNICIPALITY if from_municipality else OF_ENQUIRY
    if kind == "expense":
        key, table = EXPENSES[key], OF_EXPENSE
    if kind == "contact_plan":
        key, table = CONTACT_PLANS[key], OF_CONTACT_PLAN
    if kind == "entry":
        key, table = ENTRIES[key], OF_ENTRY
    if kind == "stay":
        key, table = STAYS[key], OF_STAY
    if kind == "wish":
        key, table = WISHES[key], OF_WISH
    if kind == "care":
        key, table = CARE[key], OF_CARE
    if kind == "meeting":
        key, table = MEETINGS[key], OF_MEETING
    if kind == "contract":
        key, table = CONTRACTS[key], OF_CONTRACT
    if kind == "task":
        key, table = TASKS[key], OF_TASK
    state, ties = PLACEMENTS[key]
    return any(who in people and (tie, state) in table[permission] for tie, people in ties.items())


def _may_decision(permission: P, who: str, key: str) -> bool:
    placement, told, goes_on = DECISIONS[key]
    state, ties = PLACEMENTS[placement]
    allowed = set(OF_DECISION[permission])
    if told:
        allowed |= OF_TOLD_DECISION.get(permission, set())
    if told and goes_on:
        allowed |= OF_OPEN_DECISION.get(permission, set())
    return any(who in people and (tie, state) in allowed for tie, people in ties.items())


def _may_review(permission: P, who: str, key: str) -> bool:
    if permission == P.REVIEW_CODE:
        return who == CODINGS[key]
    if permission == P.REVIEW_SETTLE:
        return who in SAMPLED[key][1]
    if permission == P.REVIEW_DECISION:
        return who in ANALYSTS or who in SAMPLED[key][0]
    if who in ANALYSTS or permission == P.REVIEW_MANAGE:
        return who in ANALYSTS
    reviewers, closed = STUDIES[key]
    return who in reviewers and (closed or permission == P.REVIEW_READ)
