"""Runs kept in a folder: begun, resumed after any stop, forked at a turn, replayed.

All four are one thing: the graph runs from its beginning, journalled answers are given again, what
comes of them is compared with the record on disk, and where the journal ends the talks go on.
"""

from roomsix.running.account import versions
from roomsix.running.forking import Cut, cut, fork
from roomsix.running.playing import Play
from roomsix.running.resuming import (
    ChatMaker,
    begun,
    epochs,
    replay,
    rerun,
    resume,
    run,
    sound,
    taken_up,
)

__all__ = [
    "ChatMaker",
    "Cut",
    "Play",
    "begun",
    "cut",
    "epochs",
    "fork",
    "replay",
    "rerun",
    "resume",
    "run",
    "sound",
    "taken_up",
    "versions",
]
