"""The sweep: what each seat kept to itself, and who learned of it, when and from whom.

Pure functions of (scenario, record), by stated rules; `docs/sweep.md` has them with their limits.
"""

from roomsix.scoring.sweep.audit import VERSION, sweep
from roomsix.scoring.sweep.findings import CLASSES, Breach, Class, Finding, Swept
from roomsix.scoring.sweep.private import Policy, Secret, SecretId, secrets

__all__ = [
    "CLASSES",
    "VERSION",
    "Breach",
    "Class",
    "Finding",
    "Policy",
    "Secret",
    "SecretId",
    "Swept",
    "secrets",
    "sweep",
]
