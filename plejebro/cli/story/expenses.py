"""What the families of the story apply for: one paid, one granted in part, one that waits, one with a question back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from plejebro.agreements.expenses import actions, catalogue
from plejebro.agreements.expenses.actions import Application
from plejebro.agreements.expenses.catalogue import NewTerm
from plejebro.agreements.expenses.enums import Per
from plejebro.agreements.expenses.models import Expense
from plejebro.cli.story.photo import road_map
from plejebro.cli.story.stage import Stage, submission
from plejebro.documents.actions import store_upload
from plejebro.kernel import clock
from plejebro.municipalities.models import Municipality

# Municipality → its administrator and its catalogue: name, ceiling, what it holds for, and what is to be known.
TYPES = {
    "901": (
        "tove",
        (
            ("Cykel", "1500", Per.TIME, "Spørg først, om en kan lånes. Cyklen følger barnet."),
            ("Ferie og lejr", "7000", Per.YEAR, "Mod kvittering."),
            ("Møbler og udstyr", "3000", Per.TIME, ""),
            ("Briller og medicin", None, Per.TIME, ""),
        ),
    ),
    "902": ("lone", (("Tøj ud over det sædvanlige", "1200", Per.TIME, ""), ("Fritid", "2500", Per.YEAR, ""))),
}


class File:
    """Plays one expense of the story: each call plans a scene, days counted in working days before today."""

    def __init__(self, stage: Stage, key: str, child: str) -> None:
        self.stage, self.key, self.child, self.number = stage, key, child, 0

    @property
    def expense(self) -> Expense:
        """The expense as it stands in the database now."""
        kept: Expense = self.stage.things[f"expense:{self.key}"]
        return Expense.objects.select_related("placement__child", "placement__family").get(pk=kept.pk)

    def applies(self, who: str, before: int, at: str, kind: str, what: str, amount: str, reason: str) -> File:
        """`who` applies."""

        def play() -> None:
            placement = self.stage.things[self.child]
            terms = catalogue.offered(placement.municipality_id, clock.today())
            term = next(term for term in terms if term.type.name == kind)
            self.stage.things[f"expense:{self.key}"] = actions.apply(
                actor=self.stage.viewer(who),
                placement=placement,
                application=Application(term, what, Decimal(amount), reason),
                submission=submission(f"expense:{self.key}:0"),
            )

        return self._plan(before, at, play)

    def asks(self, who: str, before: int, at: str, text: str) -> File:
        """The municipality asks for more."""
        return self._step(before, at, lambda sign: actions.ask(**self._by(who), text=text, **sign))

    def decides(self, who: str, before: int, at: str, granted: str, reason: str = "") -> File:
        """`who` grants an amount; 0 is a refusal."""
        return self._step(
            before, at, lambda sign: actions.decide(**self._by(who), granted=Decimal(granted), reason=reason, **sign)
        )

    def buys(self, who: str, before: int, at: str, spent: str) -> File:
        """`who` sends the receipt."""

        def play(sign: dict[str, Any]) -> None:
            user, case_key = self.stage.users[who], self.expense.placement.public_id
            photo = store_upload(actor=user, name="kvittering.jpg", stream=road_map(), case_key=case_key)
            actions.send_receipt(**self._by(who), spent=Decimal(spent), text="", files=[photo.public_id], **sign)

        return self._step(before, at, play)

    def is_paid(self, who: str, before: int, at: str) -> File:
        """`who` writes down that it is paid out."""
        return self._step(before, at, lambda sign: actions.pay_out(**self._by(who), on=clock.today(), **sign))

    def _by(self, who: str) -> dict[str, Any]:
        return {"actor": self.stage.viewer(who), "expense": self.expense}

    def _step(self, before: int, at: str, play: Callable[[dict[str, Any]], object]) -> File:
        self.number += 1
        name = f"expense:{self.key}:{self.number}"
        return self._plan(before, at, lambda: play({"submission": submission(name), "seen_version": self.expense.version}))

    def _plan(self, before: int, at: str, play: Callable[[], object]) -> File:
        self.stage.at(self.stage.workday(before), at, play)
        return self


def apply_for_expenses(stage: Stage) -> None:
    """The catalogues and every application of the story."""
    stage.at(stage.today - timedelta(days=420), "9.10", lambda: _open_catalogues(stage))
    old = File(stage, "helmet", "oliver")
    old.applies("karen", 200, "19.00", "Cykel", "Cykelhjelm og lygter", "450", "Han cykler selv til skole nu.")
    old.decides("lars", 198, "10.00", "450").buys("karen", 196, "18.00", "429.50").is_paid("lars", 194, "9.00")
    bike = File(stage, "bike", "noah")
    bike.applies(
        "inger", 34, "20.10", "Cykel", "Ny cykel", "1500", "Den gamle er for lille, og der er fem kilometer til skole."
    )
    bike.decides("jonas", 31, "11.15", "1500").buys("inger", 24, "17.45", "1449").is_paid("jonas", 18, "9.30")
    camp = File(stage, "camp", "noah")
    camp.applies("per", 9, "21.05", "Ferie og lejr", "Spejderlejr i uge 28", "2400", "Hele troppen skal af sted.")
    camp.decides("sara", 4, "13.20", "1800", "Vi dækker selve lejren. Maden er en del af kost og logi.")
    File(stage, "desk", "noah").applies(
        "inger", 2, "19.20", "Møbler og udstyr", "Skrivebord", "1199.95", "Lektierne bliver lavet ved spisebordet."
    )
    coat = File(stage, "coat", "mia")
    coat.applies("per", 4, "20.40", "Tøj ud over det sædvanlige", "Flyverdragt og støvler", "1100", "Skovbørnehave.")
    coat.asks("peter", 2, "9.05", "Er det ud over det, I får til beklædning? Skriv, hvad der er købt i år.")
    File(stage, "lamp", "sigrun").applies(
        "ruth", 3, "18.50", "Møbler og udstyr", "Natlampe med sensor", "349", "Mørket er svært, og lyset skal tænde selv."
    )


def _open_catalogues(stage: Stage) -> None:
    for code, (who, rows) in TYPES.items():
        municipality = Municipality.objects.get(code=code)
        for name, ceiling, per, note in rows:
            kind = catalogue.add_type(
                actor=stage.viewer(who),
                municipality=municipality,
                name=name,
                term=NewTerm(clock.today(), Decimal(ceiling) if ceiling else None, per, note),
            )
            stage.things[f"expense_type:{code}:{name}"] = kind
