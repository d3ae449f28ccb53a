"""The options of `pipeline.py`: what may be said on its command line, and its help, all in Japanese."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cityplan.command.command import Parser
from cityplan.files.errors import UsageError
from cityplan.japanese.terminal import columns_of, padded

_ABOUT = "市の計画の取組状況から、プランごとの報告（HTML・PDF）を作ります。"
_USAGE = "使い方: python pipeline.py [指定 ...]"
_EXAMPLES = {
    "python pipeline.py": "全ての文書の報告を作る",
    "python pipeline.py --year R5": "令和5年度だけ",
    "python pipeline.py --year R5 --plan 06 07": "そのうち、プラン 06 と 07 だけ",
    "python pipeline.py --plan 06 --watch": "プラン 06 を見ながら文を直す",
    "python pipeline.py --list": "文書の一覧（作った時、指摘の数）",
    "python pipeline.py --list --json": "一覧を JSON で（スクリプト用）",
}
EXIT_CODES = {
    0: "できた（変わったものがなかったときも）",
    1: "失敗したものがある（ほかのものは作った。前の報告はそのまま）",
    2: "指定の誤り（年度・市・プラン・つづり）",
    3: "できたが、資料の中に矛盾がある（--strict のとき）",
    130: "Ctrl-C で中断した",
    141: "出力を読む側が先に終わった",
}
_NOT_BOTH = (("list", "dry_run"), ("list", "watch"), ("dry_run", "watch"), ("json", "watch"), ("cluster", "watch"))
_COLUMN = 24  # where the explanations begin


def parse(words: Sequence[str], reports: Path) -> argparse.Namespace:
    """What the words of a command line ask for; UsageError says what is wrong with them.

    `reports` is where reports go if nothing else is said.
    """
    options = parser(reports).parse_args(words)
    for one, other in _NOT_BOTH:
        if getattr(options, one) and getattr(options, other):
            words = [f"--{name.replace('_', '-')}" for name in (one, other)]
            raise UsageError(f"{words[0]} と {words[1]} は、一緒には指定できません。")
    if options.watch and "html" not in options.format:
        raise UsageError("--watch には、--format に html が要ります。")
    return options


def parser(reports: Path) -> argparse.ArgumentParser:
    """The parser of the command line, whose help is written for an analyst."""
    made = _Parser(prog="python pipeline.py", add_help=False, allow_abbrev=False)
    several: dict[str, Any] = {"nargs": "+", "default": []}
    add = made.add_argument_group("何を作るか").add_argument
    add("--year", **several, metavar="年度", help="R5、令和5年度、2023 など（なければ全て）")
    add("--city", **several, metavar="市", help="data/raw/ の下のフォルダ名か、市の名前\n（なければ全て）")
    add("--plan", **several, metavar="番号", help="プランの番号。6 と書いてもよい（なければ全て）")
    add(
        "--format",
        nargs="+",
        default=["html", "pdf"],
        choices=["html", "pdf"],
        metavar="形式",
        help="html か pdf（なければ両方）",
    )
    add("--out", type=Path, default=reports, metavar="フォルダ", help="報告を書く所（なければ reports/）")
    add = made.add_argument_group("どう作るか").add_argument
    add("--force", action="store_true", help="変わっていないものも、全て作り直す")
    add("--keep-going", action="store_true", help="前からの指定（いまは、書かなくても残りを作る）")
    add("--strict", action="store_true", help="資料の中に矛盾があれば、終了コード 3 で終わる")
    add(
        "-j",
        "--jobs",
        type=_positive,
        default=2 * (os.cpu_count() or 1),
        metavar="数",
        help="同時に実行するノートブックの数（なければ CPU の数の2倍）",
    )
    add(
        "--cluster",
        default="",
        metavar="アドレス",
        help="dask scheduler のアドレス（tcp://...:8786）。\n多くの機械で作る",
    )
    add(
        "--watch",
        action="store_true",
        help="ノートブックやデータが保存されるたびに作り直し、\nブラウザの画面を新しくする（Ctrl-C で終わる）",
    )
    add = made.add_argument_group("作らずに調べる").add_argument
    add("--list", action="store_true", help="文書の一覧を表示して終わる")
    add("-n", "--dry-run", action="store_true", help="何をなぜ作り直すかを表示して終わる")
    add("-h", "--help", action="help", help="この説明を表示して終わる")
    add = made.add_argument_group("スクリプトから使う").add_argument
    add("--json", action="store_true", help="結果を1つの JSON として標準出力に書く\n（人が読む文は標準エラーに出す）")
    return made


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("1以上の数にしてください")
    return int(text)


class _Parser(Parser):
    """The parser of `pipeline.py`, with a help of its own form."""

    def format_usage(self) -> str:
        return f"{_USAGE}\n"

    def format_help(self) -> str:
        parts = [[_USAGE, "", _ABOUT]]
        for group in self._action_groups:
            if group._group_actions:
                own = [line for each in group._group_actions for line in _explained(each)]
                parts.append([f"{group.title}:", *own])
        room = max(map(columns_of, _EXAMPLES)) + 2
        parts += [
            ["例:", *(f"  {padded(command, room)}{told}" for command, told in _EXAMPLES.items())],
            ["終了コード:", *(f"  {code:>3}  {told}" for code, told in EXIT_CODES.items())],
        ]
        return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _explained(option: argparse.Action) -> list[str]:
    """An option as the help has it; what does not fit beside it stands below."""
    name = "、".join(option.option_strings)
    if option.metavar:
        name += f" {option.metavar}" + (" ..." if option.nargs == "+" else "")
    lines = str(option.help).split("\n")
    beside = columns_of(f"  {name} ") < _COLUMN
    first = [padded(f"  {name}", _COLUMN) + lines.pop(0)] if beside else [f"  {name}"]
    return [*first, *(f"{' ' * _COLUMN}{line}" for line in lines)]
