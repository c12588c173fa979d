"""Reports: what a unit, a department, an evaluator or the district writes of a year, drafted from its data."""
