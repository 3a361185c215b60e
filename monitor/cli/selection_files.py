"""What is submitted, from the files that people write."""

from pathlib import Path

from pydantic import ValidationError, create_model

from monitor.claims.catalogue import load_catalogue
from monitor.ledger.selection.bodies import BODIES
from monitor.ledger.selection.body import Body, Key
from monitor.ledger.selection.goods import Product
from monitor.ledger.selection.importing import point_of, product_of
from monitor.ledger.selection.kind import Kind, Subject
from monitor.rules.lexicon import shipped_categories
from monitor.text.yaml_file import YamlFile


def read_submission(path: Path, kind: Kind) -> tuple[str, Body]:
    """The key and the body of a file that has `key` beside the body's own keys. FileError with its line."""
    form = BODIES[kind]
    keyed = create_model(f"{form.__name__}File", __base__=form, key=(Key, ...))
    document = YamlFile(path)
    found = document.into(keyed)
    body = form.model_validate(found.model_dump(exclude={"key"}))
    if isinstance(body, Product):
        _has_category(document, body)
    return str(found.model_dump(include={"key"})["key"]), body


def read_catalogue(path: Path, supplier: str) -> list[tuple[Subject, Body]]:
    """Each product of a catalogue file and each of its points. FileError; a point needs evidence."""
    document = YamlFile(path)
    found: list[tuple[Subject, Body]] = []
    for i, goods in enumerate(load_catalogue(path).products):
        found.append(((Kind.PRODUCT, goods.id), product_of(goods, supplier)))
        for j, point in enumerate(goods.claims):
            try:
                found.append(((Kind.POINT, f"{goods.id}/{point.id}"), point_of(goods.id, point)))
            except ValidationError:
                place = ("products", i, "claims", j)
                raise document.bad_value(place, "value.no_evidence") from None
    return found


def _has_category(document: YamlFile, body: Product) -> None:
    categories = shipped_categories()
    if body.category not in categories:
        near = "、".join(categories.close_to(body.category))
        raise document.bad_value(("category",), "value.category", said=body.category, near=near)
