"""Every router of the pages that needs somebody signed in."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages import (
    asks,
    circles,
    client,
    clients,
    consents,
    decisions,
    developing,
    history,
    imports,
    jobs,
    legs,
    linkages,
    log,
    needs,
    network,
    offer,
    over_time,
    picture,
    previews,
    questions,
    resources,
    rounds,
    sheets,
)

SIGNED_IN_ROUTERS: tuple[APIRouter, ...] = (
    clients.router,
    needs.router,
    consents.router,
    decisions.router,
    asks.router,
    linkages.router,
    client.router,
    history.router,
    picture.router,
    over_time.router,
    network.router,
    questions.router,
    offer.router,
    resources.router,
    sheets.router,
    previews.router,
    jobs.router,
    legs.router,
    circles.router,
    developing.router,
    rounds.router,
    imports.router,
    log.router,
)
