"""The foster families and their children, and who in the municipality has which task on each placement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from plejebro.agenda.calendar.dates import Written, write_date
from plejebro.audit.types import System
from plejebro.cli.story.offices import HANDOVER_WORKDAYS_AGO, add_person
from plejebro.cli.story.stage import Stage, submission
from plejebro.families.actions import Home, add_member, approve, create_family, end_membership, tie_to_municipality
from plejebro.families.enums import ApprovalType, LinkOrigin
from plejebro.families.models import Family
from plejebro.flows.actions import end_placement, hand_over_all
from plejebro.kernel import clock
from plejebro.kernel.cpr import Cpr, parse_cpr
from plejebro.people.actions import create_person, protect, relate
from plejebro.people.enums import ProtectionKind, RelationKind
from plejebro.placements.actions import assign, create_placement, name_representative
from plejebro.placements.enums import EndReason, Origin, Task
from plejebro.placements.models import Placement

GROUP = "Plejefamilier"


@dataclass(frozen=True)
class Household:
    """A foster family of the story: members as (key, given name, family name, line in the log-in panel)."""

    key: str
    name: str
    home: Home
    members: tuple[tuple[str, str, str, str], ...]
    approval: ApprovalType | None
    places: int = 2
    expired: bool = False


HOUSEHOLDS = (
    Household(
        "dahl",
        "Inger og Per Dahl",
        Home("Engdraget 4", "9991", "Ådal"),
        (
            ("inger", "Inger", "Dahl", "har Noah fra Ådal og Mia fra Fjordby; en henvendelse er over fristen"),
            ("per", "Per", "Dahl", "Ingers mand, samme familie"),
        ),
        ApprovalType.ENHANCED,
    ),
    Household(
        "toft",
        "Karen Toft",
        Home("Kirkestien 12", "9991", "Ådal"),
        (("karen", "Karen", "Toft", "har Liv; havde Oliver, der er flyttet hjem"),),
        ApprovalType.GENERAL,
    ),
    Household(
        "bak",
        "Anne og Jens Bak",
        Home("Møllevej 31", "9991", "Ådal"),
        (
            ("anne", "Anne", "Bak", "har Emil; er midt i en forhandling om vederlag"),
            ("jens", "Jens", "Bak", "Annes mand; spurgte i går"),
        ),
        ApprovalType.SPECIALISED,
    ),
    Household(
        "krog",
        "Lise Krog",
        Home("Havnegade 8", "9991", "Ådal"),
        (
            ("lise", "Lise", "Krog", "har Asta; godkendelsen er udløbet"),
            ("finn", "Finn", "Krog", "er ikke længere med i familien"),
        ),
        ApprovalType.GENERAL,
        1,
        True,
    ),
    Household(
        "vang",
        "Ruth og Torben Vang",
        Home("Tranehøjvej 48", "9994", "Ravnsby"),
        (("ruth", "Ruth", "Vang", "har et barn med navne- og adressebeskyttelse"),),
        ApprovalType.SPECIALISED,
    ),
    Household(
        "saleh",
        "Hanna og Ali Saleh",
        Home("Strandlodden 2", "9992", "Fjordby"),
        (("hanna", "Hanna", "Saleh", "har Elias fra Fjordby, som ikke har konsulenter"),),
        ApprovalType.GENERAL,
    ),
    Household(
        "vind",
        "Mona og Erik Vind",
        Home("Skovbrynet 17", "9993", "Skovlund"),
        (("mona", "Mona", "Vind", "kommunen bruger ikke Plejebro: familiens egen optegnelse"),),
        None,
    ),
    Household(
        "elmer",
        "Sofie Elmer",
        Home("Åbakken 5", "9991", "Ådal"),
        (("sofie", "Sofie", "Elmer", "venter på godkendelse og har endnu ingen børn"),),
        None,
    ),
)


@dataclass(frozen=True)
class Child:
    """A placed child of the story; years and days count back from today, so that ages stay as they are."""

    key: str
    name: tuple[str, str]
    years: int
    family: str
    municipality: str
    unit: str
    adviser: str
    consultant: str
    placed_days: int
    mother: tuple[str, str] = ("", "")


CHILDREN = (
    Child("noah", ("Noah", "Dreyer"), 9, "dahl", "901", "Børn og Unge Nord", "jonas", "mette", 1560, ("Camilla", "Dreyer")),
    Child("liv", ("Liv", "Klitgaard"), 11, "toft", "901", "Børn og Unge Nord", "jonas", "mette", 980),
    Child("emil", ("Emil", "Sander"), 7, "bak", "901", "Børn og Unge Nord", "jonas", "mette", 610),
    Child("asta", ("Asta", "Mølgaard"), 13, "krog", "901", "Børn og Unge Nord", "jonas", "ida", 1210),
    Child("sigrun", ("Sigrun", "Kvistgaard"), 8, "vang", "901", "Børn og Unge Syd", "nadia", "ida", 420),
    Child("oliver", ("Oliver", "Bech"), 12, "toft", "901", "Børn og Unge Nord", "lars", "mette", 1100),
    Child("mia", ("Mia", "Nørskov"), 6, "dahl", "902", "Børn og Unge", "peter", "", 330),
    Child("elias", ("Elias", "Haddad"), 10, "saleh", "902", "Børn og Unge", "line", "", 520),
    Child("viktor", ("Viktor", "Lindeskov"), 10, "vind", "903", "", "", "", 700),
)


def settle_families(stage: Stage) -> None:
    """Families, members and approvals."""
    for household in HOUSEHOLDS:
        start = clock.today()
        family = create_family(actor=System(), name=household.name, home=household.home)
        stage.things[f"family:{household.key}"] = family
        for number, (key, given, last, line) in enumerate(household.members):
            user = add_person(stage, key, f"{given} {last}", GROUP, line)
            stage.things[f"member:{key}"] = add_member(
                actor=System(),
                family=family,
                given_name=given,
                family_name=last,
                email=user.email,
                phone=f"20 30 {user.pk % 90 + 10} 11",
                starts=start,
                holds_contract=number == 0,
                user_id=user.pk,
            )
        if household.approval:
            _approve(stage, family, household, start)
    end_membership(actor=System(), member=stage.things["member:finn"], on=stage.today - timedelta(days=300))


def _meet_sofie(stage: Stage) -> None:
    """Ådal gets to know a family that waits for its approval."""
    tie_to_municipality(
        actor=System(municipality_code="901"),
        family=stage.things["family:elmer"],
        municipality=stage.things["901"],
        origin=LinkOrigin.MUNICIPALITY,
        starts=clock.today(),
        shared=True,
    )


def _approve(stage: Stage, family: Family, household: Household, start: date) -> None:
    if household.approval is None:
        return
    approve(
        actor=System(),
        family=family,
        kind=household.approval,
        places=household.places,
        approved_by="Socialtilsyn Ådal",
        starts=start,
        ends=stage.today - timedelta(days=21) if household.expired else None,
    )


def place_children(stage: Stage) -> None:
    """Plans the scenes in which each child comes to its family and the tasks are given out."""
    for number, child in enumerate(CHILDREN):
        day = stage.today - timedelta(days=child.placed_days)
        stage.at(day, f"9.{number:02d}", partial(_place, stage, child, day, number))


def _place(stage: Stage, child: Child, day: date, number: int) -> None:
    born = date(stage.today.year - child.years, 2 + number % 3, 3 + number)
    person = create_person(actor=System(), given_name=child.name[0], family_name=child.name[1], cpr=nobodys_number(born))
    stage.things[f"child:{child.key}"] = person
    family, municipality = stage.things[f"family:{child.family}"], stage.things[child.municipality]
    own = municipality.joined_on is None
    actor = stage.viewer("mona") if own else System(municipality_code=municipality.code)
    placement = create_placement(
        actor=actor,
        child=person,
        family=family,
        municipality=municipality,
        starts=day,
        unit=stage.things.get(f"unit:{child.unit}"),
        origin=Origin.FAMILY if own else Origin.MUNICIPALITY,
        plan_dated=None if own else stage.today - timedelta(days=80),
    )
    stage.things[child.key] = placement
    tie_to_municipality(
        actor=actor,
        family=family,
        municipality=municipality,
        starts=day,
        shared=not own,
        origin=LinkOrigin.FAMILY if own else LinkOrigin.MUNICIPALITY,
    )
    if child.adviser:
        assign(
            actor=actor, placement=placement, employment=stage.things[f"job:{child.adviser}"], task=Task.ADVISER, starts=day
        )
    if child.consultant:
        assign(
            actor=actor,
            placement=placement,
            employment=stage.things[f"job:{child.consultant}"],
            task=Task.CONSULTANT,
            starts=day,
        )
    if child.mother[0]:
        mother = create_person(actor=actor, given_name=child.mother[0], family_name=child.mother[1])
        relate(actor=actor, child=person, adult=mother, kind=RelationKind.MOTHER, has_custody=True, starts=born)
    if child.key == "sigrun":
        protect(
            actor=actor, person=person, kind=ProtectionKind.NAME_AND_ADDRESS, starts=day, ends=None, note="CPR-registret"
        )


def nobodys_number(born: date) -> Cpr:
    """A CPR number of that birth date which nobody has: the check digit does not fit, and for these dates it still must."""
    tries = (parse_cpr(f"{born:%d%m%y}-{4100 + n}") for n in range(2))
    return next(cpr for cpr in tries if not cpr.modulus_11_ok)


def change_people(stage: Stage) -> None:
    """Oliver goes home, Elias' family gets a named representative, and Sara takes over from Jonas."""
    stage.at(stage.today - timedelta(days=20), "10.40", partial(_meet_sofie, stage))
    home = stage.today - timedelta(days=210)
    stage.at(
        home - timedelta(days=14),
        "14.20",
        lambda: end_placement(
            actor=stage.viewer("lars"), placement=stage.things["oliver"], on=home, reason=EndReason.RETURN_HOME
        ),
    )
    stage.at(
        stage.today - timedelta(days=500),
        "10.15",
        lambda: name_representative(
            actor=stage.viewer("line"),
            placement=stage.things["elias"],
            name="Rikke Østergaard",
            title="Teamleder",
            contact="70 20 33 00",
            starts=stage.today - timedelta(days=500),
        ),
    )
    takes_over = stage.workday(HANDOVER_WORKDAYS_AGO)
    stage.at(
        stage.workday(HANDOVER_WORKDAYS_AGO + 4),
        "15.10",
        lambda: hand_over_all(
            actor=stage.viewer("hanne"),
            from_=stage.things["job:jonas"],
            to=stage.things["job:sara"],
            task=Task.ADVISER,
            starts=takes_over,
            among=[row.pk for row in _of(stage, "noah", "liv", "emil", "asta")],
            note="Jonas stopper hos os. Sara kender alle fire familier fra teamet og har talt med Jonas om hver af dem.",
        ),
    )


