"""Problems, rectification (整改) and use of results (结果应用)."""
