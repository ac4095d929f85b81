"""Runs on disk: one folder each, written as the talks go on, readable by their owner only."""

from roomsix.store.disk import write_outcome
from roomsix.store.finding import find, runs
from roomsix.store.info import (
    FORMAT,
    EpochInfo,
    Lineage,
    Origin,
    RunInfo,
    Status,
    TrialInfo,
    digest,
    new_id,
    sealed,
)
from roomsix.store.run import Run
from roomsix.store.writer import SPENDING, Writer

__all__ = [
    "FORMAT",
    "SPENDING",
    "EpochInfo",
    "Lineage",
    "Origin",
    "Run",
    "RunInfo",
    "Status",
    "TrialInfo",
    "Writer",
    "digest",
    "find",
    "new_id",
    "runs",
    "sealed",
    "write_outcome",
]
