"""Grids, catalogue and calendar of the grid command (网格、目录、日历)."""
