"""The proof: documents whose truth is known, defects whose place is known, and what the program makes of both."""
