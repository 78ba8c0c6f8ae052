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
            "family": {"ruth"},
            "adviser": {"nadia"},
            "consultant": {"ida", "mette"},
            "leader": {"ole", "bo"},
            "head": {"birgit"},
        },
    ),
    "oliver": ("ended", {"family": {"karen"}, "leader": {"hanne"}, "head": {"birgit"}}),
    "mia": ("active", {"family": {"inger", "per"}, "adviser": {"peter"}, "leader": {"rikke"}, "head": {"jens_falk"}}),
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

# --- what a tie allows ----------------------------------------------------------------------------------------------

_STAFF_ACTIVE = {(tie, "active") for tie in ("adviser", "consultant", "leader", "head")}
_LEADERS_ENDED = {("leader", "ended"), ("head", "ended")}
_FAMILY_ALWAYS = {("family", "active"), ("family", "ended"), ("family", "own")}
_FAMILY_LIVE = {("family", "active"), ("family", "own")}
_AT_WORK = {("adviser", "active"), ("consultant", "active"), ("leader", "active"), ("leader", "ended")}

OF_PLACEMENT: dict[P, set[tuple[str, str]]] = {
    P.PLACEMENT_READ: _FAMILY_ALWAYS | _STAFF_ACTIVE | _LEADERS_ENDED,
    P.PLACEMENT_EDIT: {("family", "own")} | _AT_WORK,
    P.PLACEMENT_END: {("family", "own"), ("adviser", "active"), ("leader", "active"), ("leader", "ended")},
    P.PLACEMENT_HAND_OVER: {("leader", "active"), ("head", "active")} | _LEADERS_ENDED,
    P.PLACEMENT_PROTECT: {("adviser", "active")},
    P.PLACEMENT_SHARE: {("family", "own")},
    P.PLACEMENT_LOOKS: _FAMILY_ALWAYS,
    P.PLACEMENT_DATES: _FAMILY_LIVE | _AT_WORK,
    P.PLACEMENT_REPRESENT: {("adviser", "active"), ("leader", "active"), ("head", "active")} | _LEADERS_ENDED,
    P.CHILD_NAME: _FAMILY_ALWAYS | {("adviser", "active"), ("consultant", "active")},
    P.CPR_SHOW: {("adviser", "active")},
    P.ENQUIRY_OPEN: _FAMILY_LIVE | _AT_WORK,
}
OF_FAMILY: dict[P, set[str]] = {
    P.FAMILY_READ: {"member", "adviser", "consultant", "leader", "head"},
    P.FAMILY_EDIT: {"member", "consultant", "leader"},
    P.FAMILY_INVITE: {"member", "consultant", "leader"},
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
    P.CASELOAD_READ: _ADVISERS | _CONSULTANTS,
    P.WORKLOAD_READ: _LEADERS | _HEADS,
    P.SEARCH: PARENTS | _CASE_WORKERS,
    P.CPR_SEARCH: _CASE_WORKERS,
    P.EMPLOYEE_MANAGE: _ADMINISTRATORS,
    P.UNIT_MANAGE: _ADMINISTRATORS,
    P.REPLY_TIME_MANAGE: _ADMINISTRATORS | _HEADS,
    P.IMPORT: _ADMINISTRATORS,
    P.MUNICIPALITY_MANAGE: {"operator"},
}


def asked_about(kind: str, key: str) -> set[str]:
    """Everybody tied to the thing, and the outsiders; the whole cast where no thing is asked about."""
    if kind == "family":
        ties = FAMILIES[key]
    elif kind in ("placement", "enquiry"):
        ties = PLACEMENTS[ENQUIRIES[key][0] if kind == "enquiry" else key][1]
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
    table = OF_PLACEMENT
    if kind == "enquiry":
        key, from_municipality = ENQUIRIES[key]
        table = OF_ENQUIRY_FROM_MUNICIPALITY if from_municipality else OF_ENQUIRY
    state, ties = PLACEMENTS[key]
    return any(who in people and (tie, state) in table[permission] for tie, people in ties.items())
