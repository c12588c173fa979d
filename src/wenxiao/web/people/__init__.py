"""Organisations and people: who belongs where, and as what."""
