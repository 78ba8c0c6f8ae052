"""Every permission there is, each with the sentence it stands for. An unknown permission is a no."""

from __future__ import annotations

from enum import Enum


class Permission(Enum):
    """A permission and what it lets a person do, as a Danish sentence; `docs/permissions.md` is made of these."""

    PLACEMENT_READ = ("placement.read", "Se anbringelsens side og alt, der hører til den")
    PLACEMENT_CREATE = ("placement.create", "Oprette en familie, et barn og en anbringelse for kommunen")
    PLACEMENT_EDIT = ("placement.edit", "Rette oplysninger om barnet og anbringelsen")
    PLACEMENT_END = ("placement.end", "Afslutte en anbringelse")
    PLACEMENT_HAND_OVER = ("placement.hand_over", "Lade en anden overtage opgaven som rådgiver eller konsulent")
    PLACEMENT_PROTECT = ("placement.protect", "Sætte og ophæve beskyttelse af barnet")
    PLACEMENT_SHARE = ("placement.share", "Dele familiens egen optegnelse med kommunen")
    PLACEMENT_LOOKS = ("placement.looks", "Se, hvem der har set familiens og barnets oplysninger")
    PLACEMENT_DATES = ("placement.dates", "Skrive kommende datoer på anbringelsen")
    PLACEMENT_REPRESENT = ("placement.represent", "Udpege den, der varetager familiens interesser")
    OWN_RECORD_CREATE = ("own_record.create", "Oprette familiens egen optegnelse af en anbringelse")
    CHILD_NAME = ("child.name", "Se barnets navn, også når det er beskyttet")
    CPR_SHOW = ("cpr.show", "Se hele CPR-nummeret efter at have bekræftet sit log-ind")
    FAMILY_READ = ("family.read", "Se familiens side")
    FAMILY_EDIT = ("family.edit", "Rette familiens oplysninger og godkendelser")
    FAMILY_INVITE = ("family.invite", "Invitere en plejeforælder til familien")
    ENQUIRY_READ = ("enquiry.read", "Læse en henvendelse og dens filer")
    ENQUIRY_OPEN = ("enquiry.open", "Sende en ny henvendelse på en anbringelse")
    ENQUIRY_WRITE = ("enquiry.write", "Skrive i tråden")
    ENQUIRY_ANSWER = ("enquiry.answer", "Svare, spørge tilbage og afslutte på kommunens vegne")
    ENQUIRY_NOTE = ("enquiry.note", "Læse og skrive kommunens interne notater")
    ENQUIRY_ACCEPT = ("enquiry.accept", "Godtage et svar, genåbne eller trække en henvendelse tilbage")
    ENQUIRY_ESCALATE = ("enquiry.escalate", "Gå et trin op, når der ikke er svaret")
    CASELOAD_READ = ("caseload.read", "Se sine egne anbringelser og henvendelser")
    WORKLOAD_READ = ("workload.read", "Se, hvem der venter og hvor længe, i sin enhed eller hele kommunen")
    SEARCH = ("search", "Søge i det, man må se")
    CPR_SEARCH = ("cpr.search", "Finde et barn ved CPR-nummer blandt dem, man må se")
    EMPLOYEE_MANAGE = ("employee.manage", "Oprette, invitere, rette og afslutte medarbejdere og fravær")
    UNIT_MANAGE = ("unit.manage", "Oprette, omdøbe og nedlægge enheder")
    REPLY_TIME_MANAGE = ("reply_time.manage", "Sætte kommunens svarfrister")
    IMPORT = ("import", "Indlæse medarbejdere, familier og anbringelser fra en fil")
    MUNICIPALITY_MANAGE = ("municipality.manage", "Melde kommuner til og udpege deres første administrator")

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
