"""Xuke (许可): figures of the yearly reports on administrative licensing, kept with their words."""

__version__ = "0.1.0"
