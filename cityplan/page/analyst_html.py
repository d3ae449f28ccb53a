"""What Jupyter shows of an analyst's own, brought to the small HTML of a brief: looks, pictures, headings.

Nothing that runs or loads comes through; what has no form on paper is an error that says what to write.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from soupsieve import SelectorSyntaxError

from cityplan.files import css
from cityplan.files.markup import NO_ROWS
from cityplan.files.pictures import decoded, picture_svg
from cityplan.files.svg import UnsupportedSvg, attributes
from cityplan.page.html_nodes import HEADING_TAGS, Where, classes, opening, set_classes, span, svg_node, tags
from cityplan.report.cell_place import CellPlace, Exported, UnsupportedContent

# Elements of the same meaning; without one, an element's content stands in its place.
_MEANT = {
    "em": "i cite dfn var",
    "s": "del strike",
    "u": "ins",
    "code": "tt samp",
    "div": "center article main header footer aside nav address",
    "tbody": "tfoot",
    "span": "font q big bdi bdo picture",
}
_SAME = {name: same for same, names in _MEANT.items() for name in names.split()}
_UNWRAPPED = frozenset({"html", "body", "time", "data", "label", "nobr", "ruby", "rb"})
_DROPPED = frozenset({"head", "title", "meta", "wbr", "colgroup", "col", "rp", "source"})
_INSTEAD = {
    "script": "動く図は出せません。matplotlib で描いてください",
    "iframe": "ほかのページは入りません。リンク [名前](https://…) を書いてください",
    "video": "動画は出せません。1場面を画像にして ![説明](ファイル名.png) と書いてください",
    "audio": "音は出せません。内容を文で書いてください",
    "canvas": "動く図は出せません。matplotlib で描いてください",
    "math": "数式は $…$ で、文字のまま書いてください",
    "input": "入力欄は出せません。文か表で書いてください",
    "button": "ボタンは出せません。文か表で書いてください",
    "form": "入力欄は出せません。文か表で書いてください",
    "link": 'ほかのファイルは読めません。style="…" で書いてください',
    "object": "画像にして ![説明](ファイル名.png) と書いてください",
    "embed": "画像にして ![説明](ファイル名.png) と書いてください",
}
_ID = re.compile(r"#([\w-]+)")
_IDS, _CLASSES, _NAMES = re.compile("#"), re.compile(r"[.\[]"), re.compile(r"(^|[\s>+~])[a-z]")
# A number as a table of pandas shows it, perhaps with its unit.
_NUMBER = re.compile(r"[-+−▲△]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?[^\d\s]{0,4}|nan|None|NaT|<NA>|-|—|", re.I)
_DIGIT = re.compile(r"\d")
SHORT, MOST_SHARED = 9, 8  # characters of a cell, columns
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|pt|%)?")
PAGE = 178 / 25.4 * 72  # points over the width of the text on paper


def bring_in(tree: BeautifulSoup, where: Where) -> None:
    """Change a parsed output in place, before it is checked."""
    sheets, dropped = [], []
    for element in tags(tree):
        if element.name == "style":
            sheets.append(element)
        elif element.name in _DROPPED:
            dropped.append(element)
        elif element.name == "table" and _has_no_rows(element):
            dropped.append(element)
            element.insert_after(_no_rows(tree, element))
        elif element.name == "table":
            _align_numbers(element)
        elif element.name == "img":
            element.replace_with(_picture(element, where))
        elif element.name in HEADING_TAGS and isinstance(where, CellPlace):
            _mend_level(element, where.document)
        elif element.name == "a" and isinstance(where, CellPlace):
            _mend_link(element, where.document)
        else:
            _rename(element, where)
    for sheet in sheets:
        _apply(tree, sheet, where)
    for element in (*sheets, *dropped):
        element.extract()


def _rename(element: Tag, where: Where) -> None:
    name = element.name
    if name in _UNWRAPPED:
        element.unwrap()
    elif name == "rt":
        element.insert_before("（")
        element.insert_after("）")
        element.unwrap()
    elif name == "input" and element.get("type") == "checkbox":
        element.replace_with("■" if element.has_attr("checked") else "□")
    elif name in _INSTEAD:
        raise UnsupportedContent(where, f"{opening(element)} は報告に出せません", _INSTEAD[name])
    elif name in _SAME:
        if name == "center":
            element["style"] = f"text-align:center;{element.get('style', '')}"
        if name == "q":
            element.insert_before("「")
            element.insert_after("」")
        element.name = _SAME[name]


# ---- looks ----


def _apply(tree: BeautifulSoup, sheet: Tag, where: Where) -> None:
    """Give each element the look that a `<style>` gives it; the more special rule counts for more."""
    if sheet.has_attr("scoped"):  # pandas' own, around every DataFrame
        return
    try:
        found = list(css.css_rules(sheet.get_text()))
    except css.NotShown as problem:
        instead = 'style="…" で書いてください'
        raise UnsupportedContent(where, f"{problem}は報告に出せません", instead) from None
    places = {str(each["id"]): each for each in tree.select("[id]")} if found else {}
    for selector, declared in sorted(found, key=lambda rule: _weight(rule[0])):
        for element in reversed(_selected(tree, selector, places)):
            element["data-look"] = f"{element.get('data-look', '')}{declared};"
    for element in tree.select("[data-look]"):
        element["style"] = f"{element.attrs.pop('data-look')}{element.get('style', '')}"


def _selected(tree: BeautifulSoup, selector: str, places: Mapping[str, Tag]) -> list[Tag]:
    if own := _ID.fullmatch(selector):  # one of the many of a Styler
        return [places[own[1]]] if own[1] in places else []
    try:
        return list(tree.select(selector))
    except SelectorSyntaxError:
        return []


def _weight(selector: str) -> tuple[int, int, int]:
    return (len(_IDS.findall(selector)), len(_CLASSES.findall(selector)), len(_NAMES.findall(selector.lower())))


def _has_no_rows(table: Tag) -> bool:
    """Of an analyst's own: a Styler of a selection that fits no row. One of ours has rows."""
    if table.has_attr("data-widths") or table.thead is None:
        return False
    return table.select_one(":not(thead) > tr") is None


