"""The application: health, the OpenAPI description, and what of the API there is so far."""

from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Engine, text

from monitor import __version__
from monitor.messages import Language
from monitor.rules.lexicon import Lexicon
from monitor.rules.testing import RuleRow, list_rules


class Health(BaseModel):
    status: str
    version: str
    database: str


def health_routes(engine: Engine) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    def healthz() -> Health:
        """Whether the service and its database answer."""
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        return Health(status="ok", version=__version__, database=engine.dialect.name)

    return router


def rule_routes(lexicons: Lexicon) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["rules"])

    @router.get("/rules")
    def rules(lang: Language = "zh") -> list[RuleRow]:
        """Every rule in force in this service."""
        return list_rules(lexicons, lang)

    @router.api_route(
        "/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    def not_yet(path: str) -> None:
        """Routes to come."""
        raise HTTPException(501, f"/api/v1/{path} is not built yet")

    return router


def create_app(engine: Engine, lexicons: Lexicon) -> FastAPI:
    app = FastAPI(title="Boshen 播审", version=__version__)
    app.include_router(health_routes(engine))
    app.include_router(rule_routes(lexicons))
    return app
