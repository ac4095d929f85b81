"""Other people's games: read from their formats, and written in them, each loss told.

A format is a module: `deliberation` (LLM-Deliberation's folders), `logs` (its sessions), `genius`
(Genius's XML) and `negmas` (NegMAS's YAML and JSON). What the last two hold goes through `game`.
"""
