"""Comparison of districts and years that says what the figures can tell apart, and what not."""
