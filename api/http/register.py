"""The routers of the application: a new one is added here, and nowhere else."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import health
from api.http.routes.every import API_ROUTERS
from api.pages import home, sign_in
from api.pages.every import SIGNED_IN_ROUTERS

__all__ = ["API_ROUTERS", "OPEN_ROUTERS", "PAGE_ROUTERS"]

PAGE_ROUTERS: tuple[APIRouter, ...] = (sign_in.router, home.router, *SIGNED_IN_ROUTERS)
OPEN_ROUTERS: tuple[APIRouter, ...] = (health.router, sign_in.router)
"""Those that answer anyone; on every other router the application asks who it is before anything else."""
