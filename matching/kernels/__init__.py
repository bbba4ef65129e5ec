"""Solvers on bare arrays, compiled where numba is installed; they know no records."""
