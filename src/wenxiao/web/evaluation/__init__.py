"""Review and evaluation (复核与评价)."""
