"""Pages of a PDF with its cells outlined 読み取り結果の図, and lists of what was left out or is doubtful."""

from base64 import b64encode
from collections.abc import Iterable, Sequence

from cityplan.files.errors import cut_short
from cityplan.files.markup import Fragment, fragment, joined
from cityplan.read.file.pdf.marks import Box
from cityplan.read.file.pdf.pictures import PagePicture
from cityplan.report.reading.became import KINDS, Became, counted
from cityplan.report.reading.scrolled import scrolled

_LONGEST = 120  # characters of a text that is told again beside the picture
_SIGN = 1.9  # points: how far below the upper edge of a cell its sign reaches, which stands on that
_SIGN_BESIDE, _BESIDE = 6.0, 7.0  # points, of a paragraph
_ROOM = 1.5  # points, around its letters
_TOLD = ("doubtful", "left_out")


def page_section(picture: PagePicture, own: Sequence[Became]) -> Fragment:
    """A page with its cells outlined, each with its sign, and below it what was left out or is doubtful."""
    name = f"{picture.number}ページ"
    return fragment(
        '<h2 id="page-{}">{}</h2><figure><svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<image width="{}" height="{}" href="data:image/png;base64,{}"/>{}</svg></figure>{}',
        picture.number,
        name,
        *(size := (f"{picture.width:.1f}", f"{picture.height:.1f}")),
        f"{name}の画像。{counts_in_words(own)}",
        *size,
        b64encode(picture.png).decode(),
        joined(_outline(each) for each in own),
        told_list(own),
    )


def _outline(own: Became) -> Fragment:
    box = outlined_box(own)
    assert box is not None, "only cells with a box are drawn"
    x0, y0, x1, y1 = box
    words, sign = KINDS[own.kind]
    left = x0 + 1 if own.shown.grid or x0 < _BESIDE else x0 - _BESIDE  # of a paragraph it would stand on the print
    below = _SIGN if own.shown.grid else _SIGN_BESIDE
    told = "、".join([*own.told, *own.why])
    return fragment(
        '<g class="{}"><rect x="{:g}" y="{:g}" width="{:g}" height="{:g}"/><text x="{:g}" y="{:g}">{}</text>'
        "<title>{}　{}「{}」</title></g>",
        own.kind,
        x0,
        y0,
        round(max(x1 - x0, 0.5), 1),
        round(max(y1 - y0, 0.5), 1),
        round(left, 1),
        round(y0 + below, 1),
        sign,
        words,
        told,
        cut_short(own.shown.text, _LONGEST),
    )


def outlined_box(own: Became) -> Box | None:
    """The box of a cell on its page; that of a paragraph stands around its letters, so that its line strikes none."""
    box = own.shown.place.box
    if box is None or own.shown.grid:
        return box
    x0, y0, x1, y1 = box
    return max(x0 - _ROOM, 0.5), max(y0 - _ROOM, 0.5), x1 + _ROOM, y1 + _ROOM


def counts_in_words(found: Iterable[Became]) -> str:
    """How many cells became what: 事業 24か所、指標 8か所."""
    counts = counted(found)
    said = "、".join(f"{KINDS[kind][0]} {count}か所" for kind, count in counts.items() if count)
    return f"{said}を囲んである" if said else "読み取ったセルはない"


def told_list(own: Iterable[Became]) -> Fragment | None:
    """What was left out, and why, and what is doubtful; None where there is neither."""
    listed = [each for kind in _TOLD for each in own if each.kind == kind]
    if not listed:
        return None
    rows = joined(
        fragment(
            "<tr><td>{}　{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            KINDS[each.kind][1],
            KINDS[each.kind][0],
            each.shown.place.words,
            cut_short(each.shown.text, _LONGEST),
            "、".join(dict.fromkeys(each.why)),
        )
        for each in listed
    )
    heads = joined(fragment('<th scope="col">{}</th>', word) for word in ("種類", "場所", "印字", "理由"))
    table = fragment('<table class="told"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', heads, rows)
    return fragment(
        "<details><summary>指摘のある所と、読み取らなかったもの（{}か所）</summary>{}</details>",
        len(listed),
        scrolled("指摘のある所と、読み取らなかったもの", table),
    )
