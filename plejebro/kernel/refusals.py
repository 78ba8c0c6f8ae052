"""The two ways a verb says no. Whoever called it shows the sentence and keeps what was written."""

from __future__ import annotations


class NotPossible(Exception):
    """The verb cannot be done as things stand; `sentence` says why, in Danish."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ChangedMeanwhile(Exception):
    """Somebody else has moved or corrected the same thing since it was shown; nothing was saved, and what was written is
    kept. The page shows how it stands now."""
