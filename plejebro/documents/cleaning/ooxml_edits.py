"""What is changed inside the parts of docx, xlsx and pptx."""

from __future__ import annotations

import re
from typing import Final

from plejebro.documents.cleaning.xmlparts import Attributes, Edit, local

# Elements that are left out with all they hold: pointers to what is removed, and traces of people and machines.
_DROPPED: Final = frozenset({
    "OLEObject", "oleObj", "oleObjects", "oleLink", "ddeLink", "control", "controls", "attachedTemplate", "altChunk",
    "subDoc", "externalData", "externalReferences", "custDataLst", "custData", "embeddedFontLst", "embedRegular",
    "embedBold", "embedItalic", "embedBoldItalic", "svgBlip", "fileSharing", "absPath", "rsids", "mailMerge",
    "dataBinding", "docVars", "xmlDataBinding", "customWorkbookViews", "webPublishing",
    "fileRecoveryPr", "linkStyles", "saveThroughXslt", "person", "contentPart", "smartTags",
    "revisionPtr", "autoUpdate",
})  # fmt: skip
# Elements that stand without what they pointed at; any other element with a dead pointer goes.
_STANDS_ALONE: Final = frozenset({
    "pageSetup", "blip", "hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver", "imagedata", "fill", "shape",
})  # fmt: skip
_REFERENCES: Final = frozenset({"r:id", "r:embed", "r:link", "r:pict", "r:href", "r:cs", "r:dm", "r:lo", "r:qs", "o:relid"})
_AUTHOR: Final = "Forfatter"
_FIELDS: Final = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TOC", "TC",
    "TOA", "XE", "INDEX", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "SEQ", "HYPERLINK", "FORMTEXT", "FORMCHECKBOX",
    "FORMDROPDOWN", "LISTNUM", "SYMBOL", "TITLE", "SUBJECT", "NUMWORDS", "CITATION", "BIBLIOGRAPHY", "EQ", "ADVANCE",
})  # fmt: skip
# Functions that fetch or run something outside the sheet, and the sign of a DDE call.
_OUTSIDE: Final = re.compile(r"WEBSERVICE|FILTERXML|\bIMAGE\s*\(|\bRTD\s*\(|\bCALL\s*\(|REGISTER|\bEXEC\s*\(|\|", re.I)

_LINK_FIELD: Final = re.compile(r'\s*HYPERLINK\s+(\\l\s|"(https?://|mailto:|tel:))', re.I)
_SLIDE_ACTIONS: Final = ("ppaction://hlinksldjump", "ppaction://hlinkshowjump", "ppaction://noaction")


class PartEdit(Edit):
    """One part: dead pointers out, authors neutral, fields and formulas that reach outside made into plain text."""

    gather = frozenset({"instrText", "f", "definedName", "author"})

    def __init__(self, removed: frozenset[str]) -> None:
        """`removed`: ids of the part's relationships that do not come along."""
        self._removed = removed
        # One entry for each open field: None until its first instruction is seen, then whether it may stay.
        self._fields: list[bool | None] = []

    def start(self, name: str, attributes: Attributes) -> bool:
        """Change the attributes; False for what is left out."""
        plain = local(name)
        if plain in _DROPPED:
            return False
        dead = [key for key in attributes if key in _REFERENCES and attributes[key] in self._removed]
        if dead and plain not in _STANDS_ALONE:
            return False
        for key in dead:
            del attributes[key]
        self._neutral(name, attributes)
        if plain == "fldChar":
            self._field(attributes.get("w:fldCharType", ""))
        if "w:instr" in attributes and not _field_allowed(attributes["w:instr"]):
            attributes["w:instr"] = ""
        return True

    def text(self, name: str, text: str) -> str:
        """The text of field instructions, formulas and author lists."""
        plain = local(name)
        if plain == "instrText":
            return text if self._instruction(text) else ""
        if plain == "author":
            return _AUTHOR
        return "" if _OUTSIDE.search(re.sub(r'"[^"]*"', '""', text)) else text

    def _neutral(self, name: str, attributes: Attributes) -> None:
        for key in list(attributes):
            plain = local(key)
            if key in ("w:author", "w15:author") or (local(name) == "cmAuthor" and plain in ("name", "initials")):
                attributes[key] = _AUTHOR
            elif plain == "action" and attributes[key].startswith("ppaction:"):
                if not attributes[key].startswith(_SLIDE_ACTIONS):
                    del attributes[key]
            elif (
                key in ("w:initials", "w:userId")
                or plain in ("userName", "refreshedBy", "rsid")
                or "rsid" in plain
                or (plain in ("src", "href") and re.search(r"[:\\]|//", attributes[key]) and not plain.startswith("r:"))
            ):
                del attributes[key]

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(None)
        elif step == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, text: str) -> bool:
        """Whether an instruction may stay: its field's first word, whole and in one piece, is on our list."""
        if not self._fields:
            return _field_allowed(text)
        if self._fields[-1] is None and text.strip():
            self._fields[-1] = _field_allowed(text)
        return bool(self._fields[-1])


def _field_allowed(instruction: str) -> bool:
    words = instruction.split()
    if not words or words[0].upper() not in _FIELDS:
        return False
    # A HYPERLINK field carries its address in the text: only ordinary ones and places in the document.
    return words[0].upper() != "HYPERLINK" or bool(_LINK_FIELD.match(instruction))
