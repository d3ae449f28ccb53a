"""What an analyst types into a report's notebook, knowing pandas and matplotlib from a textbook."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

IMPORTS = "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd"
FRAME = 'df = pd.DataFrame({"name": ["子育て", "産業", "防災"], "v": [3.5, 12, -2], "w": [1, 2, 30]})'
PASTED = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAE0lEQVR4nGOcpsWAFTBhFx6sEgCcHgDQ0kma1QAAAABJRU5ErkJggg=="
FIGURES = {
    "barh": 'fig, ax = plt.subplots(figsize=(5, 2)); ax.barh(["甲の館", "乙の館"], [1, 2]); plt.show()',
    "df.plot": 'df.plot.barh(x="name", y="v", title="増減")',
    "Chart": 'fig, ax = plt.subplots(); ax.plot([1, 2, 3], marker="o")\nChart(fig, alt="自分の説明 1から3")',
    "several": "plt.plot([1, 2]); plt.show()\nplt.bar([1, 2], [3, 4]); plt.show()",
    "last value": 'fig, ax = plt.subplots(figsize=(4, 2)); ax.scatter([1, 2], [3, 9], label="点"); ax.legend()\nfig',
    "log": 'plt.loglog([1, 10, 1000], [0.001, 1, 1e5], label="対数"); plt.legend(); plt.title("対数の軸")',
    "image": 'plt.imshow(np.arange(12).reshape(3, 4)); plt.colorbar(label="件")',
    "fill": 'plt.fill_between([1, 2, 3], [1, 2, 1], [2, 4, 3], alpha=0.3, label="幅"); plt.legend();',
    "many points": "plt.scatter(np.arange(30000) % 173, np.arange(30000) % 367, s=2)",
    "wide": 'plt.figure(figsize=(14, 3)); plt.plot([1, 5, 2]); plt.title("とても横に長い図"); plt.show()',
    "tall": 'plt.figure(figsize=(4, 16)); plt.plot([1, 5, 2]); plt.title("とても縦に長い図"); plt.show()',
}
TABLES = {
    "DataFrame": "df",
    "Series": 'df.set_index("name")["v"]',
    "MultiIndex": 'pd.DataFrame([[1, 2, 3], [4, 5, 6]], columns=pd.MultiIndex.from_tuples([("実績", "R4"), ("実績", "R5"), ("目標", "R8")]), index=pd.MultiIndex.from_tuples([("産業", "企業誘致"), ("産業", "創業")], names=["分野", "事業"]))',
    "long": 'pd.DataFrame({"番号": range(120), "名": ["事業"] * 120})',
    "highlight": 'df.style.highlight_max(axis=0, subset=["v", "w"], color="#ffd54f")',
    "bar": 'df.style.bar(subset=["w"], color="#9ec5fe").format({"v": "{:.1f}"}).set_caption("棒の表")',
    "gradient": 'df.style.background_gradient(subset=["v"], cmap="Blues")',
    "properties": 'df.style.set_properties(**{"font-weight": "bold", "text-align": "center", "color": "#962A00"}).hide(axis="index").set_table_styles([{"selector": "th", "props": "border-bottom: 2px solid #1A56B0; background-color: #eef"}])',
    "no rows": 'df[df["v"] > 99]',
    "no rows, styled": 'df[df["v"] > 99].style.highlight_max()',
    "section": 'section("人口", df)',
    "columns": 'columns(section("左", "左の文"), section("右", df["w"]), widths="1 1")',
}
TEXTS = {
    "print": 'print("対象は12件\\nうち新規3件")',
    "print aligned": "print(df.to_string())",
    "string": '"最後の行の文字列"',
    "number": "len(df)",
    "Markdown": 'display(Markdown("**太字**と`コード`"))',
    "HTML": "display(HTML(\"<p>自分の<mark>HTML</mark> <span style='color:#962A00'>赤茶</span></p>\"))",
    "Image": 'display(Image("logo.png", alt="市の印", width=60))',
    "Image without words": 'Image("logo.png")',
}
MARKDOWN = """#### 自分の見出し

本文に `code` と ~~消した文~~ と[リンク](https://example.org/)と注[^1]。式は $x^2 < 3$ です。

```python
total = sum(values)
    print(total)
```

- 一つ
  - 二つ
- [x] 済み

1. 第一
2. 第二

| 名 | 値 |
|---|---:|
| 甲 | 1.5 |
| 乙 | 22 |

![ファイルの画像](logo.png)

![貼った画像](attachment:image.png)

<details><summary>開くと読める</summary>

中の **文**

</details>

> 引用の文

[^1]: 注の文。
"""


def cells() -> list[NotebookNode]:
    """All of it, each in a cell of its own."""
    made = [new_code_cell(f"{IMPORTS}\n{FRAME}")]
    made += [new_code_cell(code) for kind in (FIGURES, TABLES, TEXTS) for code in kind.values()]
    text = new_markdown_cell(MARKDOWN, attachments={"image.png": {"image/png": PASTED}})
    return [*made, text]


def add_to(path: Path, before: str, own: list[NotebookNode] | None = None) -> None:
    """Put the cells into a notebook, before the first that says `before`; a picture beside it."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    at = next(n for n, cell in enumerate(notebook.cells) if before in cell.source)
    notebook.cells[at:at] = cells() if own is None else own
    for number, cell in enumerate(notebook.cells):
        cell.id = f"c{number}"
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    _draw_logo(path.with_name("logo.png"))


def _draw_logo(path: Path) -> None:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (120, 60), "#0B2A5E")
    ImageDraw.Draw(picture).ellipse((40, 10, 80, 50), fill="#FFFFFF")
    picture.save(path)
