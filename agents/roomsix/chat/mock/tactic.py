"""A tactic: what one mock does otherwise than another, in bargaining, drafting or judging."""

from collections.abc import Callable
from dataclasses import dataclass

from roomsix.chat.mock import board, drafting
from roomsix.chat.mock.bargain import Bargain
from roomsix.chat.mock.drafting import Drafted
from roomsix.chat.mock.stand import Stand
from roomsix.chat.mock.turn import Turn


@dataclass(frozen=True)
class Tactic:
    """What a mock decides by; all the rest, words included, is its role's.

    Attributes:
        bargain: What a lead at the joint table holds out for, offers and accepts.
        draft: The text a mediator puts forward next; None for none.
        row: An assessment, as it is answered.
        speaks: Whether it says anything at all.
    """

    bargain: Callable[[Turn], Stand] = Bargain
    draft: Callable[[Turn], Drafted | None] = drafting.text
    row: Callable[[Turn], str] = board.row
    speaks: bool = True
