"""Words of respite stays, holidays and child care."""

from __future__ import annotations

from django.db import models


class Payer(models.TextChoices):
    """Who pays."""

    UNKNOWN = "", "Ikke aftalt endnu"
    MUNICIPALITY = "municipality", "Kommunen"
    FAMILY = "family", "Plejefamilien"
    CONTRACT = "contract", "Som kontrakten siger"


class Status(models.TextChoices):
    """Where a respite stay stands, and whose turn it is."""

    WAITING_MUNICIPALITY = "waiting_municipality", "Venter på kommunens svar"
    WAITING_FAMILY = "waiting_family", "Tilbudt, venter på familien"
    CONFIRMED = "confirmed", "Aftalt"
    HELD = "held", "Holdt"
    DECLINED = "declined", "Kommunen kunne ikke"
    WITHDRAWN = "withdrawn", "Trukket tilbage"
    CANCELLED = "cancelled", "Aflyst"
    LAPSED = "lapsed", "Bortfaldet uden aftale"


class Step(models.TextChoices):
    """What somebody did."""

    ASKED = "asked", "bad om støtteophold"
    OFFERED = "offered", "tilbød et ophold"
    CONFIRMED = "confirmed", "sagde ja"
    COUNTERED = "countered", "foreslog andre dage"
    DECLINED = "declined", "kunne ikke tilbyde det"
    WITHDRAWN = "withdrawn", "trak ønsket tilbage"
    CANCELLED = "cancelled", "aflyste"
    HELD = "held", "skrev ned, at opholdet er holdt"
    LAPSED = "lapsed", "lod ønsket bortfalde uden aftale"


class Side(models.TextChoices):
    """Who did it. The system closes what nobody answered in time."""

    FAMILY = "family", "Plejefamilien"
    MUNICIPALITY = "municipality", "Kommunen"
    SYSTEM = "system", "Plejebro"


class WishState(models.TextChoices):
    """Where a wish for holiday stands."""

    ASKED = "asked", "Venter på kommunens svar"
    AGREED = "agreed", "Aftalt"
    REFUSED = "refused", "Kommunen kunne ikke"
    WITHDRAWN = "withdrawn", "Trukket tilbage"
    LAPSED = "lapsed", "Bortfaldet"


class CareState(models.TextChoices):
    """Where child care stands."""

    ASKED = "asked", "Venter på kommunens svar"
    AGREED = "agreed", "Aftalt"
    HELD = "held", "Holdt"
    REFUSED = "refused", "Kommunen kunne ikke"
    CANCELLED = "cancelled", "Aflyst"


OPEN = (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY, Status.CONFIRMED)
UNSETTLED = (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY)
# Days on which the municipality has offered a place: what a holiday without the child is measured against.
OFFERED = (Status.WAITING_FAMILY, Status.CONFIRMED, Status.HELD)
LIVE_WISHES = (WishState.ASKED, WishState.AGREED)
LIVE_CARE = (CareState.ASKED, CareState.AGREED, CareState.HELD)
