"""The routers under /api/v1, in the order of the API description."""

from __future__ import annotations

from fastapi import APIRouter

from api.http.routes import (
    circles,
    clients,
    find,
    health,
    imports,
    linking,
    network,
    offers,
    pictures,
    records,
    rounds,
    sharing,
)

API_ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    clients.router,
    records.router,
    find.router,
    linking.router,
    offers.router,
    rounds.router,
    circles.router,
    pictures.router,
    network.router,
    imports.router,
    sharing.router,
)
