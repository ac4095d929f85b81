"""A sandbox for multi-party negotiations between language models."""

__version__ = "0.1.0"

ENGINE_VERSION = 3
"""Raised by any change of prompts, rules or draws: what may make a journal no longer replay."""
