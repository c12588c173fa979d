"""Disclosure (公开): what is made public, by the gate and in versions; ``open`` are the pages for everybody."""
