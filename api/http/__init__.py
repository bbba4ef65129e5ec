"""The HTTP face: the app, its guards, and the routes under /api/v1."""
