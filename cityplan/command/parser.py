"""What may be said on the command lines, and their help, all in Japanese: of `pipeline.py` and of `python -m cityplan`."""

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from wcwidth import ljust

from cityplan.files.errors import UsageError
from cityplan.japanese.nearest import perhaps
from cityplan.japanese.terminal import columns_of

_MESSAGES = {
    r"unrecognized arguments: (.*)": r"知らない指定です: \1",
    r"argument (\S+): expected (\d+) arguments?": r"\1 のあとに値を \2 つ書いてください",
    r"argument (\S+): expected (?:at least )?one argument": r"\1 のあとに値を書いてください",
    r"argument [^:]*\|[^:]*: invalid choice: '(.*?)' \(choose from (.*)\)": r"「\1」というものはありません（あるもの: \2）",
    r"the following arguments are required: (.*\|.*)": r"何をするかを書いてください: \1",
    r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)": r"\1 に \2 は選べません（選べるもの: \3）",
    r"argument (\S+): ignored explicit argument (\S+)": r"\1 に値（\2）は付けられません",
    r"argument (\S+): ": r"\1: ",
    r"the following arguments are required: (.*)": r"次のものを書いてください: \1",
}
_WRONG_WORD = re.compile(r"unrecognized arguments: (--?[\w-]+)|invalid choice: '([^']*)'")
_CHOICES = re.compile(r"\(choose from (.*)\)$")


class Parser(argparse.ArgumentParser):
    """A parser that speaks Japanese 日本語で答える: argparse's own messages are English."""

    def error(self, message: str) -> NoReturn:
        """UsageError with what is wrong, the word that may have been meant, and where the help is."""
        meant = _perhaps_word(message, self._words())
        for english, japanese in _MESSAGES.items():
            message = re.sub(english, japanese, message)
        raise UsageError(f"{message}。{meant}\n使い方は {self.prog} --help をご覧ください。")

    def _words(self) -> list[str]:
        """All options, those of its acts too: what an act does not know, the whole parser tells."""
        acts = [each.choices for each in self._actions if isinstance(each.choices, dict)]
        of_acts = [word for act in acts for each in act.values() for word in each._words()]
        return [*self._option_string_actions, *of_acts]


def _perhaps_word(message: str, options: Sequence[str]) -> str:
    """The option or the choice that was meant, by argparse's message."""
    wrong, choices = _WRONG_WORD.search(message), _CHOICES.search(message)
    words = re.findall(r"[\w-]+", choices[1]) if choices else options
    return perhaps(wrong[1] or wrong[2], {word: word for word in words}) if wrong else ""


_WORK: dict[str, Any] = {
    "type": Path,
    "metavar": "フォルダ",
    "help": "データのフォルダ（data/raw/ のある所）。初めてなら、\nノートブックも写す（なければ、このフォルダ）",
}

# pipeline.py

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


def parse_pipeline(words: Sequence[str], reports: Path) -> argparse.Namespace:
    """What the words of a command line ask for; UsageError says what is wrong with them.

    `reports` is where reports go if nothing else is said.
    """
    options = pipeline_parser(reports).parse_args(words)
    options.out = options.out or (options.work / reports.name if options.work else reports)
    for one, other in _NOT_BOTH:
        if getattr(options, one) and getattr(options, other):
            words = [f"--{name.replace('_', '-')}" for name in (one, other)]
            raise UsageError(f"{words[0]} と {words[1]} は、一緒には指定できません。")
    if options.watch and "html" not in options.format:
        raise UsageError("--watch には、--format に html が要ります。")
    return options


def pipeline_parser(reports: Path) -> argparse.ArgumentParser:
    """The parser of `pipeline.py`, whose help is written for an analyst."""
    made = _PipelineParser(prog="python pipeline.py", add_help=False, allow_abbrev=False)
    several: dict[str, Any] = {"nargs": "+", "default": []}
    add = made.add_argument_group("何を作るか").add_argument
    add("--year", **several, metavar="年度", help="R5、令和5年度、2023 など（なければ全て）")
    add("--city", **several, metavar="市", help="data/raw/ の下のフォルダ名か、市の名前\n（なければ全て）")
    add("--plan", **several, metavar="番号", help="プランの番号。6 と書いてもよい（なければ全て）")
    kinds = ["html", "pdf"]
    add("--format", nargs="+", default=kinds, choices=kinds, metavar="形式", help="html か pdf（なければ両方）")
    add("--out", type=Path, metavar="フォルダ", help=f"報告を書く所（なければ {reports.name}/）")
    add("--work", **_WORK)
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


class _PipelineParser(Parser):
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
            ["例:", *(f"  {ljust(command, room)}{told}" for command, told in _EXAMPLES.items())],
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
    first = [ljust(f"  {name}", _COLUMN) + lines.pop(0)] if beside else [f"  {name}"]
    return [*first, *(f"{' ' * _COLUMN}{line}" for line in lines)]


# python -m cityplan

_CITY: dict[str, Any] = {
    "default": "",
    "metavar": "市",
    "help": "data/raw/ の下のフォルダ名か市の名前（1つに決まれば省ける）",
}


