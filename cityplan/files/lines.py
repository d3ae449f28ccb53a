"""The lines 行 of a text file: without controls, and no more or longer ones than anyone can have meant."""

from cityplan.files.errors import CONTROLS, SourceError

# Far above what any report has: 996 lines of 762 characters.
MOST_LINES = 50_000
LONGEST_LINE = 10_000
LONGEST_ROW = 100_000  # a line of a CSV with all its cells


def without_controls(text: str) -> str:
    """A text without control and bidirectional characters; line ends and tabs stay."""
    return CONTROLS.sub("", text)


def check_lines(text: str, file: str, most: int = MOST_LINES, longest: int = LONGEST_LINE) -> None:
    """Raise for a text with more or longer lines 行 than anyone can have meant."""
    if (count := text.count("\n") + 1) > most:
        raise SourceError(
            f"行が多すぎます（{count:,}行。{most:,}行まで）",
            file=file,
            next_step="使う部分だけのファイルに分けてください。",
        )
    for no, line in enumerate(text.split("\n"), start=1):
        if len(line) > longest:
            raise SourceError(
                f"行が長すぎます（{len(line):,}字。{longest:,}字まで）",
                file=file,
                line=no,
                text=line,
                next_step="改行が失われていないか確かめ、行に分けてください。",
            )
