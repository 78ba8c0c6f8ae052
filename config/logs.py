"""What is written to the program's log: never the secret of a link, which would stand there beside a time."""

from __future__ import annotations

import logging
import re

# The parts of an address after which a secret follows: a survey's link, an invitation, a calendar address.
_SECRETS = re.compile(r"(/(?:svar|invitation|abonnement|feed)/)[^/\s?'\"]+")


class WithoutLinks(logging.Filter):
    """Takes the secrets of links out of every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """The line is always written, with an ellipsis where a secret stood."""
        said = record.getMessage()
        kept = _SECRETS.sub(r"\1…", said)
        if kept != said:
            record.msg, record.args = kept, ()
        return True
