"""Definitions people edit: found, read, merged and made into frozen values, or refused in full."""

from roomsix.workspace.files import File, Kind, Origin
from roomsix.workspace.frozen import Frozen
from roomsix.workspace.workspace import Checked, Entry, Workspace

__all__ = ["Checked", "Entry", "File", "Frozen", "Kind", "Origin", "Workspace"]
