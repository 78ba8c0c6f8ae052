"""The invented municipalities: Ådal and Fjordby use Plejebro, Skovlund does not. Their units and their employees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from plejebro.accounts.actions import create_account, grant_platform_role
from plejebro.accounts.enums import PlatformRoleKind
from plejebro.accounts.models import User
from plejebro.audit.types import System
from plejebro.cli.story.stage import Stage
from plejebro.kernel import clock
from plejebro.kernel.danish import sort_key
from plejebro.municipalities.actions import (
    Worker,
    accept_employment,
    create_employee,
    create_unit,
    end_employee,
    join,
    report_absence,
    set_reply_time,
)
from plejebro.municipalities.enums import Role, Topic
from plejebro.municipalities.models import Municipality

EMAIL_HOST = "eksempel.dk"
HANDOVER_WORKDAYS_AGO = 11


@dataclass(frozen=True)
class Person:
    """An employee of the story: the key others know the person by, and what the log-in panel says of them."""

    key: str
    name: str
    role: Role
    unit: str
    line: str


ADAL = (
    Person("sara", "Sara Lund", Role.ADVISER, "Børn og Unge Nord", "overtog Noah, Liv, Emil og Asta for nylig"),
    Person("jonas", "Jonas Friis", Role.ADVISER, "Børn og Unge Nord", "er stoppet: ser intet mere"),
    Person("lars", "Lars Munk", Role.ADVISER, "Børn og Unge Nord", "samme team som Sara, andre børn"),
    Person(
        "nadia", "Nadia Karim", Role.ADVISER, "Børn og Unge Syd", "rådgiver for et barn med navne- og adressebeskyttelse"
    ),
    Person("mette", "Mette Holm", Role.CONSULTANT, "Familieplejen", "passer på familien Dahl og er stedfortræder for Ida"),
    Person("ida", "Ida Bay", Role.CONSULTANT, "Familieplejen", "er væk i nogle uger; Mette er stedfortræder"),
    Person(
        "kaj", "Kaj Thorsen", Role.CONTRACT_OFFICER, "Familieplejen", "forhandler kontrakter; aldrig familiens konsulent"
    ),
    Person("bo", "Bo Rask", Role.TEAM_LEADER, "Familieplejen", "får besked, når en frist er nået"),
    Person("hanne", "Hanne Gram", Role.TEAM_LEADER, "Børn og Unge Nord", "leder Saras team og overleverede sagerne"),
    Person("ole", "Ole Vestergaard", Role.TEAM_LEADER, "Børn og Unge Syd", "leder den anden enhed"),
    Person("birgit", "Birgit Sand", Role.HEAD, "", "ser alle enheder"),
    Person("tove", "Tove Bruun", Role.ADMINISTRATOR, "", "medarbejdere, enheder og svarfrister; intet sagsindhold"),
)
FJORDBY = (
    Person("peter", "Peter Skov", Role.ADVISER, "Børn og Unge", "rådgiver for Mia, der bor hos familien Dahl"),
    Person("line", "Line Hald", Role.ADVISER, "Børn og Unge", "rådgiver for Elias"),
    Person("gerda", "Gerda Hald", Role.CONTRACT_OFFICER, "Børn og Unge", "forhandler kontrakter i Fjordby"),
    Person("rikke", "Rikke Østergaard", Role.TEAM_LEADER, "Børn og Unge", "leder enheden; kommunen har ingen konsulenter"),
    Person("jens_falk", "Jens Falk", Role.HEAD, "", "ser hele kommunen"),
    Person("lone", "Lone Birk", Role.ADMINISTRATOR, "", "administrator uden sagsindhold"),
)
AGREED_WORKDAYS = ((Topic.RESPITE, 5), (Topic.REMUNERATION, 10), (Topic.CONTACT_VISITS, 3), (Topic.HARDSHIP, 2))
PLACES = (("901", "Ådal", ADAL, True), ("902", "Fjordby", FJORDBY, True), ("903", "Skovlund", (), False))


def add_person(stage: Stage, key: str, name: str, group: str, line: str) -> User:
    """An invented person who can log in, without a password until the story ends."""
    local_part = name.lower().replace("ø", "oe").replace("å", "aa").replace("æ", "ae").replace(" ", ".")
    user = create_account(
        actor=None, email=f"{local_part}@{EMAIL_HOST}", full_name=name, is_demo=True, demo_group=group, demo_line=line
    )
    stage.users[key] = user
    return user


def open_municipalities(stage: Stage) -> None:
    """The three municipalities with units, employees and reply times. Ådal and Fjordby join at once."""
    for code, name, workers, _joins in PLACES:
        municipality = Municipality.objects.create(
            code=code, name=name, sort_key=sort_key(name), is_invented=True, has_consultants=code != "902"
        )
        stage.things[code] = municipality
        for worker in workers:
            _employ(stage, municipality, worker)
    operator = add_person(stage, "operator", "Dorte Vinther", "Plejebro", "driftsansvarlig; intet sagsindhold")
    grant_platform_role(actor=None, user=operator, role=PlatformRoleKind.OPERATOR, starts=clock.today())
    for code, _, _, joins in PLACES:
        if joins:
            join(actor=stage.viewer("operator"), municipality=stage.things[code], on=clock.today())
    for topic, workdays in AGREED_WORKDAYS:
        set_reply_time(
            actor=stage.viewer("tove"),
            municipality=stage.things["901"],
            topic=topic,
            workdays=workdays,
            starts=clock.today(),
        )


def _employ(stage: Stage, municipality: Municipality, worker: Person) -> None:
    actor = System(municipality_code=municipality.code)
    if worker.unit and f"unit:{worker.unit}" not in stage.things:
        stage.things[f"unit:{worker.unit}"] = create_unit(actor=actor, municipality=municipality, name=worker.unit)
    user = add_person(stage, worker.key, worker.name, f"{municipality}: {worker.role.label}", worker.line)
    employment = create_employee(
        actor=actor,
        municipality=municipality,
        worker=Worker(
            worker.name, user.email, worker.role, stage.things.get(f"unit:{worker.unit}"), f"70 20 {user.pk % 90 + 10} 00"
        ),
        starts=clock.today(),
    )
    accept_employment(actor=actor, employment=employment, user_id=user.pk)
    stage.things[f"job:{worker.key}"] = employment


def change_employees(stage: Stage) -> None:
    """Plans that Jonas stops the day before Sara takes over, and that Ida is away and Mette stands in for her."""
    last_day = stage.workday(HANDOVER_WORKDAYS_AGO) - timedelta(days=1)
    stage.at(
        stage.workday(HANDOVER_WORKDAYS_AGO + 1),
        "15.30",
        lambda: end_employee(actor=stage.viewer("tove"), employment=stage.things["job:jonas"], on=last_day),
    )
    stage.at(
        stage.workday(7),
        "14.00",
        lambda: report_absence(
            actor=stage.viewer("tove"),
            employment=stage.things["job:ida"],
            deputy=stage.things["job:mette"],
            starts=stage.workday(6),
            ends=stage.today + timedelta(days=21),
        ),
    )
