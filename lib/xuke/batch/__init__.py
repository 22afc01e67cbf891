"""Runs a notebook for every report: plan, run, record."""
