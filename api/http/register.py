"""The routers of the application: a new one is added here, and nowhere else."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import health
from api.pages import client, clients, home, sign_in

API_ROUTERS: tuple[APIRouter, ...] = (health.router,)
PAGE_ROUTERS: tuple[APIRouter, ...] = (sign_in.router, home.router, clients.router, client.router)
