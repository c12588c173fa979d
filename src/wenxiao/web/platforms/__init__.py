"""Ledgers of other platforms (a city's, a department's) become cases here: once each, with what their rows say and nothing more."""
