"""Suites: their trials planned, played, gone on with after any stop, and judged by their gates."""
