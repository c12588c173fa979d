"""Reading in grids, components, people and the catalogue: every row is looked at, and with one refused none is kept."""
