"""Narrative reports: outlines as data, chapters drafted from facts, and the Word file that comes of them.

``outline`` says what a kind of report consists of, ``facts`` what is known, ``drafting`` makes the first text of it, ``pieces`` is that
text with its references to facts, ``ledgered`` holds figures that somebody typed against the facts, ``docx`` writes the paper.
"""
