"""The faces of the application: HTTP, pages, command line, jobs and accounts."""
