"""from the grid's log and from uploaded series."""
