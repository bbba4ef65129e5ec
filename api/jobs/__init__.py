"""What takes longer than a page waits: jobs in threads of the application, and how far they are."""
