"""Open data: what was released, as tables (CSV and JSON) with a Frictionless data package, and as an Atom feed.

Everything is made from the statements of releases (``statement``), never from anything else: the figures are those that were published.
"""
