"""Web pages: which box holds the text, what only frames it, who wrote it and when."""
