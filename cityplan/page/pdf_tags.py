"""The tags 構造 of a PDF that the compiler cannot set: what heads a row 行の見出し, what is said of a sign 記号.

The compiler knows headings of columns only. A cell that heads its row bears a line of no width in a colour of its
own (`brief.typ`: `row-mark`), which draws nothing and stands in the structure. A sign that has words bears an underline
of no width (`said`), whose colour is made of its words.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

_ROW_MARK = (1, 2, 3)  # the colour of `row-mark`
_SAID = re.compile(r'b\.said\("#[0-9a-f]{6}", "((?:[^"\\]|\\.)*)"')
_START = 2  # of the sides of a cell: before, after, start, end


def said_colour(words: str) -> str:
    """The colour of the underline 下線 that says of a sign what it means: made of its words alone.

    >>> said_colour("基準値以上") == said_colour("基準値以上") != said_colour("基準値未満")
    True
    """
    return f"#{hashlib.sha256(words.encode()).hexdigest()[:6]}"


def with_tags(pdf: bytes, sources: Iterable[str]) -> bytes:
    """A PDF in which the marked cells are headings of their rows, and signs have words; the same bytes for the same.

    The `sources` are those that it was compiled from, with the words of its signs. The cells after a heading name it:
    a reader goes by what a cell names as its headings; what they name is found in the tree of ids.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root.StructTreeRoot
        ids: dict[bytes, Dictionary] = {}
        for table in _below(root.K, "/Table"):
            _name_rows(table, ids)
        if ids:
            _enter(root, ids)
        _say(root.K, {_levels_of(said_colour(words)): words for words in _said_words(sources)})
        saved = io.BytesIO()
        opened.save(
            saved,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return saved.getvalue()


def _said_words(sources: Iterable[str]) -> set[str]:
    found = (each for source in sources for each in _SAID.findall(source))
    return {re.sub(r"\\(.)", r"\1", each) for each in found}


def _say(tree: Object, words: Mapping[tuple[int, ...], str]) -> None:
    """Give the marked signs their words as alternative texts."""
    for span in _below(tree, "/Span", inside=True):
        colours = [each.TextDecorationColor for each in span.get("/A", Array()) if "/TextDecorationColor" in each]
        for colour in colours:
            if _levels(colour) in words:
                span.Alt = String(words[_levels(colour)])


def _below(node: Object, *tags: str, inside: bool = False) -> Iterator[Dictionary]:
    """The outermost elements of some tags, in their order; those `inside` of others too."""
    for child in node if isinstance(node, Array) else [node]:
        if isinstance(child, Dictionary) and "/S" in child:
            is_one = str(child.S) in tags
            if is_one:
                yield child
            if "/K" in child and (inside or not is_one):
                yield from _below(child.K, *tags, inside=inside)


def _name_rows(table: Dictionary, ids: dict[bytes, Dictionary]) -> None:
    """Make headings of the marked cells; each heads the cells after it, in as many rows as it reaches over."""
    reaching: list[tuple[String, int]] = []  # headings, and over how many rows they still reach
    for row in _below(table.K, "/TR"):
        own: list[tuple[String, int]] = []
        for cell in _below(row.K, "/TD", "/TH"):
            heads = [name for name, _ in (*reaching, *own)]
            about = _of_table(cell)
            if heads:
                about.Headers = Array([*about.get("/Headers", Array()), *heads])
            if _is_marked(cell):
                name = String(f"R{len(ids)}")
                cell.S, cell.ID, about.Scope = Name.TH, name, Name.Row
                ids[bytes(name)] = cell
                own.append((name, int(about.get("/RowSpan", 1))))
        reaching = [(name, left - 1) for name, left in (*reaching, *own) if left > 1]


def _of_table(cell: Dictionary) -> Object:
    """What a cell says of its place in the table."""
    if "/A" not in cell:
        cell.A = Array()
    if found := [each for each in cell.A if str(each.O) == "/Table"]:
        return found[0]
    cell.A.insert(0, Dictionary(O=Name.Table))
    return cell.A[0]


def _is_marked(cell: Dictionary) -> bool:
    colours = [each.BorderColor for each in cell.get("/A", Array()) if "/BorderColor" in each]
    starts = (each[_START] if isinstance(each[0], Array) else each for each in colours)
    return any(tuple(round(255 * float(part)) for part in each) == _ROW_MARK for each in starts)


def _levels_of(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _levels(colour: Object) -> tuple[int, ...]:
    return tuple(round(255 * float(each)) for each in colour)


def _enter(root: Object, ids: dict[bytes, Dictionary]) -> None:
    """Add headings to the tree of ids, which is in the order of their bytes."""
    names = root.IDTree.Names if "/IDTree" in root else Array()
    known = {bytes(names[at]): names[at + 1] for at in range(0, len(names), 2)} | ids
    root.IDTree = Dictionary(Names=Array([part for name in sorted(known) for part in (String(name), known[name])]))
