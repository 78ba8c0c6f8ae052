"""What may happen to an enquiry when, as pure conditions."""

from __future__ import annotations

from plejebro.enquiries.enums import MessageKind, Side, Status, Step

# What each message does to an open enquiry that the family asked, and who may write it.
FAMILY_KINDS = (MessageKind.COMMENT, MessageKind.REPLY)
MUNICIPALITY_KINDS = (MessageKind.COMMENT, MessageKind.ASK_BACK, MessageKind.ANSWER, MessageKind.NOTE)

LADDER = (Step.TEAM_LEADER, Step.HEAD, Step.UNION)


def other(side: str) -> Side:
    """The other side."""
    return Side.MUNICIPALITY if side == Side.FAMILY else Side.FAMILY


def status_after(kind: MessageKind, *, author: str, asker: str, status: str) -> Status:
    """Whose turn it is when `author` has written a message of `kind`.

    A question back puts the turn to the other side, the reply puts it back. An answer waits for the asker; an asker who
    then writes instead of accepting is not content, so the turn goes back. A family that is asked something by the
    municipality answers by replying. Other comments, and notes, leave the turn where it is.
    """
    if status == Status.ANSWERED and author == asker and kind in (MessageKind.COMMENT, MessageKind.REPLY):
        return Status.WAITING_MUNICIPALITY if asker == Side.FAMILY else Status.WAITING_FAMILY
    if kind == MessageKind.ASK_BACK:
        return Status.WAITING_FAMILY if author == Side.MUNICIPALITY else Status.WAITING_MUNICIPALITY
    if kind == MessageKind.ANSWER:
        return Status.ANSWERED
    if kind == MessageKind.REPLY and status == Status.WAITING_FAMILY:
        return Status.WAITING_MUNICIPALITY if asker == Side.FAMILY else Status.ANSWERED
    return Status(status)


def turn(status: str, asker: str) -> Side | None:
    """The side that has the ball; None when the enquiry is closed."""
    if status == Status.CLOSED:
        return None
    if status == Status.ANSWERED:
        return Side(asker)
    return Side.FAMILY if status == Status.WAITING_FAMILY else Side.MUNICIPALITY


def next_step(taken: list[str], *, has_heads: bool = True) -> Step | None:
    """The next rung of the ladder, or None when all are taken."""
    rungs = LADDER if has_heads else tuple(step for step in LADDER if step != Step.HEAD)
    return next((step for step in rungs if step not in taken), None)
