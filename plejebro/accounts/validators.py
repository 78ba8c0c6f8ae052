"""Password rule: no words an outsider would guess from the product, the e-mail or the name."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

CONTEXT_WORDS = ("plejebro", "plejefamilie", "plejebarn", "kommune")
SHORTEST_WORD = 4


class ContextWordsValidator:
    """Refuses a password built on "plejebro", the person's e-mail or the person's name.

    A long passphrase may contain such a word: it is refused only when fewer than eight characters
    are left once the words are taken out.
    """

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ValidationError with a Danish sentence when the rule is broken."""
        rest = password.lower()
        found = False
        for word in sorted(_words(user), key=len, reverse=True):
            found = found or word in rest
            rest = rest.replace(word, "")
        if found and len(rest) < 8:
            raise ValidationError(
                "Adgangskoden minder for meget om dit navn, din e-mail eller Plejebro. Vælg noget, andre ikke kan gætte.",
                code="password_context",
            )

    def get_help_text(self) -> str:
        """The rule in one Danish sentence."""
        return "Brug ikke dit navn, din e-mail eller ordet Plejebro."


def _words(user: object | None) -> set[str]:
    text = f"{getattr(user, 'email', '') or ''} {getattr(user, 'full_name', '') or ''}".lower()
    own = {word for word in re.split(r"[^0-9a-zæøåéäöü]+", text) if len(word) >= SHORTEST_WORD}
    return own | set(CONTEXT_WORDS)
