"""The same doors for programs: register, ledger, targets, evaluations, with tokens that open only what they are made for."""
