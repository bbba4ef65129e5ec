"""Gates: hard rules, one a file. Only a FAIL excludes; an ASK becomes a question to somebody."""
