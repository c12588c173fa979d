"""Performance targets (绩效目标) and the indicator library."""