def _no_rows(tree: BeautifulSoup, table: Tag) -> Tag:
    """What stands in the place of a table without rows: that there are none, below its caption."""
    caption = table.find("caption")
    told = tree.new_tag("p", attrs={"class": "note"})
    told.string = f"{caption.get_text()}：{NO_ROWS}" if caption else NO_ROWS
    return told


def _align_numbers(table: Tag) -> None:
    """Numbers of a table of pandas end below each other; short columns share the width."""
    if table.has_attr("data-widths"):  # one of ours
        return
    cells = table.find_all("td")
    if "dataframe" not in classes(table) and not any("data" in classes(each) for each in cells[:1]):
        return
    if any(set(classes(each)) & {"num", "center", "label", "prose", "graphic"} for each in cells):
        return
    rows = [row.find_all("td") for row in table.select("tbody > tr")]
    across = max(map(len, rows), default=0)
    for column in range(across):
        own = [row[column] for row in rows if column < len(row)]
        texts = [cell.get_text(strip=True) for cell in own]
        if any(map(_DIGIT.search, texts)) and all(map(_NUMBER.fullmatch, texts)):
            for cell in own:
                set_classes(cell, [*classes(cell), "num"])
    head = table.select_one("thead > tr")
    if head and across <= MOST_SHARED and all(len(each.get_text(strip=True)) <= SHORT for each in cells):
        width = sum(span(each, "colspan") for each in head.find_all(["th", "td"]))
        table["data-widths"] = " ".join(["auto"] * (width - across) + ["1"] * across)


# ---- pictures ----


def _picture(element: Tag, where: Where) -> NavigableString:
    source = str(element.get("src", "")).removeprefix("attachment:")
    known = where.pictures if isinstance(where, CellPlace) else {}
    address = known.get(source, known.get(unquote(source), source))
    if not address.startswith("data:image/"):
        raise UnsupportedContent(
            where,
            f"画像「{source[:60]}」がありません",
            "画像のファイルを notebooks/ に置き、![説明](ファイル名.png) と書いてください",
        )
    name = "" if source.startswith("data:") else f"（{unquote(source)}）"
    alt = str(element.get("alt", "")).strip() or f"画像{name}"
    label = attributes({"role": "img", "aria-label": alt})
    try:
        drawn = picture_svg(decoded(address), label, width=_width(element))
    except UnsupportedSvg as problem:
        raise UnsupportedContent(where, str(problem)) from None
    return svg_node(drawn, where)


def _width(element: Tag) -> float:
    """The width in points that is asked for; 0 where the picture's own counts."""
    style = dict(part.split(":", 1) for part in str(element.get("style", "")).split(";") if ":" in part)
    given = style.get("width", str(element.get("width", ""))).strip()
    found = _LENGTH.fullmatch(given)
    if not found:
        return 0.0
    return float(found[1]) * {"pt": 1.0, "%": PAGE / 100}.get(found[2] or "px", 0.75)


# ---- headings and links ----


def _mend_level(heading: Tag, document: Exported) -> None:
    """No level is left out, and the heading of the report stays its only one of the first level."""
    level = int(heading.name[1])
    if heading.find_parent(class_="masthead"):
        document.level = level
        return
    if not document.level:  # above the masthead
        heading.name = "p"
        heading["style"] = "font-weight:bold"
        return
    document.level = max(2, min(level, document.level + 1))
    heading.name = f"h{document.level}"


def _mend_link(link: Tag, document: Exported) -> None:
    """A link to a place that the report has not is text."""
    target = str(link.get("href", ""))
    dead = target.startswith("#") and target[1:] not in document.anchors
    if dead and document.anchors and "ref" not in classes(link):
        link.unwrap()
