"""What a decision case is about, where it stands, and what is recorded on it."""

from django.db import models


class Kind(models.TextChoices):
    """What is to be decided; the values are those of `plejebro.law`."""

    MOVE = "move", "Ændring af anbringelsessted"
    RETURN_HOME = "return_home", "Hjemgivelse"
    CONTACT = "contact", "Ændret samvær"


class Status(models.TextChoices):
    """Where the case stands. A recorded decision does not end it: what comes after is still to be done."""

    OPEN = "open", "I gang"
    FINISHED = "finished", "Afsluttet"
    DROPPED = "dropped", "Opgivet"


class RouteCode(models.TextChoices):
    """The ways a case can go. A person chooses, with a reason; nothing else ever sets it."""

    K1 = "K1", "K1 Samtykke"
    K2 = "K2", "K2 Uden samtykke"
    K3 = "K3", "K3 Begivenhed udefra"
    K4 = "K4", "K4 Akut"
    K5 = "K5", "K5 Fra kort midlertidigt ophold"
    K6 = "K6", "K6 Ungdomskriminalitetsnævnet"
    K7 = "K7", "K7 Privat familiepleje"


class Cause(models.TextChoices):
    """What set the case going. A cause is a fact to be weighed; it never decides the route."""

    CHILD_NEEDS = "child_needs", "Barnets behov har ændret sig"
    FAMILY_NOTICE = "family_notice", "Plejefamilien har sagt op"
    APPROVAL = "approval", "Godkendelsen er udløbet eller tilbagekaldt"
    ILLNESS = "illness", "Sygdom i plejefamilien"
    SEPARATION = "separation", "Plejeforældrene går fra hinanden"
    CLOSURE = "closure", "Stedet lukker"
    COOPERATION = "cooperation", "Samarbejdet mellem plejefamilie og kommune"
    ASKED_FOR = "asked_for", "Barnet eller en forælder har bedt om det"
    OTHER = "other", "Noget andet"


class FactKind(models.TextChoices):
    """The separate dated facts of a case: one never follows from another."""

    DECIDED = "decided", "Afgørelsen"
    PLACE = "place", "Valg af sted"
    IMMEDIATE = "immediate", "Straks-iværksættelse"
    MOVED = "moved", "Den faktiske flytning"
    CONTRACT = "contract", "Kontraktens ophør"


class EvidenceState(models.TextChoices):
    """What a row says of a requirement."""

    PROOF = "proof", "Det er gjort"
    NOT_APPLICABLE = "not_applicable", "Det er ikke relevant her"
    EXCEPTION = "exception", "Loven gør en undtagelse her"


class Source(models.TextChoices):
    """Where a row of evidence came from."""

    RECORDED = "recorded", "Skrevet på sagen"
    STATEMENT = "statement", "Familiens udtalelse i Plejebro"
    CONVERSATION = "conversation", "Samtale med barnet"
    LETTER = "letter", "Brev"
    ROUTE = "route", "Valg af vej"
    FACT = "fact", "En dato på sagen"
    COMPLAINT = "complaint", "Klage eller anmodning"


class LetterKind(models.TextChoices):
    """The letters of a case."""

    HEARING = "hearing", "Partshøring"
    DECISION = "decision", "Afgørelse med begrundelse og klagevejledning"
    STATEMENT_REQUEST = "statement_request", "Anmodning om udtalelse"
    FAMILY_NOTICE = "family_notice", "Besked til plejefamilien"


class ComplaintKind(models.TextChoices):
    """What has come in."""

    COMPLAINT = "complaint", "En klage"
    REVIEW = "review", "En anmodning om Ankestyrelsens vurdering"


class About(models.TextChoices):
    """Which decision a complaint is over."""

    WHETHER = "whether", "At barnet skal flytte"
    PLACE = "place", "Valget af det nye sted"
    RETURN_HOME = "return_home", "Hjemgivelsen eller hjemgivelsesperioden"
    CONTACT = "contact", "Det ændrede samvær"


class By(models.TextChoices):
    """Who complains or asks for a review."""

    CUSTODY = "custody", "Den, der har forældremyndigheden"
    PARENT = "parent", "En forælder uden forældremyndighed"
    CHILD = "child", "Barnet eller den unge"
    FAMILY = "family", "Plejefamilien"
    SUPPORT = "support", "Barnets støtteperson"
    FRIENDS = "friends", "Venskabsfamilien"


class Outcome(models.TextChoices):
    """How a complaint or a review ended."""

    CHANGED = "changed", "Afgørelsen er ændret"
    CONFIRMED = "confirmed", "Afgørelsen er stadfæstet"
    SENT_BACK = "sent_back", "Sagen er hjemvist"
    ANNULLED = "annulled", "Afgørelsen er ophævet"
    REFUSED = "refused", "Klagen er afvist"
    NOTHING = "nothing", "Ankestyrelsen gør ikke mere"
    WITHDRAWN = "withdrawn", "Klagen er trukket tilbage"


class ParentPresent(models.TextChoices):
    """Whether a parent was there when the child was talked with."""

    NO = "no", "Nej"
    YES = "yes", "Ja"
