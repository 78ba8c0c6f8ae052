"""States and kinds of an enquiry."""

from django.db import models


class Status(models.TextChoices):
    """Whose turn it is."""

    WAITING_MUNICIPALITY = "waiting_municipality", "Venter på kommunen"
    WAITING_FAMILY = "waiting_family", "Venter på familien"
    ANSWERED = "answered", "Besvaret"
    CLOSED = "closed", "Afsluttet"


class Side(models.TextChoices):
    """The two sides of a placement."""

    FAMILY = "family", "Familien"
    MUNICIPALITY = "municipality", "Kommunen"


class Channel(models.TextChoices):
    """How an enquiry was made."""

    PLEJEBRO = "plejebro", "Plejebro"
    PHONE = "phone", "Telefon"
    DIGITAL_POST = "digital_post", "Digital Post"
    MEETING = "meeting", "Møde"
    LETTER = "letter", "Brev"


class Closing(models.TextChoices):
    """How an enquiry came to its end."""

    ACCEPTED = "accepted", "Svaret er godtaget"
    CONCLUDED = "concluded", "Afsluttet med det aftalte"
    SILENCE = "silence", "Lukket efter 10 hverdage uden indvending"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


class MessageKind(models.TextChoices):
    """What a message does to the enquiry."""

    OPENING = "opening", "Spørgsmål"
    COMMENT = "comment", "Besked"
    ASK_BACK = "ask_back", "Spørgsmål tilbage"
    REPLY = "reply", "Svar på spørgsmål"
    ANSWER = "answer", "Svar"
    NOTE = "note", "Internt notat"
    CONCLUSION = "conclusion", "Det aftalte vi"
    REOPENING = "reopening", "Genåbnet"


class Step(models.TextChoices):
    """The escalation ladder for the family; each step is taken by a person, on a date."""

    TEAM_LEADER = "team_leader", "Teamleder"
    HEAD = "head", "Afdelingsleder"
    UNION = "union", "Fagforening"
