"""A brief as a notebook leaves it, with a real plan's words: what the exporters are tried on."""

from io import StringIO
from typing import Any

import matplotlib as mpl
import nbformat
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cityplan.look.glyphs import FONTS

DOCUMENT = {
    "title": "PLAN 06 新しい産業の創出（令和5年度）",
    "author": "日立市",
    "date": "2024-03-31",
    "header_left": "日立市　ひたち成長戦略プランの取組状況",
    "header_right": "PLAN 06 新しい産業の創出",
    "footer": "出典：日立市『ひたち成長戦略プランの取組状況』（資料4）",
}

MASTHEAD = """
<div class="masthead">
<p class="kicker">産業強化プロジェクト　テーマ《稼働力の向上》</p>
<p class="year">令和5年度実績</p>
<h1><span class="number">PLAN 06</span>新しい産業の創出</h1>
<p class="verdict">指標2件：<span class="nowrap">◎1 ○1</span>・印の低下なし。
掲載事業2件：前年度以上2件。</p>
</div>
"""

LEAD = """
<div class="lead" data-widths="5 6 5">
<section class="panel"><h2>目標指標 2件</h2>
<p><span class="mark good">◎</span><span class="value good">1</span> 目標値以上
<span class="mark good">○</span><span class="value good">1</span> 基準値以上</p>
<p><span class="mark">△</span><span class="value muted">0</span> 基準値未満
<span class="mark">—</span><span class="value muted">0</span> 指標未公表</p>
<p class="note">掲載事業2件：<span class="up">↑増 2</span>　<span class="muted">↓減 0</span></p>
</section>
<section class="panel"><h2>指標</h2>
<p><strong>なし</strong>　前年度より下がった指標はない。</p>
<div class="alert"><p><span class="tag">確認</span> まちなか空き店舗活用事業の前年度比
<span class="differs">印字 144.4% ≠ 再計算 125.0%</span> <a href="#note-1">注1</a></p></div>
</section>
<section class="panel"><h2>次にすること</h2>
<h3>まちなか空き店舗活用事業</h3>
<blockquote class="quote">新規出店及び定着への支援を継続し、
まちなかのにぎわい創出を推進する。</blockquote>
<p class="source">原文 511行</p></section>
</div>
"""

NOTES = """
<h2>目的と注</h2>
<p>脱炭素経営に向けた取組の支援を通じて、新しい産業の創出に取り組むとともに、
市場の拡大が予想される成長産業の誘致による雇用の創出、多様な創業支援のほか、地域として稼ぐ力の向上に努めていく必要があります。</p>
<p class="note" id="note-1"><strong>注1</strong>　印字の144.4%は40件÷32件＝125.0%と一致しない。
増という向きは変わらない。</p>
<p class="source">原文の行：目的 486、実績 498–501、指標 506–507、方向性 511–517</p>
<div class="facts"><p><strong>判定の規則</strong>　◎目標値以上　○基準値以上で目標値未満
　△基準値未満　—指標未公表</p></div>
"""

FACTORS = (
    "事業者等への周知が進み、補助件数が増加した。新規事業者にとって負担となる初期投資を支援することで、"
    "出店のハードルを下げ、空き店舗の解消による商業機能の空洞化の抑制やまちなかの活性化に寄与している。",
    "中小企業のデジタル化に向けた機運が高まり、デジタル活用研究会への参加企業数が増加するなど、"
    "ハンズオン支援件数等の実績の増加につながった。",
)


def notebook(*more: str) -> nbformat.NotebookNode:
    """The executed notebook of one brief, with these pieces of HTML at its end."""
    cells = [
        new_code_cell("plan: str = '06'", metadata={"tags": ["parameters"]}),
        shown(MASTHEAD, {"text/html": {"document": DOCUMENT}}),
        shown(LEAD),
        new_markdown_cell("## 掲載事業の実績\n\n棒は事業ごとの単位・目盛（0から）。\nR4＝前年度。"),
        shown(activities()),
        shown("<h2>目標指標の位置 <small>右へ行くほど良い</small></h2>" + indicators()),
        shown("<h2>推移</h2>" + figure()),
        shown(NOTES),
        new_code_cell("memo", metadata={"tags": ["memo"]}, outputs=[stderr("見せないもの")]),
        *map(shown, more),
    ]
    return new_notebook(cells=cells)


def shown(html: str, metadata: dict[str, Any] | None = None) -> nbformat.NotebookNode:
    """A code cell whose result is this HTML."""
    data = {"text/html": html, "text/plain": "<…>"}
    output = new_output("display_data", data=data, metadata=metadata or {})
    return new_code_cell("show()", outputs=[output])


def stderr(text: str) -> nbformat.NotebookNode:
    """A warning, as a kernel leaves it."""
    return new_output("stream", name="stderr", text=text)


