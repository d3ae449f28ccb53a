"""Any figure of matplotlib in a report: its text, its size, its words, the same bytes; nothing cut off."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib import colors
from matplotlib.figure import Figure

from cityplan.draw.any_figure import HIGHEST, WIDEST
from cityplan.draw.chart import Chart, svg
from cityplan.draw.described import described
from cityplan.files.svg import read_svg
from cityplan.page.subset import parse_subset

Draw = Callable[[Figure], object]


def bars(figure: Figure) -> None:
    axes = figure.add_subplot(title="利用者数 <1>", ylabel="人")
    axes.barh(["甲の館", "乙の館"], [1200, 98.5], label="R5")
    axes.legend()


def lines(figure: Figure) -> None:
    axes = figure.add_subplot(xlabel="年")
    axes.plot([2021, 2022, 2023], [3, 1, 2], "o--", label="実績")
    axes.fill_between([2021, 2022, 2023], [2, 0, 1], [4, 2, 3], alpha=0.3, label="幅")


def logarithmic(figure: Figure) -> None:
    figure.add_subplot().loglog([1, 10, 1000], [0.001, 1, 1e5])


def image(figure: Figure) -> None:
    shown = figure.add_subplot().imshow(np.arange(12).reshape(3, 4))
    figure.colorbar(shown)


def turned(figure: Figure) -> None:
    figure.text(0.5, 0.5, "斜めの字", rotation=30)


VECTORS: dict[str, Draw] = {
    "bars": bars, "lines": lines, "logarithmic": logarithmic, "image": image, "turned": turned,
}  # fmt: skip


def made(draw: Draw, width: float = 5, height: float = 2) -> Figure:
    figure = Figure(figsize=(width, height))
    draw(figure)
    return figure


def texts(source: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(source).iter() if each.tag.endswith("}text")]


@pytest.mark.parametrize("draw", VECTORS.values(), ids=list(VECTORS))
class TestEveryVector:
    def test_is_taken_by_both_exporters(self, draw: Draw) -> None:
        shown = Chart(made(draw))._repr_html_()
        assert parse_subset(shown, "x").find("figure", class_="chart")

    def test_has_the_same_bytes_again_and_no_name_of_a_font(self, draw: Draw) -> None:
        first, second = (svg(Chart(made(draw))) for _ in range(2))
        assert first == second and first.count("font-family") == 1
        assert not re.search(r"<style|<metadata|20\d\d-\d\d-\d\d", first)

    def test_keeps_its_text_as_text(self, draw: Draw) -> None:
        assert texts(svg(Chart(made(draw))))

    def test_shares_no_id_with_another_figure(self, draw: Draw) -> None:
        ids = [set(re.findall(r'\bid="([^"]+)"', svg(Chart(made(each))))) for each in (draw, bars)]
        assert draw is bars or not ids[0] & ids[1]


def test_text_is_in_the_font_of_the_brief_whatever_the_style() -> None:
    figure = Figure()
    figure.add_subplot(title="題").set_xlabel("横", fontfamily="monospace")
    assert {"題", "横"} <= set(texts(svg(Chart(figure))))


def test_a_sign_that_the_font_has_not_is_drawn_as_a_shape() -> None:
    figure = Figure()
    figure.add_subplot(title=r"$\sum_i x_i$")
    drawn = svg(Chart(figure))
    assert not texts(drawn) and "<use" in drawn


@pytest.mark.parametrize(("width", "height"), [(14, 3), (4, 20)])
def test_a_figure_larger_than_a_page_is_drawn_smaller_not_shrunk(width: float, height: float) -> None:
    figure = made(bars, width, height)
    drawn = ElementTree.fromstring(svg(Chart(figure)))
    size = [float(drawn.get(side, "").removesuffix("pt")) for side in ("width", "height")]
    assert size[0] <= WIDEST * 72 + 5 and size[1] <= HIGHEST * 72 + 5
    assert "font-size: 8px" in svg(Chart(figure))
    assert tuple(figure.get_size_inches()) == (width, height)


def test_a_legend_outside_of_the_axes_is_not_cut_off() -> None:
    figure = Figure(figsize=(4, 2))
    axes = figure.add_subplot()
    axes.plot([1, 2], label="外の凡例")
    axes.legend(bbox_to_anchor=(1.6, 1))
    drawn = ElementTree.fromstring(svg(Chart(figure)))
    wide = float(drawn.get("viewBox", "").split()[2])
    label = next(each for each in drawn.iter() if each.text == "外の凡例")
    assert 0 < float(label.get("x", "-1")) < wide - 8 * len("外の凡例") + 1


@pytest.mark.parametrize(
    "draw",
    [
        lambda figure: figure.add_subplot().scatter(np.arange(20000) % 173, np.arange(20000) % 367),
        lambda figure: figure.add_subplot().pcolormesh(
            np.arange(3), np.arange(3), np.arange(9).reshape(3, 3), shading="gouraud"
        ),
    ],
)
def test_what_a_vector_cannot_hold_is_a_picture_of_300_dots_an_inch(draw: Draw) -> None:
    figure = made(draw, 3, 2)
    drawn = read_svg(svg(Chart(figure)))
    inside = ElementTree.fromstring(drawn.source)[0]
    assert str(inside.get("href")).startswith("data:image/png;base64,")
    assert int(inside.get("width", "0")) / drawn.width * 72 == pytest.approx(300, rel=0.01)
    assert svg(Chart(made(draw, 3, 2))) == svg(Chart(figure))


class TestWords:
    def test_of_an_analyst_are_taken_as_they_are(self) -> None:
        shown = Chart(made(bars), alt="甲1,200人、乙98.5人")._repr_html_()
        assert 'aria-label="甲1,200人、乙98.5人。"' in shown and "data-alt" not in shown

    def test_are_made_of_the_figure_else(self) -> None:
        shown = Chart(made(bars))._repr_html_()
        assert 'data-alt="made"' in shown
        assert described(made(bars)) == (
            "図「利用者数 <1>」。縦軸: 人。棒「R5」 2点: 最小 98.5（乙の館）、最大 1,200（甲の館）。"
        )

    def test_name_each_series(self) -> None:
        assert described(made(lines)) == (
            "横軸: 年。線「実績」 3点: 最小 1（2022）、最大 3（2021）。面「幅」: 最小 0、最大 4。"
        )

    @pytest.mark.parametrize(
        ("draw", "words"),
        [
            (lambda f: f.add_subplot().pie([1, 3], labels=["甲", "乙"]), "円 2点: 最小 25%（甲）"),
            (lambda f: f.add_subplot().plot([], []), "線 0点: 値なし"),
            (lambda f: f.add_subplot().plot([1, float("nan")]), "線 2点: 1（0）"),
            (lambda f: f.add_subplot().scatter([1, 2], [3, 9]), "点 2点: 最小 3（1）、最大 9（2）"),
            (lambda f: f.add_subplot().imshow([[1, 2], [3, 4]]), "升目 4点: 最小 1、最大 4"),
            (lambda f: f.add_subplot().boxplot([[1, 2, 9], [3, 4, 5]]), "線 14本: 最小 1"),
            (lambda f: f.suptitle("題だけ"), "図「題だけ」。"),
            (lambda f: None, "図。"),
        ],
    )
    def test_say_what_there_is(self, draw: Draw, words: str) -> None:
        assert described(made(draw)).startswith(words)


def test_the_colours_of_a_bare_figure_are_those_of_the_briefs() -> None:
    axes = Figure().add_subplot()
    first = axes.plot([1, 2])[0]
    assert colors.to_hex(first.get_color()).upper() == "#1A56B0"
