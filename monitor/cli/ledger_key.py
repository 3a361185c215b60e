"""`boshen ledger key`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.cli.common import DbOption, LangOption, language_of, told, words
from monitor.ledger.checkpoint import custody
from monitor.ledger.checkpoint.keeper import keeper
from monitor.ledger.checkpoint.key import key_file
from monitor.ledger.checkpoint.keyring import in_use, keys_of
from monitor.ledger.database import open_database, reading
from monitor.messages import say
from monitor.settings import settings

app = typer.Typer(help=words("ledger_key"), no_args_is_help=True)

ByOption = Annotated[str, typer.Option("--by", help=words("ledger_by"))]
SinceOption = Annotated[datetime | None, typer.Option("--since", help=words("ledger_since"))]
KeyIdOption = Annotated[str | None, typer.Option("--key", help=words("ledger_key_id"))]


@app.command("create", help=words("ledger_key_create"))
def key_create(by: ByOption, db: DbOption = None, lang: LangOption = None) -> None:
    language, said = language_of(lang), settings()
    with told(language):
        engine = open_database(db or said.db)
        file = key_file(engine.url, said.tenant, said.ledger_key, said.ledger_key_passphrase)
        print(say("ledger.key_created", language))
        print(custody.create(engine, said.tenant, by, file))


@app.command("rotate", help=words("ledger_key_rotate"))
def key_rotate(by: ByOption, db: DbOption = None, lang: LangOption = None) -> None:
    language, said = language_of(lang), settings()
    with told(language):
        engine = open_database(db or said.db)
        kept = keeper(engine, said.tenant, said)
        custody.rotate(engine, said.tenant, by, kept.key)
        made, _ = kept.round()
        with reading(engine) as session:
            current = in_use(keys_of(session, said.tenant))
        print(say("ledger.key_rotated", language))
        print(current.verifier if current else "")
        print(made.note)


@app.command("lost", help=words("ledger_key_lost"))
def key_lost(by: ByOption, db: DbOption = None, lang: LangOption = None) -> None:
    language, said = language_of(lang), settings()
    with told(language):
        custody.lose(open_database(db or said.db), said.tenant, by)
        print(say("ledger.key_lost", language))


@app.command("compromised", help=words("ledger_key_compromised"))
def key_compromised(
    by: ByOption,
    since: SinceOption = None,
    key: KeyIdOption = None,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    language, said = language_of(lang), settings()
    with told(language):
        moment = since.astimezone() if since else datetime.now(UTC)
        size = custody.compromise(open_database(db or said.db), said.tenant, by, moment, key)
        print(say("ledger.key_compromised", language, size=size))


@app.command("show", help=words("ledger_key_show"))
def key_show(db: DbOption = None, lang: LangOption = None) -> None:
    language, said = language_of(lang), settings()
    with told(language), reading(open_database(db or said.db)) as session:
        for key in keys_of(session, said.tenant):
            state = say(f"ledger.key_state.{key.ending or 'in_use'}", language)
            last = "…" if key.last is None else key.last
            fields = {"key": key.verifier, "state": state, "first": key.first, "last": last}
            print(say("ledger.key_line", language, **fields))
