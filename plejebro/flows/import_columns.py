"""The columns of the three files: their names, whether they are needed, and what they hold, in Danish.

docs/import/kolonner.md is the same list; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from plejebro.families.enums import ApprovalType
from plejebro.flows.cells import plain
from plejebro.flows.enums import ImportKind
from plejebro.flows.sheets import column_key
from plejebro.municipalities.enums import Role
from plejebro.people.enums import ProtectionKind
from plejebro.placements.enums import EndReason


@dataclass(frozen=True)
class Column:
    """A column: the name to write, whether every row needs it, and what to write in it."""

    name: str
    needed: bool
    meaning: str

    @property
    def key(self) -> str:
        """How the name is compared."""
        return column_key(self.name)


_DATE = "Dato, for eksempel 24-11-2026."

COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.EMPLOYEES: (
        Column("navn", True, "Medarbejderens fulde navn."),
        Column("e-mail", True, "Arbejdsmailen. E-mail og rolle sammen er det, vi kender medarbejderen på."),
        Column("rolle", True, "rådgiver, konsulent, kontraktansvarlig, teamleder, afdelingsleder eller administrator."),
        Column("enhed", False, "Enhedens navn. En enhed, der ikke findes, bliver oprettet."),
        Column("telefon", False, "Telefonnummer."),
        Column("fra", False, f"Første dag i rollen. {_DATE} Tom: i dag."),
        Column("til", False, f"Sidste dag i rollen. {_DATE} Tom: stadig i rollen."),
    ),
    ImportKind.FAMILIES: (
        Column("id", True, "Kommunens eget nummer for familien. Det er det, vi kender familien på ved næste indlæsning."),
        Column("fornavn 1", True, "Første plejeforælders fornavn."),
        Column("efternavn 1", True, "Første plejeforælders efternavn."),
        Column("e-mail 1", False, "Første plejeforælders e-mail. Den bruges til invitationen."),
        Column("telefon 1", False, "Første plejeforælders telefonnummer."),
        Column("cpr 1", False, "Første plejeforælders CPR-nummer. Bruges kun til at kende familien igen; gemmes krypteret."),
        Column("fornavn 2", False, "Anden plejeforælders fornavn."),
        Column("efternavn 2", False, "Anden plejeforælders efternavn."),
        Column("e-mail 2", False, "Anden plejeforælders e-mail."),
        Column("telefon 2", False, "Anden plejeforælders telefonnummer."),
        Column("cpr 2", False, "Anden plejeforælders CPR-nummer."),
        Column("adresse", False, "Vej og nummer."),
        Column("postnr", False, "Fire cifre."),
        Column("by", False, "Postdistrikt."),
        Column("godkendelse", False, "almen, forstærket, specialiseret eller netværk."),
        Column("pladser", False, "Hvor mange børn familien er godkendt til, 1–12. Skal stå, når der er en godkendelse."),
        Column("godkendt af", False, "Hvem der har godkendt, for eksempel Socialtilsyn Nord."),
        Column("godkendt fra", False, f"Skal stå, når der er en godkendelse. {_DATE}"),
        Column("godkendt til", False, f"{_DATE} Tom: gælder stadig."),
        Column("fra", False, f"Hvornår samarbejdet med kommunen begyndte. {_DATE} Tom: i dag."),
    ),
    ImportKind.PLACEMENTS: (
        Column("id", True, "Kommunens eget nummer for anbringelsen."),
        Column("familie-id", True, "Familiens id fra filen med plejefamilier."),
        Column("fornavn", True, "Barnets fornavn."),
        Column("efternavn", False, "Barnets efternavn."),
        Column("født", False, f"Barnets fødselsdag. {_DATE} Kan udelades, når CPR-nummeret står der."),
        Column("cpr", False, "Barnets CPR-nummer. Det bliver gemt krypteret."),
        Column("fra", True, f"Anbringelsens første dag. {_DATE}"),
        Column("til", False, f"Anbringelsens sidste dag. {_DATE}"),
        Column("ophørsgrund", False, "hjemgivelse, ændret anbringelsessted, fyldt 18 eller andet. Følger med “til”."),
        Column("enhed", False, "Enheden, der har anbringelsen. Den skal findes."),
        Column("rådgiver", False, "Børne- og ungerådgiverens e-mail."),
        Column("konsulent", False, "Familieplejekonsulentens e-mail."),
        Column("plan fra", False, f"Datoen på barnets plan. {_DATE}"),
        Column("beskyttelse", False, "navn og adresse, trussel eller sted. En fil ophæver aldrig en beskyttelse."),
    ),
}  # fmt: skip


ROLES: dict[str, Role] = {
    **{plain(role.label): role for role in Role},
    **{
        plain(word): role
        for word, role in (
            ("rådgiver", Role.ADVISER),
            ("sagsbehandler", Role.ADVISER),
            ("børnerådgiver", Role.ADVISER),
            ("konsulent", Role.CONSULTANT),
            ("administrator", Role.ADMINISTRATOR),
        )
    },
}
APPROVALS: dict[str, ApprovalType] = {
    **{plain(kind.label): kind for kind in ApprovalType},
    **{
        plain(word): kind
        for word, kind in (
            ("almen", ApprovalType.GENERAL),
            ("generel", ApprovalType.GENERAL),
            ("forstærket", ApprovalType.ENHANCED),
            ("specialiseret", ApprovalType.SPECIALISED),
            ("netværk", ApprovalType.NETWORK),
        )
    },
}
END_REASONS: dict[str, EndReason] = {
    **{plain(reason.label): reason for reason in EndReason.chosen()},
    **{
        plain(word): reason
        for word, reason in (
            ("hjem", EndReason.RETURN_HOME),
            ("hjemgivet", EndReason.RETURN_HOME),
            ("fyldt 18", EndReason.CAME_OF_AGE),
            ("18 år", EndReason.CAME_OF_AGE),
            ("flyttet", EndReason.OTHER_PLACE),
        )
    },
}
PROTECTIONS: dict[str, ProtectionKind] = {
    **{plain(kind.label): kind for kind in ProtectionKind},
    **{
        plain(word): kind
        for word, kind in (
            ("navn og adresse", ProtectionKind.NAME_AND_ADDRESS),
            ("navn", ProtectionKind.NAME_AND_ADDRESS),
            ("ja", ProtectionKind.NAME_AND_ADDRESS),
            ("trussel", ProtectionKind.THREATENED),
            ("sted", ProtectionKind.PLACE_UNDISCLOSED),
        )
    },
}