def plan_dates(stage: Stage) -> None:
    """Simple dates that either side has written in the calendar."""
    saturday = stage.today + timedelta(days=(5 - stage.today.weekday()) % 7 or 7)
    rows = (
        ("inger", "noah", stage.workday(-15), time(16, 30), 30, "Skole-hjem-samtale", "Ådal Skole"),
        ("karen", "liv", saturday, time(11, 0), 60, "Far kommer forbi", ""),
        ("peter", "mia", stage.workday(-3), time(14, 0), 60, "Sundhedsplejersken kommer", "Hos familien"),
        ("mona", "viktor", stage.workday(-9), time(10, 0), 60, "Møde med kommunen", "Rådhuset"),
    )
    for number, (who, child, on, at, minutes, what, place) in enumerate(rows):
        stage.at(
            stage.workday(8), f"8.{30 + number}", partial(_date, stage, who, child, Written(on, at, minutes, what, place))
        )


def _date(stage: Stage, who: str, child: str, written: Written) -> None:
    stage.things[f"entry:date_{child}"] = write_date(
        actor=stage.viewer(who),
        placement=stage.things[child],
        written=written,
        submission=submission(f"entry:date_{child}"),
    )


def _of(stage: Stage, *keys: str) -> list[Placement]:
    return [stage.things[key] for key in keys]
