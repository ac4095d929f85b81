"""Who is at the table: people in seats, whoever answers for them, and the talks that come of it."""

from roomsix.seating.people import Seating, read, seated

__all__ = ["Seating", "read", "seated"]
