"""The application: health, the OpenAPI description, and what of the API there is so far."""

from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Engine, text

from monitor import __version__
from monitor.messages import Language
from monitor.rules.listing import RuleRow, list_rules
from monitor.rules.reload import LexiconHolder


class Health(BaseModel):
    """lexicon: version of the rules in use. lexicon_trouble: why the files as they are now are not."""

    status: str
    version: str
    database: str
    lexicon: str
    lexicon_trouble: str | None


def health_routes(engine: Engine, lexicons: LexiconHolder) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    def healthz() -> Health:
        """Whether the service and its database answer."""
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        lexicon = lexicons.refresh()
        return Health(
            status="ok",
            version=__version__,
            database=engine.dialect.name,
            lexicon=lexicon.version,
            lexicon_trouble=lexicons.trouble and str(lexicons.trouble),
        )

    return router


def rule_routes(lexicons: LexiconHolder) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["rules"])

    @router.get("/rules")
    def rules(lang: Language = "zh") -> list[RuleRow]:
        """Every rule of this service, as its files are now."""
        return list_rules(lexicons.refresh(), lang)

    @router.api_route(
        "/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
    )
    def not_yet(path: str) -> None:
        """Routes to come."""
        raise HTTPException(501, f"/api/v1/{path} is not built yet")

    return router


def create_app(engine: Engine, lexicons: LexiconHolder) -> FastAPI:
    app = FastAPI(title="Boshen 播审", version=__version__)
    app.include_router(health_routes(engine, lexicons))
    app.include_router(rule_routes(lexicons))
    return app
