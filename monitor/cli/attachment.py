"""`boshen attachment`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import CLEAR, FAILED, DbOption, LangOption, language_of, told, words
from monitor.errors import FileExists, FileMissing, FileUnreadable
from monitor.ledger import attachment, attachment_key
from monitor.ledger.attachment_store import open_store
from monitor.ledger.authority import person
from monitor.ledger.database import open_database, reading, writing
from monitor.messages import say
from monitor.settings import settings

app = typer.Typer(help=words("attachment"), no_args_is_help=True)

AsOption = Annotated[str, typer.Option("--as", help=words("acting"))]
WhyOption = Annotated[str, typer.Option("--why", help=words("why"))]


@app.command("add", help=words("attachment_add"))
def attachment_add(
    file: Annotated[Path, typer.Argument(help=words("attachment_file"))],
    acting: AsOption,
    identity: Annotated[bool, typer.Option("--identity", help=words("identity"))] = False,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    url, tenant = db or settings().db, settings().tenant
    with told(language_of(lang)):
        engine, store = open_database(url), open_store(url)
        with reading(engine) as session:
            who = person(session, tenant, acting)
        attachment.may_store(who)
        try:
            with file.open("rb") as source:
                kept = store.put(tenant, source, file.name, sealed=identity)
        except FileNotFoundError as error:
            raise FileMissing(file=str(file), line=0) from error
        except OSError as error:
            raise FileUnreadable(file=str(file), line=0, reason=str(error)) from error
        with writing(engine, tenant) as session:
            attachment.attach(session, tenant, who, kept, file.name)
    print(kept.sha256)


@app.command("read", help=words("attachment_read"))
def attachment_read(
    digest: Annotated[str, typer.Argument(help=words("digest"))],
    acting: AsOption,
    why: WhyOption,
    to: Annotated[Path, typer.Option("--to", help=words("to"))],
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    url, tenant = db or settings().db, settings().tenant
    with told(language_of(lang)):
        engine = open_database(url)
        if to.exists():
            raise FileExists(file=str(to), line=0)
        with reading(engine) as session:
            who = person(session, tenant, acting)
        chunks = attachment.read(engine, open_store(url), tenant, who, digest, why)
        with to.open("xb") as out:
            to.chmod(0o600)
            out.writelines(chunks)


@app.command("check", help=words("attachment_check"))
def attachment_check(db: DbOption = None, lang: LangOption = None) -> None:
    language, url = language_of(lang), db or settings().db
    with told(language):
        found = attachment_key.check(open_database(url), open_store(url), settings().tenant)
    for digest, code in found.unreadable:
        print(say(code, language, file=digest))
    print(say("cli.attachments_checked", language, sound=len(found.sound), bad=len(found.unreadable)))
    raise typer.Exit(FAILED if found.unreadable else CLEAR)


@app.command("rotate-key", help=words("rotate_key"))
def rotate_key(acting: AsOption, db: DbOption = None, lang: LangOption = None) -> None:
    language, url, tenant = language_of(lang), db or settings().db, settings().tenant
    with told(language):
        engine = open_database(url)
        with reading(engine) as session:
            who = person(session, tenant, acting)
        count = attachment_key.rotate(engine, open_store(url), tenant, who)
    print(say("cli.key_rotated", language, count=count))


@app.command("lost-key", help=words("lost_key"))
def lost_key(acting: AsOption, db: DbOption = None, lang: LangOption = None) -> None:
    language, url, tenant = language_of(lang), db or settings().db, settings().tenant
    with told(language):
        engine = open_database(url)
        with reading(engine) as session:
            who = person(session, tenant, acting)
        lost = attachment_key.give_up(engine, open_store(url), tenant, who)
    print(say("cli.key_lost", language, count=len(lost)))
    for digest in lost:
        print(digest)
