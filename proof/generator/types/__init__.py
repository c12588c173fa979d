"""One module per document type (文种)."""
