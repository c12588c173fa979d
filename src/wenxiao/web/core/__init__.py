"""What the rooms of the cycle share: who may what (policy), the way from state to state (workflow), the record of it, and the design language."""
