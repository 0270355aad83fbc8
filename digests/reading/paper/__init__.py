"""Pages of newspapers: lines in the order in which they were written, cut into articles."""
