"""What is drawn on the pages of a PDF, changed: rules, the maps of its letters, boxes over cells."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name, Operator

from mutants.documents import DOCUMENTS, original
from mutants.lines import Mutator, Random
from mutants.sheets import SIZE

_THIN = 2.5  # points: thinner is a rule
_SHORTEST = 6.0
_PATH = ("m", "l", "re", "c", "v", "y", "h")
_PAINT = ("S", "s", "f", "f*", "F", "B", "B*", "b", "b*")

Box = tuple[float, float, float, float]
Acts = list[tuple[Sequence[Any], Operator]]


class Rule(NamedTuple):
    """The acts first to last of a page draw a rule, over this box in their own coordinates."""

    first: int
    last: int
    box: Box

    @property
    def is_level(self) -> bool:
        return self.box[2] - self.box[0] >= self.box[3] - self.box[1]


def in_pages(change: Callable[[pikepdf.Pdf, Random], bool]) -> Mutator:
    """A mutator of the PDFs; `change` says whether it has found what it changes."""

    def mutate(name: str, rng: Random) -> bytes | None:
        if not DOCUMENTS[name].file.endswith(".pdf"):
            return None
        buffer = BytesIO()
        with pikepdf.open(BytesIO(original(name))) as made:
            if not change(made, rng):
                return None
            made.save(buffer, deterministic_id=True)
        return buffer.getvalue()

    return mutate


def rules_moved(made: pikepdf.Pdf, rng: Random) -> bool:
    """One to three rules of a page shifted, cut short, taken away or drawn twice."""
    page = rng.choice([*made.pages])
    acts = acts_of(page)
    found = list(rules_in(acts))
    if not found:
        return False
    for rule in sorted(rng.sample(found, min(rng.choice([1, 1, 1, 2, 3]), len(found))), reverse=True):
        own = acts[rule.first : rule.last + 1]
        acts[rule.first : rule.last + 1] = rng.choice([_shifted, _shortened, _away, _doubled])(own, rule, rng)
    page.obj.Contents = made.make_stream(pikepdf.unparse_content_stream(acts))
    return True


def _shifted(own: Acts, rule: Rule, rng: Random) -> Acts:
    by = rng.choice([-1, 1]) * rng.choice([0.3, 1, 3, 6, 12, 25])
    return _moved(own, *((0, by) if rule.is_level else (by, 0)))


def _shortened(own: Acts, rule: Rule, rng: Random) -> Acts:
    """All of a rule drawn to a part of its length, from its begin."""
    part = rng.choice([0.3, 0.7, 0.95])
    x0, y0, *_ = rule.box
    return _moved(own, *((part, 0, x0) if rule.is_level else (0, part, y0)), scaled=True)


def _away(own: Acts, rule: Rule, rng: Random) -> Acts:
    return [([], Operator("n"))]


def _doubled(own: Acts, rule: Rule, rng: Random) -> Acts:
    return own + _shifted(own, rule, rng)


def _moved(own: Acts, x: float, y: float, origin: float = 0, scaled: bool = False) -> Acts:
    def place(at: int, value: Any) -> float:
        by = (x, y)[at % 2]
        if not by:
            return float(value)
        return origin + (float(value) - origin) * by if scaled else float(value) + by

    def act(operands: Sequence[Any], operator: Operator) -> Any:
        if str(operator) == "re":
            x0, y0, width, height = map(float, operands)
            points = [place(0, x0), place(1, y0), place(0, x0 + width), place(1, y0 + height)]
            return [points[0], points[1], points[2] - points[0], points[3] - points[1]], operator
        return [place(at, each) for at, each in enumerate(operands)], operator

    return [act(*each) if str(each[1]) in _PATH else each for each in own]


def acts_of(page: Any) -> Acts:
    return [(each.operands, each.operator) for each in pikepdf.parse_content_stream(page)]


def rules_in(acts: Acts) -> Iterator[Rule]:
    """The paths of a page that are thin and long; a stroked box is none."""
    first: int | None = None
    points: list[tuple[float, float]] = []
    for at, (operands, operator) in enumerate(acts):
        word = str(operator)
        if word in _PATH:
            first = at if first is None else first
            numbers = [float(each) for each in operands]
            if word == "re":
                numbers[2:] = [numbers[0] + numbers[2], numbers[1] + numbers[3]]
            points += list(zip(numbers[::2], numbers[1::2], strict=True))
            continue
        if first is not None and word in _PAINT and points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) < _THIN and max(box[2] - box[0], box[3] - box[1]) > _SHORTEST:
                yield Rule(first, at, box)
        first, points = None, []


def map_lost(made: pikepdf.Pdf, rng: Random) -> bool:
    """The table that says which letter a code of a font is, for a font or all of them; or some of its letters."""
    fonts = [each for each in made.objects if isinstance(each, Dictionary) and "/ToUnicode" in each]
    if not fonts:
        return False
    for font in fonts if rng.random() < 0.2 else [rng.choice(fonts)]:
        if rng.random() < 0.5:
            del font["/ToUnicode"]
        else:
            font.ToUnicode = made.make_stream(_with_gaps(font.ToUnicode.read_bytes(), rng))
    return True


def _with_gaps(table: bytes, rng: Random) -> bytes:
    """A map of letters without some of its lines: the sections' counts follow."""
    kept: list[bytes] = []
    share = rng.choice([0.02, 0.1, 0.5])
    inside: list[bytes] | None = None
    for line in table.split(b"\n"):
        if line.rstrip().endswith((b"beginbfchar", b"beginbfrange")):
            inside = [line]
        elif inside is not None and line.strip() in (b"endbfchar", b"endbfrange"):
            head, *entries = inside
            left = [each for each in entries if rng.random() >= share]
            if left:
                word = head.split()[-1]
                kept += [b"%d %s" % (len(left), word), *left, line]
            inside = None
        elif inside is not None:
            inside.append(line)
        else:
            kept.append(line)
    return b"\n".join(kept)


def boxes_over(made: pikepdf.Pdf, rng: Random) -> bool:
    """A box over what stands in a table: white, framed or both; a framed one with a text of its own, or none."""
    pages = [page for page in made.pages if next(rules_in(acts_of(page)), None)]
    if not pages:
        return False
    page = rng.choice(pages)
    rules = list(rules_in(acts_of(page)))
    left, bottom = min(rule.box[0] for rule in rules), min(rule.box[1] for rule in rules)
    right, top = max(rule.box[2] for rule in rules), max(rule.box[3] for rule in rules)
    width, height = rng.uniform(30, 140), rng.uniform(14, 60)
    x, y = rng.uniform(left, right - width), rng.uniform(bottom, top - height)
    font = made.make_indirect(_plain_font())
    page.add_resource(font, Name.Font, Name("/Over"))
    paint = rng.choice(["1 1 1 rg {} re f", "1 1 1 rg 0 0 0 RG {} re B", "0 0 0 RG {} re S", "1 1 0.8 rg {} re f"])
    box = paint.format(f"{x:.1f} {y:.1f} {width:.1f} {height:.1f}")
    words = rng.choice(["", "see", "35", "120.5%"]) if " RG " in paint else ""  # on a ground alone it is a cell's
    text = f"BT 0 0 0 rg /Over {SIZE} Tf {x + 3:.1f} {y + 4:.1f} Td ({words}) Tj ET" if words else ""
    page.contents_add(f"q 1 w {box} Q q {text} Q".encode())
    return True


def _plain_font() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