_OUT: dict[str, Any] = {
    "type": Path,
    "default": Path("reports"),
    "metavar": "フォルダ",
    "help": "報告のフォルダ（pipeline.py の --out と同じもの。なければ reports/）",
}


class _Help(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "使い方: ")


class _ActsParser(Parser):
    """The parser of `python -m cityplan`, and of each of its acts."""

    def __init__(self, **given: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, **given)
        self.add_argument_group("説明").add_argument("-h", "--help", action="help", help="この説明を表示して終わる")


def acts_parser() -> Parser:
    """The parser of `python -m cityplan`; the act that is wanted is its `act`."""
    parser = _ActsParser(prog="python -m cityplan", description="報告を作ること（pipeline.py）のほかにできること。")
    acts = parser.add_subparsers(
        title="できること",
        dest="act",
        metavar="make | lab | trace | new-city | entry-form | compare",
        required=True,
        prog=parser.prog,
    )
    _add_make(acts)
    _add_lab(acts)
    _add_trace(acts)
    _add_new_city(acts)
    _add_entry_form(acts)
    _add_compare(acts)
    for act in acts.choices.values():
        act.add_argument_group("どこで").add_argument("--work", **_WORK)
    return parser


def _add_make(acts: "argparse._SubParsersAction[_ActsParser]") -> None:
    acts.add_parser(
        "make",
        help="報告を作る（pipeline.py と同じ）",
        description="報告を作ります。指定は pipeline.py と同じで、python -m cityplan make --help で見られます。",
    )


def _add_lab(acts: "argparse._SubParsersAction[_ActsParser]") -> None:
    acts.add_parser(
        "lab",
        help="JupyterLab を開く",
        description="JupyterLab を開きます。はじめのページ（00_はじめに.ipynb）が出ます。",
    )


def _add_trace(acts: "argparse._SubParsersAction[_ActsParser]") -> None:
    act = acts.add_parser(
        "trace",
        help="数値の出どころをたどる",
        description="1つの事業か指標の数値が、原文からどう読まれ、直され、計算されたかを表示します。",
        epilog="例:\n  python -m cityplan trace --city mihon --year R5 --plan 01 --row 指標1",
    )
    add = act.add_argument_group("書くこと").add_argument
    add("--city", **_CITY)
    add("--year", default="", metavar="年度", help="R5、令和5年度、2023 など（1つに決まれば省ける）")
    add("--plan", default="", metavar="番号", help="プランの番号")
    add("--row", default="", metavar="行", help="事業か指標の名前（一部でよい）、別名、または 事業1、指標2 など")
    add("--out", **_OUT)


def _add_new_city(acts: "argparse._SubParsersAction[_ActsParser]") -> None:
    from cityplan.command.new_city import known_layouts  # who makes briefs does without the kinds of document

    act = acts.add_parser(
        "new-city",
        help="新しい市の source.toml を作る",
        description="data/raw/名前/source.toml を作ります。--file なら、ファイルの表を見て案を書き、ファイルも写します。"
        "--layout だけなら、書き方の説明だけを書きます。前からあるものは上書きしません。",
        epilog=f"形:\n{known_layouts()}\n\n例:\n  python -m cityplan new-city mihon --file ichiran.xlsx",
    )
    add = act.add_argument_group("書くこと").add_argument
    add(
        "name", nargs="?", default="", metavar="名前", help="data/raw/ の下のフォルダ名（半角の小文字・数字・ハイフン）"
    )
    add("--file", type=Path, metavar="ファイル", help="市の文書（.csv、.tsv、.xlsx、.pdf、.docx、.pptx）")
    add(
        "--layout",
        default="",
        metavar="形",
        help="文書の形（下の一覧から。--file があれば、案がほかの形になったときだけ）",
    )


def _add_entry_form(acts: "argparse._SubParsersAction[_ActsParser]") -> None:
    act = acts.add_parser(
        "entry-form",
        help="担当課が次の年度の実績を記入する様式を作る",
        description="前の年度の文書から、次の年度の実績を記入する様式（Excel）を reports/年度/市/entry-form.xlsx に作ります。",
        epilog="例:\n  python -m cityplan entry-form --city mihon --year R6",
    )
    add = act.add_argument_group("書くこと").add_argument
    add("--city", **_CITY)
    add("--year", default="", metavar="年度", help="記入する実績の年度（R6、令和6年度、2024 など）")
    add("--out", **_OUT)


def _add_compare(acts: "argparse._SubParsersAction[_ActsParser]") -> None:
    act = acts.add_parser(
        "compare",
        help="2つの年度を比べた報告を作る",
        description="2つの年度の文書を比べた報告（HTML、PDF）を、新しい年度の報告のフォルダに作ります。"
        "先に python pipeline.py で両方の年度の報告を作っておきます。",
        epilog="例:\n  python -m cityplan compare --city mihon R5 R6",
    )
    add = act.add_argument_group("書くこと").add_argument
    add("years", nargs=2, metavar="年度", help="比べる2つの年度（R5、令和5年度、2023 など。順は問わない）")
    add("--city", **_CITY)
    add("--out", **_OUT)
