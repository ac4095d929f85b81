"""Estimates, intervals, tests and plans for what many runs show; docs/statistics.md has the rules."""
