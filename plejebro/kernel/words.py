"""Danish words as search finds them: stemmed, without filler words, old words turned into the law's words."""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import Final

import snowballstemmer

from plejebro.kernel.letters import plain_letters
from plejebro.kernel.synonyms import SYNONYMS

_WORD: Final = re.compile(r"[0-9a-zæøå]+")
_FILLERS: Final = """
    af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller en
    end er et for fra ham han hans har havde have hende hendes her hos hun hvad hvis hvor i ikke ind jeg jer jeres jo
    kan kunne man mange med meget men mig min mine mit mod ned noget nogle nu når og også om op os over på selv sig sin
    sine sit skal skulle som sådan thi til ud under var vi vil ville vor være været
"""
_STOP_WORDS: Final = frozenset(_FILLERS.split())
_local = threading.local()


def stems(text: str) -> list[str]:
    """The words `text` is found by, each once, in order of first appearance.

    Lower case with æ, ø and å kept, stemmed by Snowball's Danish rules, filler words left out. A word with a newer
    name counts as that name ('handleplan' gives the stems of 'barnets plan'), on both sides of a search.
    """
    return list(dict.fromkeys(_renamed(_plain_stems(text))))


def _plain_stems(text: str) -> list[str]:
    words = _WORD.findall(plain_letters(text))
    return [_stem(word) for word in words if word not in _STOP_WORDS]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    # The stemmer keeps its position in itself, so each thread of the web server has its own.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = snowballstemmer.stemmer("danish")
    return str(_local.stemmer.stemWord(word))


@cache
def _renames() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Old phrases by their first stem, the longest first, each with the stems of its new name."""
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for old, new in SYNONYMS:
        phrase = tuple(_plain_stems(old))
        table.setdefault(phrase[0], []).append((phrase, tuple(_plain_stems(new))))
    for phrases in table.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return table


def _renamed(found: list[str]) -> list[str]:
    result: list[str] = []
    at = 0
    while at < len(found):
        for phrase, new in _renames().get(found[at], ()):
            if tuple(found[at : at + len(phrase)]) == phrase:
                result.extend(new)
                at += len(phrase)
                break
        else:
            result.append(found[at])
            at += 1
    return result
