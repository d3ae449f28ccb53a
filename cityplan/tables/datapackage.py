"""What `datapackage.json` says of the tables 表の説明書: a Data Package of Frictionless Data, version 2."""

import re
from collections.abc import Iterable

from cityplan.city.edition import Edition
from cityplan.tables.column import Column, Table

NOTES = (
    "UTF-8（BOM 付き）の CSV で、1つのセルに1つの値があります。空欄は「分からない」で、0 ではありません。",
    "文の列で、= + - @ で始まり Excel が数式とみなすセルには、前に ' を付けてあります。",
)
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_NAME = re.compile(r"[-a-z0-9._/]+")
_TYPES = {"text": "string", "number": "number", "integer": "integer", "boolean": "boolean"}


def about(edition: Edition) -> dict[str, object]:
    """What is said of an edition itself: name, title, notes, source, and its licence where it is known."""
    name = f"{edition.city}-{edition.fiscal_year}".lower()
    return {
        "$schema": _PROFILE.format("datapackage"),
        **({"name": name} if _NAME.fullmatch(name) else {}),  # a folder may be named in Japanese
        "title": f"{document(edition)}（{edition.year}）を整えた表",
        "description": "\n".join((*NOTES, f"原文の利用条件: {edition.licence.words}")),
        "sources": [{**source(edition), "file": edition.raw_file}],
        **({"licenses": [_licence(edition)]} if edition.licence.title else {}),
    }


def source(edition: Edition) -> dict[str, str]:
    """The document 原文 as a package names it for everyone."""
    return {"title": document(edition), "publisher": edition.publisher, "licence": edition.licence.words}


def document(edition: Edition) -> str:
    """The document 原文 with its publisher, as it is cited."""
    return f"{edition.publisher}『{edition.title}』"


def _licence(edition: Edition) -> dict[str, str]:
    title, url = edition.licence
    named = {"name": title} if edition.licence.is_name else {}
    return {**named, "title": title, **({"path": url} if url else {})}


def resource(table: Table, marks: Iterable[str]) -> dict[str, object]:
    """What is said of a table: its file, its columns with the `marks` of its rule, and what identifies a row."""
    known = tuple(marks)
    return {
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "title": table.label,
        "description": table.meaning,
        "$schema": _PROFILE.format("dataresource"),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "$schema": _PROFILE.format("tableschema"),
            "fields": [_field(column, table, known) for column in table.columns],
            "missingValues": [""],
            **({"primaryKey": list(table.key)} if table.key else {}),
        },
    }


def _field(column: Column, table: Table, marks: tuple[str, ...]) -> dict[str, object]:
    constraints = {
        "required": table.is_required(column),
        "unique": table.key == (column.name,),
        "enum": list(column.choices_of(marks)),
    }
    told = {
        "description": column.meaning,
        "unit": column.unit,
        "constraints": {name: value for name, value in constraints.items() if value},
    }
    return {
        "name": column.name,
        "title": column.label,
        "type": _TYPES[column.kind],
        **{name: value for name, value in told.items() if value},
    }
