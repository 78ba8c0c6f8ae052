"""What a study is drawn from, where it stands, and how a requirement can be coded."""

from django.db import models

from plejebro.practice_review.tabulation import MET, NOT_APPLICABLE, NOT_DOCUMENTED, NOT_MET


class Source(models.TextChoices):
    """Where the decisions come from."""

    PLEJEBRO = "plejebro", "Afgørelser i Plejebro"
    FILE = "file", "Afgørelser fra en fil"


class Method(models.TextChoices):
    """How the sample is drawn."""

    SIMPLE = "simple", "Simpel tilfældig: alle afgørelser har samme chance"
    STRATIFIED = "stratified", "Stratificeret: hver kommune fylder lige så meget som i det hele"


class Kind(models.TextChoices):
    """What was decided; the law's own three kinds."""

    MOVE = "move", "Ændring af anbringelsessted"
    RETURN_HOME = "return_home", "Hjemgivelse"
    CONTACT = "contact", "Ændret samvær"


class StudyState(models.TextChoices):
    """Where a study stands."""

    DRAFT = "draft", "Under opbygning"
    CODING = "coding", "Bedømmes"
    CLOSED = "closed", "Afsluttet"


class Part(models.TextChoices):
    """What somebody does in a study."""

    CODER = "coder", "Bedømmer afgørelser"
    SETTLER = "settler", "Afgør uenighed"


class Slot(models.IntegerChoices):
    """Whose coding it is: two who code independently of each other, and what holds in the end."""

    FIRST = 1, "Første bedømmelse"
    SECOND = 2, "Anden bedømmelse"
    FINAL = 3, "Det, der gælder"


class DecisionState(models.TextChoices):
    """Where one sampled decision stands."""

    WAITING = "waiting", "Bedømmes"
    DISPUTED = "disputed", "Uenighed"
    SETTLED = "settled", "Færdig"


class CodeValue(models.TextChoices):
    """How one requirement was followed in one decision."""

    MET = MET, "Fulgt"
    NOT_MET = NOT_MET, "Ikke fulgt"
    NOT_DOCUMENTED = NOT_DOCUMENTED, "Ikke dokumenteret"
    NOT_APPLICABLE = NOT_APPLICABLE, "Gælder ikke her"
