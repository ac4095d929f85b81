"""A run as a tape, to be answered from."""

from collections.abc import Mapping

from roomsix.calls import Chat
from roomsix.chat.tape import TapeChat
from roomsix.deal import SeatId
from roomsix.errors import RecordError
from roomsix.running.questions import questions
from roomsix.store import Run
from roomsix.tape import Recorded, Tape


def tape(run: Run) -> Tape:
    """Return a run's questions and answers.

    Raises:
        RecordError: A file of it is damaged, or a question is not the one that was asked.
    """
    found = Tape(f"replay:{run.info.id}", dict(run.info.seats))
    for question in questions(run, run.record()):
        if not question.sound:
            raise RecordError(
                f"{run.info.id}: call {question.index} of {question.seat!r} does not have the hash"
                " that was journalled"
            )
        if question.outcome is None:
            continue
        system, user = (message["content"] for message in question.messages)
        found.calls[question.seat, question.index] = Recorded(
            head=system,
            user=user,
            schema=question.schema,
            chat=question.chat.name,
            sampling=question.chat.sampling,
            outcome=question.outcome,
        )
    return found


def regain(run: Run, chats: Mapping[SeatId, Chat]) -> None:
    """Have tapes that are being recorded hold all that a run was answered so far.

    Raises:
        RecordError: A file of it is damaged, or a question is not the one that was asked.
    """
    known = tape(run).calls
    for recording in {id(chat): chat for chat in chats.values()}.values():
        if isinstance(recording, TapeChat):
            recording.regain(
                {key: call for key, call in known.items() if chats.get(key[0]) is recording}
            )
