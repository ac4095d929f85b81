"""Estimates, intervals, tests and plans for what many runs show.

The rules, their sources and how well the intervals hold are in docs/statistics.md. numpy and scipy
are loaded by the functions that need them.
"""
