"""Facts about the statutory rhythm: they are those of the placement, and who may change what is written down."""

from __future__ import annotations

from typing import Any

from plejebro.access.permissions import Permission
from plejebro.access.viewer import Viewer
from plejebro.agenda.rhythm.enums import DECIDING, SUPPORT
from plejebro.agenda.rhythm.models import Mark
from plejebro.versions.enums import Side

GRANTS = (Permission.RHYTHM_RECORD, Permission.RHYTHM_SUPPORT, Permission.RHYTHM_NOTE)


def side_of(viewer: Viewer) -> Side:
    """The side the viewer acts for."""
    return Side.FAMILY if viewer.is_family else Side.MUNICIPALITY


def may_change(placement: Any, mark: Mark, viewer: Viewer) -> bool:
    """Whether the viewer may correct or take back what is written; `placement` came through its door with `GRANTS`."""
    if mark.side != side_of(viewer):
        return False
    if mark.kind in DECIDING:
        return bool(placement.may_rhythm_record)
    if mark.kind in SUPPORT:
        return bool(placement.may_rhythm_support)
    return bool(placement.may_rhythm_note)
