"""The command that makes the briefs: `python pipeline.py --year R5`. Thin: no heavy import here."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from cityplan.errors import NotebookError, SourceError, UsageError
from cityplan.freshness import REASONS
from cityplan.manifest import Manifest, open_manifest
from cityplan.publish import find, make
from cityplan.runs import Made, Wish
from cityplan.source import Edition, choose, editions

ROOT = Path(__file__).resolve().parent
EXAMPLES = """例:
  python pipeline.py                      data/raw/ にある全ての文書の報告を作る
  python pipeline.py --year R5            令和5年度だけ（令和5、2023 と書いてもよい）
  python pipeline.py --plan 06 07         プラン 06 と 07 だけ
  python pipeline.py --list               登録してある文書の一覧
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit code (0 done, 1 failed, 2 usage, 3 findings)."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminated)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # cp932 (Windows, into a file) has no −
    try:
        found = choose(editions(ROOT), options.year, options.city)
        if options.list:
            _list(found, options.out)
            return 0
        if options.dry_run:
            _dry_run(found, options)
            return 0
        return _make(found, options)
    except UsageError as error:
        print(f"エラー: {error}", file=sys.stderr)
        return 2
    except (SourceError, NotebookError) as error:
        print(f"エラー: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(
            f"エラー: {place}読み書きできません（{error.strerror}）。"
            "→ 空き容量と、フォルダの権限を確かめてください。",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("中断しました。書きかけのファイルはありません。", file=sys.stderr)
        return 130


def _terminated(number: int, frame: object) -> NoReturn:
    """End as Ctrl-C does: no kernel and no temporary file stays."""
    raise SystemExit(128 + number)


class _Parser(argparse.ArgumentParser):
    """A parser that says in Japanese what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        for english, japanese in _MESSAGES.items():
            message = message.replace(english, japanese)
        self.exit(2, f"エラー: {message}\n使い方は python pipeline.py --help をご覧ください。\n")


_MESSAGES = {
    "unrecognized arguments:": "知らない引数です:",
    "expected at least one argument": "値を1つ以上書いてください",
    "expected one argument": "値を書いてください",
    "invalid choice:": "選べない値です:",
    "choose from": "選べるもの:",
    "argument ": "引数 ",
}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pipeline.py", description="市の計画の取組状況から、プランごとの報告（HTML・PDF）を作ります。",
        epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False,
    )  # fmt: skip
    add = parser.add_argument
    add("-h", "--help", action="help", help="この説明を表示して終わる")
    add(
        "--year",
        nargs="+",
        default=[],
        metavar="年度",
        help="R5、令和5年度、2023 など（なければ全て）",
    )
    add(
        "--city",
        nargs="+",
        default=[],
        metavar="市",
        help="data/raw/ の下のフォルダ名か市の名前（なければ全て）",
    )
    add("--plan", nargs="+", default=[], metavar="番号", help="プランの番号（なければ全て）")
    add(
        "--format",
        nargs="+",
        default=["html", "pdf"],
        choices=["html", "pdf"],
        help="作る形式（なければ両方）",
    )
    add(
        "--out",
        type=Path,
        default=ROOT / "reports",
        metavar="フォルダ",
        help="報告を書く所（なければ reports/）",
    )
    add(
        "-j",
        "--jobs",
        type=_positive,
        default=2 * (os.cpu_count() or 1),
        metavar="数",
        help="同時に実行するノートブックの数",
    )
    add(
        "--cluster",
        default="",
        metavar="アドレス",
        help="dask scheduler のアドレス（tcp://…:8786）。多くの機械で作る",
    )
    add("--list", action="store_true", help="登録してある文書の一覧を表示して終わる")
    add(
        "-n",
        "--dry-run",
        action="store_true",
        help="何をなぜ作り直すかを表示し、何も作らずに終わる",
    )
    add("--force", action="store_true", help="変わっていないものも、全て作り直す")
    add("--keep-going", action="store_true", help="1つのノートブックが失敗しても、残りを作る")
    add("--strict", action="store_true", help="資料の中に矛盾があれば、終了コード 3 で終わる")
    return parser


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("1以上の数にしてください")
    return int(text)


def _make(found: list[Edition], options: argparse.Namespace) -> int:
    code = contradictions = 0
    wish = _wish(options)
    for made in make(ROOT, found, wish):
        counts = made.findings
        contradictions += counts["error"]
        print(f"{made.edition.city_name} {made.edition.year}: {_counted(made)}。", end="")
        if made.files or made.kept:
            told = f"矛盾 {counts['error']}、疑い {counts['warning']}、参考 {counts['info']}"
            print(f"指摘は {counts.total()} 件（{told}）です。", end="")
        print()
        if "findings.html" in made.files:
            print(f"正誤表案: {_shown(made.folder / 'findings.html')}")
        for failure in made.failures:
            print(f"エラー: {failure}", file=sys.stderr)
            code = 1
    if (options.out / "index.html").exists():
        print(f"目次: {_shown(options.out / 'index.html')}")
    return code or (3 if options.strict and contradictions else 0)


def _wish(options: argparse.Namespace) -> Wish:
    return Wish(
        out=options.out, plans=options.plan, formats=options.format, jobs=options.jobs,
        keep_going=options.keep_going, force=options.force, cluster=options.cluster,
    )  # fmt: skip


def _counted(made: Made) -> str:
    """How many files were made, and how many are as they were."""
    if made.failures and not made.files:
        return "作れませんでした"
    if not made.files:
        return f"変わったものはありません（{made.kept} 個のファイルはそのまま）"
    others = f"（ほかの {made.kept} 個はそのまま）" if made.kept else ""
    return f"{len(made.files)} 個のファイルを {_shown(made.folder)} に作りました{others}"


def _dry_run(found: list[Edition], options: argparse.Namespace) -> None:
    """What a run would make, and why."""
    for each in find(ROOT, found, _wish(options)):
        due = [why for why in each.all.values() if why]
        print(f"{each.edition.city_name} {each.edition.year}（作り直すもの {len(due)} 件）")
        for job, why in each.all.items():
            what = {"": "そのまま", "later": "未定　　"}.get(why, "作る　　")
            print(f"  {what}  {job.name}\t{job.title}\t{REASONS.get(why, '')}")
        if not each.reports:
            print("  報告は、表を作ってから決まります。")


def _list(found: list[Edition], out: Path) -> None:
    for edition in found:
        plans = f"{len(edition.plan)}プラン" if edition.plan else "—"
        print(
            f"{edition.year}\t{edition.city}\t{edition.city_name}\t{edition.title}\t{plans}\t"
            f"{_state(open_manifest(out / edition.year / edition.city))}"
        )


def _state(made: Manifest) -> str:
    """Whether reports were made, and which of them are not as they were."""
    if not made.files:
        return "未作成"
    words = {"missing": "ない", "damaged": "変わっている"}
    wrong = [f"{name}（{words[why]}）" for name in made.files if (why := made.damage(name))]
    return f"作り直しが必要: {'、'.join(wrong)}" if wrong else "作成済み"


def _shown(path: Path) -> str:
    """A path as short as it can be told."""
    return os.path.relpath(path)


if __name__ == "__main__":
    sys.exit(main())
