"""Contact plans as pages show them: the rows with what the mask must know, and what is kept from a side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.urls import reverse

from plejebro.access.doors import scope
from plejebro.access.mask import ShownPerson, visible_place
from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.contact.models import ContactPlan
from plejebro.agenda.contact.rules import recurrence_of
from plejebro.agenda.contact.schema import PLAN, special_days
from plejebro.agenda.shown import is_hidden, keeps_words
from plejebro.kernel.clock import local
from plejebro.kernel.danish import date_text
from plejebro.people import queries as people
from plejebro.placements.models import Placement
from plejebro.versions.differences import Row, differences
from plejebro.versions.enums import AGREED, Side, State
from plejebro.versions.models import Version
from plejebro.versions.queries import is_imposed
from plejebro.versions.schema import Field, ShownField, ShownSection, shown

HIDDEN_WORDS = "Skjult for jer"
SOMEBODY = "En person, der er skjult"
# Where and with whom; a special day's name may tell both.
_PLACE_AND_PERSON = frozenset({"place", "present", "special_days", "digital"})
BY_BOTH = "Aftalt af begge"
DECIDED = "Besluttet af kommunen"
TONES: dict[str, str] = {State.PROPOSED: "warning", State.ACCEPTED: "success"}


def masked_plans(rows: QuerySet[ContactPlan], viewer: Viewer) -> QuerySet[Any]:
    """Joins what every page of a plan needs, and adds what the mask must know."""
    knows = Q(placement__in=scope(viewer, Placement, Permission.CHILD_NAME))
    return rows.select_related("placement__child", "placement__family", "placement__municipality", "document").annotate(
        name_protected=people.hides_name("placement__child"),
        place_protected=people.hides_place("placement__child"),
        knows_name=Case(When(knows, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def child_of(plan: Any, viewer: Viewer) -> ShownPerson:
    """The child as the viewer may see it; the row comes from `masked_plans`."""
    return people.shown(
        plan.placement.child, name_protected=plan.name_protected, knows_name=plan.knows_name, today=viewer.today
    )


def home_of(plan: Any) -> str:
    """The family's name as the viewer may see it."""
    hidden = plan.place_protected or plan.name_protected
    return visible_place(plan.placement.family.name, "", place_protected=hidden, knows_place=plan.knows_name).name


def kept(plan: Any, viewer: Viewer) -> frozenset[str]:
    """The fields that are not said to the viewer: place and person where they are hidden from its side, and whatever was
    typed where the child is protected and the viewer does not know its name."""
    if is_hidden(plan, viewer):
        return _PLACE_AND_PERSON
    if keeps_words(plan, viewer, child_of(plan, viewer).name):
        return frozenset(field.key for field in PLAN.fields if field.kind in ("line", "text", "own"))
    return frozenset()


def keeps_texts(plan: Any) -> bool:
    """Whether free text is kept from the viewer, because the child is protected and the viewer does not know its name."""
    return bool((plan.place_protected or plan.name_protected) and not plan.knows_name)


def whom(plan: Any, viewer: Viewer) -> str:
    """Whom the child sees, as the viewer may see it."""
    return SOMEBODY if kept(plan, viewer) else str(plan.with_whom)


def sections_of(content: Mapping[str, Any], hidden: frozenset[str]) -> list[ShownSection]:
    """The whole content as text, without what is kept."""
    return [
        replace(section, fields=[_veiled(field) if field.key in hidden else field for field in section.fields])
        for section in shown(PLAN, content)
    ]


def changes_of(before: Mapping[str, Any], after: Mapping[str, Any], hidden: frozenset[str]) -> list[Row]:
    """What differs between two contents; of what is kept only that it differs."""
    return [
        replace(row, before=HIDDEN_WORDS, after=HIDDEN_WORDS) if row.key in hidden else row
        for row in differences(PLAN.fields, before, after)
    ]


def often(content: Mapping[str, Any]) -> str:
    """ "hver anden lørdag kl. 10.00 til 16.00", with the number of special days."""
    rule, days = recurrence_of(content), special_days(content.get("special_days"))
    parts = []
    if rule is not None:
        parts.append(f"{rule.words()} {_field('begins').text(content['begins'])} til {_clock(content['until'])}")
    if days:
        parts.append("1 særlig dag" if len(days) == 1 else f"{len(days)} særlige dage")
    return " og ".join(parts)


def in_force(versions: Sequence[Version], day: Any) -> Version | None:
    """The version that holds on `day`."""
    return next((row for row in reversed(versions) if _holds(row, day)), None)


def coming(versions: Sequence[Version], day: Any) -> Version | None:
    """The agreed version that begins after `day`."""
    rows = [row for row in versions if row.standing.state in AGREED and row.standing.starts > day]
    return rows[0] if rows else None


def state_text(version: Version) -> str:
    """Where a version stands: "Aftalt af begge", or that the municipality decided it alone."""
    if version.standing.state == State.ACCEPTED:
        return how(version)
    return str(version.standing.get_state_display())


def how(version: Version) -> str:
    """How a version came to hold; the empty text for one that never did. The version comes from `versions_of`."""
    if version.standing.state not in AGREED:
        return ""
    return DECIDED if is_imposed(version) else BY_BOTH


def until_text(version: Version) -> str:
    """ "fra 1. maj 2026 til 30. juni 2026", or "fra 1. maj 2026, indtil videre"."""
    standing = version.standing
    end = f" til {date_text(standing.ends)}" if standing.ends else ", indtil videre"
    return f"fra {date_text(standing.starts)}{end}"


def who(plan: Any, side: str, name: str) -> str:
    """A person of a side by name; the family's people have none where the home is masked."""
    masked = (plan.place_protected or plan.name_protected) and not plan.knows_name
    return "Familien" if side == Side.FAMILY and masked else name


def day_of(moment: Any) -> str:
    """The Danish day of a moment."""
    return date_text(local(moment).date())


@dataclass(frozen=True)
class Frame:
    """What every page of a plan shows on top."""

    public_id: UUID
    placement_id: UUID
    title: str
    whom: str
    is_hidden: bool
    case_number: str
    child: ShownPerson
    home: str
    is_family: bool
    url: str
    contact_url: str


def frame_of(plan: Any, viewer: Viewer) -> Frame:
    """The top of a page of a plan from `masked_plans`."""
    name = whom(plan, viewer)
    return Frame(
        public_id=plan.public_id,
        placement_id=plan.placement.public_id,
        title=f"Samvær med {name}" if name != SOMEBODY else "Samvær med en person, der er skjult",
        whom=name,
        is_hidden=bool(plan.hidden_from),
        case_number=plan.case_number,
        child=child_of(plan, viewer),
        home=home_of(plan),
        is_family=viewer.is_family,
        url=reverse("agenda:contact_plan", args=[plan.public_id]),
        contact_url=reverse("agenda:contact", args=[plan.placement.public_id]),
    )


def _holds(row: Version, day: Any) -> bool:
    standing = row.standing
    return standing.state in AGREED and standing.starts <= day and (standing.ends is None or standing.ends >= day)


def _veiled(field: ShownField) -> ShownField:
    return replace(field, text=HIDDEN_WORDS, is_empty=True)


def _field(key: str) -> Field:
    return next(field for field in PLAN.fields if field.key == key)


def _clock(text: str) -> str:
    return _field("until").text(text).removeprefix("kl. ")
