"""What a cell shows in JupyterLab as HTML of a report: tables, figures, pictures, texts that are printed."""

import ast
import re
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from cityplan.files.markup import paragraphs
from cityplan.files.pictures import decoded, picture_svg
from cityplan.files.svg import UnsupportedSvg, attributes
from cityplan.look.glyphs import missing_glyphs
from cityplan.report.cell_place import CellPlace, UnsupportedContent
from cityplan.report.markdown import markdown_html

PICTURE_KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp")
# What a screen shows that runs a program: of plotly, bokeh, altair, of widgets.
_MOVING = re.compile(r"application/(vnd\.(plotly|bokeh|vega|jupyter\.widget)|javascript)")
_OBJECT = re.compile(r"^<[\w.]+.*>$|^\w+\(.*<[\w.]+.*>.*\)$", re.DOTALL)
_COLOURS = re.compile(r"\x1b\[[\d;]*m")  # of a terminal: JupyterLab colours what is printed with them
ALT_MADE = 'data-alt="made"'
_NO_ALT = re.compile(r"!\[\s*\]\(|<img\b(?![^>]*\balt=\"[^\"])[^>]*>", re.IGNORECASE)


def outputs(cell: NotebookNode) -> Iterator[NotebookNode]:
    """The outputs that a report shows; warnings are told by the run instead, see `notices_of`."""
    for output in cell.get("outputs", []):
        if output.output_type != "stream" or (output.name != "stderr" and output.text.strip()):
            yield output


def output_html(output: NotebookNode, place: CellPlace) -> str:
    """The HTML of an output; UnsupportedContent for what no paper can show."""
    if output.output_type == "error":
        ends = output.ename == "SystemExit"
        step = "途中で終わらせる行（sys.exit() など）を消してください" if ends else "セルを直してください"
        raise UnsupportedContent(place, f"{output.ename}: {output.evalue}".removesuffix(": "), step)
    if output.output_type == "stream":
        return paragraphs(_COLOURS.sub("", output.text))
    data = output.data
    if "text/html" in data:
        return str(data["text/html"])
    if "text/markdown" in data:
        return markdown_html(data["text/markdown"], place)
    if "image/svg+xml" in data:
        return f'<figure class="chart">{_svg(str(data["image/svg+xml"]), _alt(output))}</figure>'
    for kind in PICTURE_KINDS:
        if kind in data:
            return _picture(output, kind, place)
    if moving := next(filter(_MOVING.match, data), ""):
        raise UnsupportedContent(place, f"動く図（{moving}）は報告に出せません", "matplotlib で描いてください")
    return _text(str(data.get("text/latex") or data.get("text/plain", "")), place)


def notices_of(cells: Iterable[tuple[CellPlace, NotebookNode]]) -> list[str]:
    """What the run says of the cells of a report: alt texts that nobody wrote, warnings left out."""
    made, silent, told = [], [], []
    for place, cell in cells:
        if lacks := missing_glyphs(_typed(cell)):
            told.append(
                f"{place} の「{'」「'.join(sorted(lacks))}」は書体にない字で、PDF では 〓 になります。→ 別の字にしてください。"
            )
        if place.is_text:
            silent += [place] * bool(_NO_ALT.search(cell.source))
            continue
        found = cell.get("outputs", [])
        made += [place] * any(ALT_MADE in _html(output) for output in found)
        silent += [place] * any(map(_is_silent, found))
        warned = [output.text for output in found if output.get("name") == "stderr"]
        if lines := [line.strip() for line in "".join(warned).splitlines() if line.strip()]:
            told.append(f"{place} の警告は、報告に出しません:「{lines[0][-120:]}」")
    return [*_of_all(made, _MADE), *_of_all(silent, _SILENT), *told]


def _typed(cell: NotebookNode) -> str:
    """What an analyst has typed or printed; of the document's own letters the findings tell."""
    outputs = cell.get("outputs", [])
    printed = [each.text for each in outputs if each.get("name") == "stdout"]
    printed += [each.data["text/markdown"] for each in outputs if "text/markdown" in each.get("data", {})]
    return _COLOURS.sub("", "".join([cell.source, *printed] if cell.cell_type == "markdown" else printed)).replace(
        "\t", ""
    )


_MADE = (
    "{} の図の説明（代替テキスト）は、図から作りました。"
    '→ 自分で書くには、セルの最後の行を Chart(fig, alt="…") にします。'
)
_SILENT = (
    "{} の画像に説明（代替テキスト）がありません。"
    '→ 文では ![説明](ファイル名)、コードでは Image("ファイル名", alt="説明") と書きます。'
)


def _of_all(places: list[CellPlace], words: str) -> list[str]:
    """One line for all cells of a kind."""
    if not places:
        return []
    more = f"ほか{len(places) - 1}個" if len(places) > 1 else ""
    return [words.format(f"{places[0]}{more}")]


def _html(output: NotebookNode) -> str:
    return str(output.get("data", {}).get("text/html", ""))


def _is_silent(output: NotebookNode) -> bool:
    data = output.get("data", {})
    html = _html(output)
    return bool(_NO_ALT.search(html)) or (not html and any(kind in data for kind in PICTURE_KINDS) and not _alt(output))


def _alt(output: NotebookNode) -> str:
    metadata = output.get("metadata", {})
    own = [metadata, *(metadata.get(kind, {}) for kind in (*PICTURE_KINDS, "image/svg+xml"))]
    return next((str(each["alt"]).strip() for each in own if each.get("alt")), "")


def _picture(output: NotebookNode, kind: str, place: CellPlace) -> str:
    metadata = output.get("metadata", {}).get(kind, {})
    label = attributes({"role": "img", "aria-label": _alt(output) or "画像"})
    width = float(metadata.get("width", 0)) * 0.75
    try:
        address = f"data:{kind};base64,{''.join(str(output.data[kind]).split())}"
        drawn = picture_svg(decoded(address), label, width=width)
    except UnsupportedSvg as problem:
        raise UnsupportedContent(place, str(problem)) from problem
    return f'<figure class="chart">{drawn}</figure>'


def _svg(source: str, alt: str) -> str:
    """A picture from its first tag on, with the alt text that was given."""
    source = source[max(source.find("<svg"), 0) :]
    return re.sub("^<svg", f"<svg{attributes({'aria-label': alt})}", source) if alt else source


def _text(text: str, place: CellPlace) -> str:
    """A value of the last line as Jupyter shows it; a text without its quotation marks."""
    if _OBJECT.search(text):
        raise UnsupportedContent(
            place,
            f"最後の行の値「{text[:60]}」は、文でも表でも図でもありません",
            "最後の行の終わりに ; を付けるか、出したいものを最後の行に書いてください",
        )
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = text
    return paragraphs(value if isinstance(value, str) else text)
