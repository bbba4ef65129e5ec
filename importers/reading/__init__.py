"""From the bytes of a file to cells, and from cells to dates, times, places and words."""
