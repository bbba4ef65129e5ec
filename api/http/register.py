"""The routers of the application: a new one is added here, and nowhere else."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import health
from api.http.routes.every import API_ROUTERS
from api.pages import client, clients, home, sign_in

__all__ = ["API_ROUTERS", "OPEN_ROUTERS", "PAGE_ROUTERS"]

PAGE_ROUTERS: tuple[APIRouter, ...] = (sign_in.router, home.router, clients.router, client.router)
OPEN_ROUTERS: tuple[APIRouter, ...] = (health.router, sign_in.router)
"""Those that answer anyone; on every other router the application asks who it is before anything else."""
