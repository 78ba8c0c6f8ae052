"""The agreements of the story: contracts and agreements on the task, and two negotiations that are not over.

Asta is to begin at an efterskole, and the contract officer proposes a lower level. About Emil the two sides have met, the
minutes are out, and the family has answered with another proposal. All amounts are the invented municipalities' own.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from plejebro.agreements import negotiating, tasks
from plejebro.agreements.enums import Reason
from plejebro.agreements.models import Offer
from plejebro.agreements.negotiating import Invitation, NewOffer
from plejebro.agreements.schema import CONTRACT
from plejebro.cli.story.homes import CHILDREN
from plejebro.cli.story.photo import road_map
from plejebro.cli.story.stage import Stage, submission
from plejebro.documents.actions import store_upload
from plejebro.kernel import clock

# Child → who signs for the family, who signs for the municipality, number of vederlag.
SIGNED = {
    "noah": ("inger", "kaj", 4),
    "asta": ("lise", "kaj", 5),
    "emil": ("anne", "kaj", 6),
    "sigrun": ("ruth", "kaj", 7),
    "oliver": ("karen", "kaj", 3),
    "mia": ("inger", "gerda", 3),
}
UNIT = "5212.00"


def agree(stage: Stage) -> None:
    """Plans the scenes."""
    for number, (child, (family, officer, count)) in enumerate(SIGNED.items()):
        day = _placed(stage, child)
        stage.at(day, f"11.{number:02d}", partial(_sign_first, stage, child, family, officer, count, day))
    stage.at(stage.today - timedelta(days=400), "10.05", lambda: _renew_noah(stage))
    stage.at(stage.today - timedelta(days=390), "13.10", lambda: _noahs_task(stage))
    stage.at(stage.today - timedelta(days=9), "9.40", lambda: _astas_task(stage))
    stage.at(stage.workday(6), "9.15", lambda: _open_asta(stage))
    stage.at(stage.workday(20), "10.20", lambda: _open_emil(stage))
    stage.at(stage.workday(8), "14.45", lambda: _minutes_emil(stage))
    stage.at(stage.workday(4), "20.10", lambda: _answer_emil(stage))


def contract_content(count: int, **changes: Any) -> dict[str, Any]:
    """The content of a contract of the story."""
    return {
        **CONTRACT.defaults(),
        "count": count,
        "unit": "own",
        "unit_month": UNIT,
        "guaranteed": "Vederlaget ligger fast i to år. Derefter forhandler vi, hvis en af os ønsker det.",
        "cost_covers": "Mad, bolig, lys og varme, almindelige aktiviteter.",
        "applied_separately": "Udstyr, ferie, fritid over 300 kr. om måneden. Søges, før pengene bruges.",
        "event_efterskole": "Begynder barnet på efterskole, forhandler vi vederlaget fra skolestart.",
        "event_ungestoette": "Ved ungestøtte laver vi en ny kontrakt.",
        "event_uforudset": "Sker der noget, ingen kunne forudse, kan begge sider bede om en forhandling.",
        "event_flere_boern": "Kommer der et barn mere, taler vi om opgaven igen, før barnet flytter ind.",
        "holiday": "Ferie holdes med barnet. Ønsker om ferie uden barnet skrives 3 måneder før.",
        "respite": "En weekend om måneden hos en anden familie.",
        "respite_days": 36,
        "driving": "Kørsel til samvær, læge og møder betales efter statens lave takst.",
        "contact_visits": "Plejefamilien bringer, rådgiveren sørger for hjemturen.",
        "supervision": "8 timer om året.",
        "training": "2 dages kursus om året.",
        "insurance": "Kommunen dækker skade, barnet gør på plejefamiliens ting, efter en konkret vurdering.",
        "actual_break": "Flytter barnet fra dag til dag, betales vederlaget i varslet. Kost og logi stopper den dag.",
        "on_end": "Barnets ting følger barnet.",
        **changes,
    }


def task_content(purpose: str) -> dict[str, Any]:
    """The content of an agreement on the task."""
    return {
        "purpose": purpose,
        "duration": "Til det fyldte 18. år",
        "care": "En rolig og genkendelig hverdag. Hjælp til lektier og venner.",
        "education": "Kontakt til skolen hver uge.",
        "parents": "Plejefamilien hilser på mor ved samvær.",
        "contact_visits": "Hver anden lørdag.",
        "support": "Supervision hver sjette uge og en weekend med støtteophold om måneden.",
        "followup": "Rådgiveren kommer to gange om året og taler med barnet alene.",
    }


def _placed(stage: Stage, child: str) -> date:
    return stage.today - timedelta(days=next(row.placed_days for row in CHILDREN if row.key == child))


def _sign_first(stage: Stage, child: str, family: str, officer: str, count: int, day: date) -> None:
    negotiation = negotiating.begin_contract(
        actor=stage.viewer(officer), placement=stage.things[child], submission=submission(f"contract:{child}")
    )
    stage.things[f"contract:{child}"] = negotiation.contract
    stage.things[f"negotiation:{child}:first"] = negotiation
    new = NewOffer(contract_content(count), day, note="Kontrakten, som vi gennemgik den på mødet.")
    _sign(stage, _offer(stage, officer, negotiation, new, f"{child}:1"), family, officer)


def _offer(stage: Stage, key: str, negotiation: Any, new: NewOffer, name: str) -> Offer:
    offer = negotiating.make_offer(
        actor=stage.viewer(key), negotiation=negotiation, new=new, submission=submission(f"offer:{name}")
    )
    stage.things[f"offer:{name}"] = offer
    return offer


def _sign(stage: Stage, offer: Offer, family: str, officer: str) -> None:
    for key in (officer, family):
        negotiating.accept_offer(actor=stage.viewer(key), offer=offer, factor=True, seen_hash=offer.version.hash)


def _renew_noah(stage: Stage) -> None:
    """After two years Inger asks for another talk, and the level is raised from the next month."""
    contract = stage.things["contract:noah"]
    negotiation = negotiating.open_negotiation(
        actor=stage.viewer("inger"),
        contract=contract,
        invitation=Invitation(
            Reason.YEARLY,
            "Vi aftalte at tale om vederlaget hvert andet år.",
            "Hverdagen nu\nSamvær og kørsel\nVederlag",
            clock.today() - timedelta(days=3),
            time(13, 0),
            "Rådhuset, mødelokale 2",
        ),
        submission=submission("negotiation:noah"),
    )
    stage.things["negotiation:noah"] = negotiation
    inger = stage.viewer("inger")
    negotiating.add_participant(
        actor=inger, negotiation=negotiation, name="Lone Kvist", label="Fagforeningen", is_companion=True
    )
    key = stage.things["noah"].public_id
    photo = store_upload(actor=stage.users["inger"], name="koersel.jpg", stream=road_map(), case_key=key)
    negotiating.share_file(actor=inger, negotiation=negotiation, document=photo, note="Kørsel i foråret")
    negotiating.write_minutes(
        actor=stage.viewer("kaj"),
        negotiation=negotiation,
        held_on=clock.today() - timedelta(days=3),
        text="Begge sider fortalte om hverdagen. Vi er enige om, at opgaven er vokset.",
        submission=submission("minutes:noah"),
    )
    first = (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    new = NewOffer(contract_content(5, supervision="12 timer om året."), first, note="Opgaven er vokset.")
    _sign(stage, _offer(stage, "kaj", negotiation, new, "noah:2"), "inger", "kaj")


def _noahs_task(stage: Stage) -> None:
    adviser = "jonas"
    task = tasks.create_task(actor=stage.viewer(adviser), placement=stage.things["noah"])
    stage.things["task:noah"] = task
    version = tasks.propose_task(
        actor=stage.viewer(adviser),
        task=task,
        content=task_content("En tryg hverdag, mens mor får hjælp."),
        starts=clock.today(),
        submission=submission("task:noah:1"),
    )
    for key in (adviser, "inger"):
        tasks.accept_task(actor=stage.viewer(key), task=task, version=version, factor=True, seen_hash=version.hash)


def _astas_task(stage: Stage) -> None:
    task = tasks.create_task(actor=stage.viewer("sara"), placement=stage.things["asta"])
    stage.things["task:asta"] = task
    tasks.propose_task(
        actor=stage.viewer("sara"),
        task=task,
        content=task_content("En tryg base, også i weekender og ferier fra efterskolen."),
        starts=stage.today + timedelta(days=14),
        submission=submission("task:asta:1"),
    )


def _open_asta(stage: Stage) -> None:
    negotiation = negotiating.open_negotiation(
        actor=stage.viewer("kaj"),
        contract=stage.things["contract:asta"],
        invitation=Invitation(
            Reason.EFTERSKOLE,
            "Asta begynder på efterskole i næste måned og er hjemme i weekender og ferier.",
            "Hverdagen med efterskole\nWeekender og ferier\nVederlag fra skolestart",
            stage.workday(-5),
            time(13, 30),
            "Rådhuset, mødelokale 4",
            (("Kaj Thorsen", "kontraktansvarlig"),),
        ),
        submission=submission("negotiation:asta"),
    )
    stage.things["negotiation:asta"] = negotiation
    note = "På efterskole bruger familien færre timer på hverdagen. Derfor foreslår kommunen to vederlag fra skolestart."
    starts = (stage.today + timedelta(days=20)).replace(day=1)
    new = NewOffer(contract_content(2, other_work="Ingen grænser."), starts, answer_by=stage.workday(-15), note=note)
    _offer(stage, "kaj", negotiation, new, "asta:2")


def _open_emil(stage: Stage) -> None:
    negotiation = negotiating.open_negotiation(
        actor=stage.viewer("anne"),
        contract=stage.things["contract:emil"],
        invitation=Invitation(
            Reason.UNFORESEEN,
            "Emil har fået en diagnose, og opgaven er en anden end den, vi sagde ja til.",
            "Emils hverdag\nStøtteophold\nVederlag",
            stage.workday(9),
            time(10, 0),
            "Hos familien",
        ),
        submission=submission("negotiation:emil"),
    )
    stage.things["negotiation:emil"] = negotiation
    negotiating.add_participant(
        actor=stage.viewer("anne"), negotiation=negotiation, name="Lone Kvist", label="Fagforeningen", is_companion=True
    )
    starts = (stage.today + timedelta(days=40)).replace(day=1)
    new = NewOffer(
        contract_content(6, respite="To weekender om måneden."),
        starts,
        note="Vi foreslår mere støtte i stedet for vederlag.",
    )
    _offer(stage, "kaj", negotiation, new, "emil:2")


def _minutes_emil(stage: Stage) -> None:
    stage.things["minutes:emil"] = negotiating.write_minutes(
        actor=stage.viewer("kaj"),
        negotiation=stage.things["negotiation:emil"],
        held_on=stage.workday(9),
        text="Familien fortalte om nætterne. Kommunen tilbød en weekend mere. Vi blev ikke enige om vederlaget.",
        submission=submission("minutes:emil"),
    )


def _answer_emil(stage: Stage) -> None:
    starts = (stage.today + timedelta(days=40)).replace(day=1)
    new = NewOffer(
        contract_content(7, respite="To weekender om måneden."),
        starts,
        note="Vi siger tak til weekenderne og beder om ét vederlag mere, så den ene af os kan gå ned i tid.",
    )
    _offer(stage, "anne", stage.things["negotiation:emil"], new, "emil:3")
    negotiating.object_to(
        actor=stage.viewer("anne"),
        minutes=stage.things["minutes:emil"],
        text="Der står ikke, at vi bad om svar inden jul.",
        submission=submission("objection:emil"),
    )
