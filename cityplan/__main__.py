"""The other acts: `python -m cityplan trace | new-city | entry-form | compare`."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cityplan.command.command import INTERRUPTED, Parser, ended, quietly, speak_to_any_terminal
from cityplan.command.new_city import known_layouts, new_city, next_steps
from cityplan.files.errors import UsageError

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


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run an act in the project's folder; returns its exit code (0 done, 1 failed, 2 usage)."""
    speak_to_any_terminal()
    return quietly(partial(_run, arguments, root))


def _run(arguments: Sequence[str] | None, root: Path | None) -> int:
    try:
        options = _parser().parse_args(arguments)
        said = options.act(root or _project(), options)
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as problem:
        message, code = ended(problem)
        print(message if code == INTERRUPTED else f"エラー: {message}", file=sys.stderr)
        return code
    print(said)
    return 0


def _new_city(root: Path, options: argparse.Namespace) -> str:
    return next_steps(new_city(root, options.name, options.layout))


def _trace(root: Path, options: argparse.Namespace) -> str:
    from cityplan.command.trace import trace

    return trace(root, city=options.city, year=options.year, plan=options.plan, row=options.row, out=root / options.out)


def _entry_form(root: Path, options: argparse.Namespace) -> str:
    from cityplan.workbook.form.form import entry_form

    return entry_form(root, city=options.city, year=options.year, out=root / options.out)


def _compare(root: Path, options: argparse.Namespace) -> str:
    from cityplan.build.compare import compare

    return compare(root, options.city, *options.years, out=root / options.out)


def _project() -> Path:
    """The folder in which the command is given, which must be the project's."""
    here = Path.cwd()
    if not (here / "pipeline.py").is_file():
        raise UsageError("pipeline.py のあるフォルダ（このプロジェクトのフォルダ）で実行してください。")
    return here


class _Help(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "使い方: ")


def _parser() -> Parser:
    parser = _with_help(
        Parser(
            prog="python -m cityplan",
            description="報告を作ること（pipeline.py）のほかにできること。",
            formatter_class=_Help,
            add_help=False,
        )
    )
    acts = parser.add_subparsers(
        title="できること", metavar="trace | new-city | entry-form | compare", required=True, prog=parser.prog
    )
    _add_trace(acts)
    _add_new_city(acts)
    _add_entry_form(acts)
    _add_compare(acts)
    return parser


def _add_trace(acts: "argparse._SubParsersAction[Parser]") -> None:
    act = acts.add_parser(
        "trace",
        help="数値の出どころをたどる",
        description="1つの事業か指標の数値が、原文からどう読まれ、直され、計算されたかを表示します。",
        epilog="例:\n  python -m cityplan trace --city mihon --year R5 --plan 01 --row 指標1",
        formatter_class=_Help,
        add_help=False,
    )
    act.set_defaults(act=_trace)
    add = _with_help(act).add_argument_group("書くこと").add_argument
    add("--city", **_CITY)
    add("--year", default="", metavar="年度", help="R5、令和5年度、2023 など（1つに決まれば省ける）")
    add("--plan", default="", metavar="番号", help="プランの番号")
    add("--row", default="", metavar="行", help="事業か指標の名前（一部でよい）、別名、または 事業1、指標2 など")
    add("--out", **_OUT)


def _add_new_city(acts: "argparse._SubParsersAction[Parser]") -> None:
    act = acts.add_parser(
        "new-city",
        help="新しい市の source.toml を作る",
        description="data/raw/名前/source.toml を、書き方の説明を付けて作ります。ほかには何も書きません。",
        epilog=f"形:\n{known_layouts()}\n\n例:\n  python -m cityplan new-city mihon --layout plain-table",
        formatter_class=_Help,
        add_help=False,
    )
    act.set_defaults(act=_new_city)
    own = _with_help(act).add_argument_group("書くこと")
    own.add_argument(
        "name", nargs="?", default="", metavar="名前", help="data/raw/ の下のフォルダ名（半角の小文字・数字・ハイフン）"
    )
    own.add_argument("--layout", default="", metavar="形", help="文書の形（下の一覧から）")


def _add_entry_form(acts: "argparse._SubParsersAction[Parser]") -> None:
    act = acts.add_parser(
        "entry-form",
        help="担当課が次の年度の実績を記入する様式を作る",
        description="前の年度の文書から、次の年度の実績を記入する様式（Excel）を reports/年度/市/entry-form.xlsx に作ります。",
        epilog="例:\n  python -m cityplan entry-form --city mihon --year R6",
        formatter_class=_Help,
        add_help=False,
    )
    act.set_defaults(act=_entry_form)
    add = _with_help(act).add_argument_group("書くこと").add_argument
    add("--city", **_CITY)
    add("--year", default="", metavar="年度", help="記入する実績の年度（R6、令和6年度、2024 など）")
    add("--out", **_OUT)


def _add_compare(acts: "argparse._SubParsersAction[Parser]") -> None:
    act = acts.add_parser(
        "compare",
        help="2つの年度を比べた報告を作る",
        description="2つの年度の文書を比べた報告（HTML、PDF）を、新しい年度の報告のフォルダに作ります。"
        "先に python pipeline.py で両方の年度の報告を作っておきます。",
        epilog="例:\n  python -m cityplan compare --city mihon R5 R6",
        formatter_class=_Help,
        add_help=False,
    )
    act.set_defaults(act=_compare)
    own = _with_help(act).add_argument_group("書くこと")
    own.add_argument("years", nargs=2, metavar="年度", help="比べる2つの年度（R5、令和5年度、2023 など。順は問わない）")
    own.add_argument("--city", **_CITY)
    own.add_argument("--out", **_OUT)


def _with_help(parser: Parser) -> Parser:
    parser.add_argument_group("説明").add_argument("-h", "--help", action="help", help="この説明を表示して終わる")
    return parser


if __name__ == "__main__":
    sys.exit(main())
