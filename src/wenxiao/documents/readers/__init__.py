"""One module per format. A module with a ``READER`` is found by itself: adding a format adds one file here."""