def activities() -> str:
    """The listed activities (掲載事業), with a heading of two rows and merged cells."""
    table = pd.DataFrame(
        [
            [
                "まちなか空き店舗活用事業<br><small>店舗改装費等の一部を補助</small>",
                '40<span class="unit">件</span>',
                '32<span class="unit">件</span>',
                bars(40, 32, "件"),
                "144.4%",
                '<span class="differs">125.0%</span>',
                FACTORS[0],
            ],
            [
                "中小企業デジタルトランスフォーメーション促進事業<br><small>DX導入診断等</small>",
                '34<span class="unit">件</span>',
                '16<span class="unit">件</span>',
                bars(34, 16, "件"),
                "212.5%",
                '<span class="up">212.5%</span>',
                FACTORS[1],
            ],
        ],
        columns=pd.MultiIndex.from_tuples(
            [
                ("事業と内容", ""),
                ("実績", "R5"),
                ("実績", "R4"),
                ("実績", "比べる"),
                ("前年度比", "印字"),
                ("前年度比", "再計算"),
                ("要因及び効果", ""),
            ]
        ),
    )
    names = ["label", "num", "num", "graphic", "num", "num", "prose"]
    return _styled(table, names, "activities", "5 auto auto auto auto auto 8")


def indicators() -> str:
    """The target indicators (目標指標), with a ruler in a cell."""
    table = pd.DataFrame(
        {
            "指標": ["空き店舗等を活用して創業した事業者の創業3年後の定着率", "DXを推進する企業数"],
            "基準値<br>R3": ["60.0%以上", "延べ8社以上"],
            "目標値<br>R8": ["60.0%以上", "延べ40社以上"],
            "実績<br>R5": ["<strong>89.0%</strong>", "<strong>延べ12社</strong>"],
            "位置": [ruler(1.4, "目標＋29.0ポイント"), ruler(0.125, "あと28社")],
            "達成<br>R4": ['<span class="mark">◎</span>', '<span class="mark">○</span>'],
            "達成<br>R5": [
                '<span class="mark good">◎</span> 目標値以上<br>→同じ',
                '<span class="mark good">○</span> 基準値以上<br>→同じ',
            ],
        }
    )
    names = ["label", "num", "num", "num", "graphic", "center", "center"]
    return _styled(table, names, "indicators", "1 auto auto auto auto auto auto")


def figure() -> str:
    """A chart with its caption."""
    return (
        '<figure class="chart">'
        + chart("DXを推進する企業数の推移。令和3年度8社、令和5年度12社、令和8年度の目標40社。")
        + "<figcaption>実線は実績、破線は目標への直線。</figcaption></figure>"
    )


def chart(alt: str, width: float = 7.0) -> str:
    """A line chart as SVG, drawn by matplotlib."""
    fontManager.addfont(FONTS / "NotoSansJP-Regular.ttf")
    settings = {"svg.fonttype": "none", "svg.hashsalt": "x", "font.family": "Noto Sans JP"}
    with mpl.rc_context({**settings, "font.size": 8.0}):
        drawn = Figure(figsize=(width, 1.4), layout="constrained")
        axes = drawn.add_subplot()
        axes.plot([2021, 2023], [8, 12], color="#1A56B0", marker="o")
        axes.plot([2021, 2026], [8, 40], color="#4A5058", linestyle=":")
        axes.annotate("目標40社", (2026, 36), ha="right", va="top")
        axes.spines[["top", "right"]].set_visible(False)
        text = StringIO()
        drawn.savefig(text, format="svg", metadata={"Date": None})
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    return svg.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)


def bars(actual: float, previous: float, unit: str) -> str:
    """Two bars, this year's and last year's, as they stand in a cell."""
    scale = 60 / max(actual, previous)
    return (
        f'<svg role="img" aria-label="R5 {actual}{unit}、R4 {previous}{unit}" '
        'width="76pt" height="26pt" viewBox="0 0 76 26" font-family="Noto Sans JP" font-size="8">'
        f'<rect x="14" y="1" width="{actual * scale:.1f}" height="10" fill="#1A56B0"/>'
        f'<rect x="14" y="14" width="{previous * scale:.1f}" height="10" fill="#D3D8DF"/>'
        '<text x="0" y="9">R5</text><text x="0" y="22">R4</text></svg>'
    )


def ruler(position: float, words: str) -> str:
    """Where an indicator stands between baseline and target."""
    x = min(max(45 + 45 * position, 4), 131)
    return (
        f'<svg role="img" aria-label="{words}" width="135pt" height="30pt" viewBox="0 0 135 30" '
        'font-family="Noto Sans JP" font-size="8"><rect width="45" height="30" fill="#FCF0E9"/>'
        '<rect x="90" width="45" height="30" fill="#E8EEF9"/>'
        '<path d="M45 0V30M90 0V30" stroke="#4A5058" stroke-width="0.6"/>'
        f'<circle cx="{x:.1f}" cy="10" r="4" fill="#fff" stroke="#1A56B0" stroke-width="1.6"/>'
        f'<text x="67" y="27" text-anchor="middle" font-weight="bold">{words}</text></svg>'
    )


def _styled(table: pd.DataFrame, names: list[str], kind: str, widths: str) -> str:
    classes = pd.DataFrame([names] * len(table), index=table.index, columns=table.columns)
    styler = table.style.hide(axis="index").set_td_classes(classes)
    styler = styler.set_table_attributes(f'class="{kind}" data-widths="{widths}"')
    return str(styler.set_uuid("t").to_html())
