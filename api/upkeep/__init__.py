"""What the operator does to the files of an installation while no store is open: backups, keys, repair."""
