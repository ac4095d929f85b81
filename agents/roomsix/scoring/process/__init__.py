"""Measures of how it came to an ending: offers, trades, the floor, the mediator, failed turns.

They read the record, and nothing but the record and the scenario.
"""
