"""Old words and daily words, and the words they are found by: the law's own since barnets lov of 1 January 2024.

Search only. A page says the law's word; someone who types the old one finds it all the same, and a text that uses
the old one is found by the new.
"""

from __future__ import annotations

from typing import Final

SYNONYMS: Final[tuple[tuple[str, str], ...]] = (
    # people
    ("sagsbehandler", "børne- og ungerådgiver"),
    ("myndighedssagsbehandler", "børne- og ungerådgiver"),
    ("myndighedssocialrådgiver", "børne- og ungerådgiver"),
    ("myndighedsrådgiver", "børne- og ungerådgiver"),
    ("socialrådgiver", "børne- og ungerådgiver"),
    ("rådgiver", "børne- og ungerådgiver"),
    ("plejefamiliekonsulent", "familieplejekonsulent"),
    ("plejekonsulent", "familieplejekonsulent"),
    ("konsulent", "familieplejekonsulent"),
    ("plejemor", "plejeforælder"),
    ("plejefar", "plejeforælder"),
    ("familieplejer", "plejeforælder"),
    ("biologiske forældre", "forældre"),
    # families and places
    ("aflastningsfamilie", "støtteopholdsfamilie"),
    ("kommunal plejefamilie", "forstærket plejefamilie"),
    ("generelt godkendt plejefamilie", "almen plejefamilie"),
    ("konkret godkendt plejefamilie", "netværksplejefamilie"),
    ("slægtsanbringelse", "netværksplejefamilie"),
    ("døgninstitution", "børne- og ungehjem"),
    ("opholdssted", "børne- og ungehjem"),
    # the child's case
    ("aflastning", "støtteophold"),
    ("aflastningsophold", "støtteophold"),
    ("handleplan", "barnets plan"),
    ("efterværn", "ungestøtte"),
    ("videreført anbringelse", "permanent anbringelse"),
    ("foranstaltning", "støttende indsats"),
    ("forebyggende foranstaltning", "støttende indsats"),
    ("§ 11-forløb", "tidligt forebyggende indsats"),
    ("§ 50-undersøgelse", "børnefaglig undersøgelse"),
    ("skift af anbringelsessted", "ændring af anbringelsessted"),
    ("hjemtagelse", "hjemgivelse"),
    ("børn og unge-udvalg", "børne- og ungeudvalg"),
    # contact, contract and money
    ("besøg hos forældre", "samvær"),
    ("løn", "vederlag"),
    ("plejevederlag", "vederlag"),
    ("honorar", "vederlag"),
    ("honorering", "vederlag"),
    ("barnepige", "pasning"),
    ("pasningsordning", "pasning"),
    ("lommepenge", "lomme- og beklædningspenge"),
    ("tøjpenge", "lomme- og beklædningspenge"),
    ("enkeltudgift", "særudgift"),
    ("udlæg", "særudgift"),
)
