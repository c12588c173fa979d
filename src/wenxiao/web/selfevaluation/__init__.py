"""Self-evaluation (单位自评)."""
