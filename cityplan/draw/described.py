"""What a figure says of itself 図の説明: the alt text of a figure for which an analyst wrote none.

Its title, its axes, its series, each with the number of its points, the least and the greatest.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, PathCollection
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle, Wedge
from numpy.typing import ArrayLike, NDArray

from cityplan.draw.canvas import printable

MOST_SERIES = 8  # a listener cannot keep more
MOST_UNNAMED_LINES = 4  # without a name
_YEARS = (1900, 2100)  # a number that is perhaps a year has no comma
_Point = tuple[str, float]


def described(figure: Figure) -> str:
    """A figure 図 in one sentence a panel.

    >>> from matplotlib.figure import Figure
    >>> drawn = Figure()
    >>> axes = drawn.add_subplot(title="利用者数", ylabel="人")
    >>> _ = axes.bar(["R4", "R5"], [120, 98.5])
    >>> described(drawn)
    '図「利用者数」。縦軸: 人。棒 2点: 最小 98.5（R5）、最大 120（R4）。'
    """
    title = getattr(figure, "get_suptitle", str)()
    panels = [text for axes in figure.axes if (text := _panel(axes))]
    notes = [text.get_text() for text in figure.texts if text.get_text() != title]
    named = [f"図「{title}」。"] if title else []
    return printable("".join([*named, *panels, *(f"{note}。" for note in notes)])) or "図。"


def _panel(axes: Axes) -> str:
    if not axes.get_visible() or axes.get_label() == "<colorbar>":
        return ""
    axis = {"横軸": axes.get_xlabel(), "縦軸": axes.get_ylabel()}
    series = list(_series(axes))
    told = [f"{name}: {label}" for name, label in axis.items() if label]
    parts = [f"図「{axes.get_title()}」" if axes.get_title() else "", "、".join(told)]
    parts += series[:MOST_SERIES]
    if len(series) > MOST_SERIES:
        parts.append(f"ほか {len(series) - MOST_SERIES}系列")
    if not any(isinstance(patch, Wedge) for patch in axes.patches):  # whose words are told
        parts += [note for text in axes.texts if (note := text.get_text().strip())][:MOST_SERIES]
    return "".join(f"{part}。" for part in parts if part)


def _series(axes: Axes) -> Iterator[str]:
    in_bars: set[Patch] = set()
    for container in axes.containers:
        if isinstance(container, BarContainer):
            in_bars.update(container.patches)
            yield _told("棒", container.get_label(), _bars(axes, container))
    lines = [each for each in axes.lines if not _belongs_to_a_container(axes, each)]
    bare = [each for each in lines if str(each.get_label()).startswith("_")]
    if len(bare) > MOST_UNNAMED_LINES:  # the boxes of a box plot, a grid
        every = [point for each in bare for point in _line(axes, each)]
        yield f"線 {len(bare)}本: {_span(every)}"
    for line in lines:
        if line not in bare or len(bare) <= MOST_UNNAMED_LINES:
            yield _told("線", line.get_label(), _line(axes, line))
    for each in axes.collections:
        yield from _collection(axes, each)
    yield from (_image(image) for image in axes.images)
    wedges = [patch for patch in axes.patches if isinstance(patch, Wedge)]
    if wedges:
        shares = [(str(each.get_label()), (each.theta2 - each.theta1) / 3.6) for each in wedges]
        yield _told("円", "", shares, "%")
    if others := [p for p in axes.patches if p not in in_bars and p not in wedges]:
        loose = [p for p in others if isinstance(p, Rectangle)]
        yield f"図形 {len(others)}個" if not loose else f"四角 {len(loose)}個"


def _told(kind: str, label: object, points: Sequence[_Point], unit: str = "") -> str:
    return f"{_named(kind, label)} {len(points)}点: {_span(points, unit)}"


def _named(kind: str, label: object) -> str:
    return kind if str(label).startswith("_") or not label else f"{kind}「{label}」"


def _span(points: Sequence[_Point], unit: str = "") -> str:
    known = [point for point in points if np.isfinite(point[1])]
    if not known:
        return "値なし"
    least, most = (find(known, key=lambda point: point[1]) for find in (min, max))
    if least[1] == most[1]:
        return _at(most, unit)
    return f"最小 {_at(least, unit)}、最大 {_at(most, unit)}"


def _at(point: _Point, unit: str) -> str:
    where, value = point
    return f"{_number(value)}{unit}" + (f"（{where}）" if where else "")


def _number(value: float) -> str:
    """
    >>> _number(12094.0), _number(60.25), _number(1234.56), _number(0.000123)
    ('12,094', '60.25', '1,234.6', '0.000123')
    """
    if abs(value) < 1000:
        return f"{value:.4g}"
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:,.1f}"


def _bars(axes: Axes, container: BarContainer) -> list[_Point]:
    lying = container.orientation == "horizontal"
    names = _names(axes.yaxis if lying else axes.xaxis)
    found = []
    for bar in container.patches:
        middle = bar.get_y() + bar.get_height() / 2 if lying else bar.get_x() + bar.get_width() / 2
        length = bar.get_width() if lying else bar.get_height()
        found.append((_name_near(names, middle), float(length)))
    return found


def _line(axes: Axes, line: Line2D) -> list[_Point]:
    names = _names(axes.xaxis)
    given = np.ravel(np.asarray(line.get_xdata(orig=True), object))
    across, up = _numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))
    if len(given) != len(across):
        given = across
    return [
        (_name_near(names, place) or _as_given(x), float(y)) for x, place, y in zip(given, across, up, strict=False)
    ]


def _numbers(values: ArrayLike) -> NDArray[np.float64]:
    return np.ravel(np.ma.filled(np.ma.asarray(values, float), np.nan))


def _as_given(value: object) -> str:
    """A place as the analyst gave it: a number, a day, a word."""
    if isinstance(value, int | float | np.number):
        return str(value) if _YEARS[0] <= value < _YEARS[1] else _number(float(value))
    return str(value).removesuffix(" 00:00:00")


def _collection(axes: Axes, drawn: Collection) -> Iterator[str]:
    if isinstance(drawn, PathCollection):
        places = np.asarray(drawn.get_offsets(), float)
        yield _told("点", drawn.get_label(), [(_number(x), float(y)) for x, y in places])
    elif (values := drawn.get_array()) is not None:
        yield _told("面", drawn.get_label(), [("", float(v)) for v in np.ravel(values)])
    elif not _belongs_to_a_container(axes, drawn):
        edges = [("", y) for path in drawn.get_paths() for y in _numbers(path.vertices)[1::2]]
        name = _named("面", drawn.get_label())
        yield f"{name}: {_span(edges)}" if edges else name


def _image(image: AxesImage) -> str:
    values: NDArray[np.float64] = np.ma.asarray(image.get_array())
    if values.ndim != 2:
        return f"画像（{values.shape[1]}×{values.shape[0]}）"
    return _told("升目", image.get_label(), [("", float(value)) for value in values.ravel()])


def _belongs_to_a_container(axes: Axes, drawn: Artist) -> bool:
    """Whether it is an error bar's, a bar's or a stem's, which its container tells."""
    return any(drawn is child for each in axes.containers for child in each.get_children())


def _names(axis: Axis) -> dict[float, str]:
    """The words 項目 at the ticks of an axis; none where they are its numbers."""
    units = getattr(axis, "units", None)
    mapping = getattr(units, "_mapping", None)
    if mapping:
        return {float(place): str(name) for name, place in mapping.items()}
    places = list(getattr(axis.get_major_locator(), "locs", ()))  # where they are fixed by hand
    words = axis.get_major_formatter().format_ticks(places) if places else []
    return {float(place): str(word) for place, word in zip(places, words, strict=True) if word}


def _name_near(names: dict[float, str], place: float) -> str:
    """The word at a place; bars of several series stand beside their tick."""
    near = [(abs(at - float(place)), name) for at, name in names.items()]
    distance, name = min(near, default=(1.0, ""))
    return name if distance < 0.5 else ""
