"""The rules 罫線 of a page: those in one line joined, also dashes; level ones that no upright one parts."""

from collections.abc import Iterable, Sequence

from cityplan.read.file.pdf.marks import Box, Rule

NEAR = 2.5  # points: rules that stand nearer are one; also a double rule
GAP = 2.0  # in a rule
DASH = 15.0  # the longest dash
DASH_GAP = 6.0
SHORTEST = 4.0  # of a rule
_LEAST_LEVEL = 3
MOST_PAIRS = 1_000_000  # of boxes with tables


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules with those in one line joined; what stays shorter than any rule is left out."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for rule in rules:
        (level if rule.is_level else upright).append(rule)
    return [each for group in (level, upright) for line in _lines(group) for each in _joined_line(line)]


def _lines(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that stand on the same line, however far apart along it."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    lines: list[list[Rule]] = []
    first = 0.0
    for rule in ordered:
        if lines and rule.at - lines[-1][-1].at <= NEAR and rule.at - first <= 2 * NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
            first = rule.at
    return lines


def _joined_line(line: list[Rule]) -> list[Rule]:
    ordered = sorted(line, key=lambda rule: rule.begin)
    pieces: list[list[Rule]] = []
    end = last = 0.0
    for rule in ordered:
        gap = rule.begin - end
        is_dash = rule.end - rule.begin <= DASH and last <= DASH
        if pieces and gap <= (DASH_GAP if is_dash else GAP):
            pieces[-1].append(rule)
        else:
            pieces.append([rule])
            end = rule.end
        last = rule.end - rule.begin
        end = max(end, rule.end)
    return [each for piece in pieces if (each := _one(piece)).end - each.begin >= SHORTEST]


def _one(piece: list[Rule]) -> Rule:
    length = sum(rule.end - rule.begin for rule in piece)
    at = sum(rule.at * (rule.end - rule.begin) for rule in piece) / length if length else piece[0].at
    begin, end = min(rule.begin for rule in piece), max(rule.end for rule in piece)
    return Rule(piece[0].is_level, float(at), float(begin), float(end), max(rule.order for rule in piece))


def level_only(rules: Sequence[Rule], tables: Sequence[Box]) -> list[Box]:
    """Where at least three level rules of one length stand below each other, with no upright one between: a table
    without columns 縦の罫線のない表; `tables` are those that were read.

    >>> level_only([Rule(True, y, 40, 300, 0) for y in (40, 60, 80)], [])
    [(40.0, 40.0, 300.0, 80.0)]
    """
    groups: dict[tuple[int, int], list[Rule]] = {}
    joined = joined_rules(rules)
    if len(joined) * len(tables) > MOST_PAIRS:
        return []
    for rule in joined:
        if rule.is_level and not any(_is_inside(rule, box) for box in tables):
            groups.setdefault((round(rule.begin / NEAR), round(rule.end / NEAR)), []).append(rule)
    return [
        (group[0].begin, min(rule.at for rule in group), group[0].end, max(rule.at for rule in group))
        for group in groups.values()
        if len({round(rule.at / NEAR) for rule in group}) >= _LEAST_LEVEL
    ]


def _is_inside(rule: Rule, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return x0 - NEAR <= rule.begin and rule.end <= x1 + NEAR and y0 - NEAR <= rule.at <= y1 + NEAR
