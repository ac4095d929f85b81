"""Stored events and scores as a terminal shows them. Nothing here plays, asks or reads files."""
