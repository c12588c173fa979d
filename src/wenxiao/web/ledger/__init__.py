"""The budget ledger (台账), append-only."""
