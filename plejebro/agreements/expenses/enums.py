"""States and steps of an expense."""

from django.db import models


class Per(models.TextChoices):
    """What a ceiling holds for."""

    TIME = "time", "pr. gang"
    YEAR = "year", "pr. barn pr. år"


class Status(models.TextChoices):
    """Whose turn it is."""

    WAITING_MUNICIPALITY = "waiting_municipality", "Venter på kommunens svar"
    WAITING_FAMILY = "waiting_family", "Kommunen har bedt om mere"
    WAITING_RECEIPT = "waiting_receipt", "Bevilget, venter på kvittering"
    WAITING_PAYMENT = "waiting_payment", "Venter på udbetaling"
    PAID = "paid", "Udbetalt"
    REFUSED = "refused", "Afslået"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


class Outcome(models.TextChoices):
    """What the municipality decided."""

    GRANTED = "granted", "Bevilget"
    PARTLY = "partly", "Delvist bevilget"
    REFUSED = "refused", "Afslået"


class Step(models.TextChoices):
    """What somebody did."""

    APPLIED = "applied", "søgte"
    ASKED = "asked", "bad om mere"
    REPLIED = "replied", "svarede"
    GRANTED = "granted", "bevilgede"
    PARTLY = "partly", "bevilgede en del"
    REFUSED = "refused", "gav afslag"
    RECEIPT = "receipt", "sendte kvittering"
    PAID = "paid", "skrev ned, at pengene er udbetalt"
    WITHDRAWN = "withdrawn", "trak ansøgningen tilbage"


OPEN = (Status.WAITING_MUNICIPALITY, Status.WAITING_FAMILY, Status.WAITING_RECEIPT, Status.WAITING_PAYMENT)
# Whose turn it is: the municipality's, or the family's.
OURS_TO_DECIDE = (Status.WAITING_MUNICIPALITY, Status.WAITING_PAYMENT)
FAMILYS_TURN = (Status.WAITING_FAMILY, Status.WAITING_RECEIPT)
