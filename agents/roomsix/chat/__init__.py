"""Whoever answers for a seat: mocked models, scripts, replays, people and real models."""
