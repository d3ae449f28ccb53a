"""Thousands of mutants of the documents, each read, cleaned, computed and audited in this process.

A *form* mutant says the same in another form: its values must be the same, or it is found or
refused. A *meaning* mutant says something else: where the oracle of `tests/digit_oracle.py`, which
reads the text by itself, sees the contradiction, it must be found or refused.
"""

import argparse
import difflib
import hashlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

from mutants.disabled import AS_IT_IS, DISABLED
from mutants.documents import DOCUMENTS, lines_of, original
from mutants.lines import Random
from mutants.meanings import KINDS, MEANINGS
from mutants.office import OF_FILES
from mutants.outcome import Outcome, judged_form, judged_meaning, right
from mutants.patches import patched
from mutants.tables import FORMS

COLUMNS = ("same", "repaired", "found", "refused", "silent", "crash")
CHUNK = 25


class Task(NamedTuple):
    document: str
    kind: str
    numbers: range
    seed: int
    rule: str = ""  # that is disabled


class Judged(NamedTuple):
    document: str
    kind: str
    number: int
    digest: bytes
    outcome: Outcome


def made(document: str, kind: str, number: int, seed: int) -> bytes | None:
    """A mutant, always the same for the same four; None where the document has nothing of that kind."""
    if kind == AS_IT_IS:
        return original(document) if number == 0 else None
    data = KINDS[kind](document, Random(f"{seed} {document} {kind} {number}"))
    return None if data == original(document) else data


def done(task: Task) -> list[Judged]:
    """The mutants of a task, each judged; with a rule disabled, once with it and once without."""
    judge = judged_meaning if task.kind in MEANINGS else judged_form
    found = []
    right(task.document)
    with patched(DISABLED[task.rule].patches() if task.rule else []):
        for number in task.numbers:
            data = made(task.document, task.kind, number, task.seed)
            if data is not None:
                digest = hashlib.sha1(data).digest()
                found.append(Judged(task.document, task.kind, number, digest, judge(task.document, data)))
    return found


def all_judged(
    count: int, seed: int, mapped: Callable[[Iterable[Task]], Iterable[list[Judged]]], only: str, end: float
) -> list[Judged]:
    """At least `count` different mutants, or those judged until the clock shows `end`.

    Kinds that have no more of them leave the rest to the others.
    """
    found: dict[tuple[str, bytes], Judged] = {}
    pairs = [
        (d, k) for d in DOCUMENTS for k in KINDS if only in f"{d}: {k}" and DOCUMENTS[d].is_file == (k in OF_FILES)
    ]
    asked: Counter[tuple[str, str]] = Counter()
    while len(found) < count and pairs and time.perf_counter() < end:
        tasks = _tasks(pairs, count - len(found), asked, seed)
        tried = Counter[tuple[str, str]]()
        new = Counter[tuple[str, str]]()
        for task in tasks:
            tried[task[:2]] += len(task.numbers)
        for judged in mapped(tasks):
            for each in judged:
                if (each.document, each.digest) not in found:
                    found[each.document, each.digest] = each
                    new[each[:2]] += 1
                    if failed(each):
                        print(told(each), file=sys.stderr, flush=True)
            if time.perf_counter() > end:
                break
        print(f"{len(found)} mutants", file=sys.stderr, flush=True)
        pairs = [pair for pair in pairs if 2 * new[pair] > tried[pair]]
    order = list(KINDS)
    return sorted(found.values(), key=lambda each: (order.index(each.kind), each[0], each.number))


def _tasks(pairs: Sequence[tuple[str, str]], count: int, asked: Counter[tuple[str, str]], seed: int) -> list[Task]:
    """So many mutants more, by the weight of document and kind, in no order."""
    tasks = []
    total = sum(map(_weight, pairs))
    for pair in pairs:
        last = asked[pair] + 1 + int(count * _weight(pair) / total)
        for start in range(asked[pair], last, CHUNK):
            tasks.append(Task(*pair, range(start, min(start + CHUNK, last)), seed))
        asked[pair] = last
    return Random(seed).sample(tasks, len(tasks))


def _weight(pair: tuple[str, str]) -> float:
    return DOCUMENTS[pair[0]].share * (2 if pair[1] in MEANINGS else 1)


def main() -> None:
    """Print the tables, and every mutant that is silently wrong or crashes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of a run to repeat; else by the clock")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60, help="no new mutants after that")
    parser.add_argument("--rules", type=int, default=15, help="mutants of each document and kind for each rule")
    parser.add_argument("--only", default="", help="what 'document: kind' must hold")
    parser.add_argument("--show", type=int, help="show this mutant of --only instead, line by line")
    given = parser.parse_args()
    if given.show is not None:
        return print(shown(*given.only.split(": ", 1), given.show, given.seed))
    print(f"seed {given.seed}", flush=True)
    start = time.perf_counter()
    with get_context("fork").Pool(given.jobs) as pool:
        mapped = partial(pool.imap_unordered, done)
        judged = all_judged(given.count, given.seed, mapped, given.only, start + 60 * given.minutes)
        print(kinds_table(judged))
        print(documents_table(judged))
        print(rules_table(mapped, given.seed, given.rules) if given.rules else "")
    print(failures(judged, given.seed))
    print(f"{len(judged):,} mutants, seed {given.seed}, {given.jobs} processes: {time.perf_counter() - start:.0f} s")


# what is printed


def kinds_table(judged: Sequence[Judged]) -> str:
    """Of each kind what became of its mutants; of those that change the meaning also what the oracle sees."""
    rows = [
        "| kind | count | same | repaired | found | refused | silent | crash | seen by the oracle | of these silent |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for title, kinds in (("form", FORMS | OF_FILES), ("meaning", MEANINGS)):
        for kind in (*kinds, ""):
            own = [each for each in judged if (each.kind == kind if kind else each.kind in kinds)]
            seen = [each for each in own if each.outcome.seen]
            oracle = f"{len(seen)} | {_count(seen, 'silent')}" if kinds is MEANINGS else "– | –"
            counts = " | ".join(str(_count(own, what)) for what in COLUMNS)
            rows.append(f"| {kind or f'**{title}, all**'} | {len(own)} | {counts} | {oracle} |")
    return "\n".join(rows)


def documents_table(judged: Sequence[Judged]) -> str:
    rows = ["", "| document | form | meaning |", "|---|---|---|"]
    for name in DOCUMENTS:
        own = [each.kind in MEANINGS for each in judged if each.document == name]
        rows.append(f"| {name} | {len(own) - sum(own)} | {sum(own)} |")
    return "\n".join(rows)


def _count(judged: Iterable[Judged], what: str) -> int:
    return sum(each.outcome.what == what for each in judged)


def rules_table(mapped: Callable[[Iterable[Task]], Iterable[list[Judged]]], seed: int, each: int) -> str:
    """Of each cleaning rule how the counts change when it is disabled, on the same mutants."""
    rows = ["", "| rule disabled | mutants | " + " | ".join(COLUMNS) + " |", "|---" * (2 + len(COLUMNS)) + "|"]
    tasks = [
        Task(document, kind, range(each), seed, rule)
        for rule, own in DISABLED.items()
        for document in own.documents
        for kind in (AS_IT_IS, *own.kinds)
    ]
    with_rule, without = (_by_rule(mapped, tasks, disabled) for disabled in (False, True))
    for rule in DISABLED:
        before, after = with_rule[rule], without[rule]
        cells = [
            f"{before[what]} → {after[what]}" if before[what] != after[what] else str(before[what]) for what in COLUMNS
        ]
        rows.append(f"| {rule} | {sum(before.values())} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _by_rule(
    mapped: Callable[[Iterable[Task]], Iterable[list[Judged]]], tasks: Sequence[Task], disabled: bool
) -> dict[str, Counter[str]]:
    """What became of the mutants of each rule; the kinds of a rule differ from those of another."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for rule in DISABLED:
        own = [task if disabled else task._replace(rule="") for task in tasks if task.rule == rule]
        for judged in mapped(own):
            counted[rule].update(each.outcome.what for each in judged)
    return counted


def failed(each: Judged) -> bool:
    """Silently wrong where nothing may be, or a crash."""
    silent = each.outcome.what == "silent" and (each.kind not in MEANINGS or each.outcome.seen)
    return silent or each.outcome.what == "crash"


def failures(judged: Sequence[Judged], seed: int) -> str:
    """Of each kind and document a few mutants that are silently wrong or crash, and how to see them whole."""
    some: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for each in filter(failed, judged):
        some[each.document, each.kind, each.outcome.what].append(each)
    lines = [f"\n{sum(map(len, some.values()))} failures"]
    for (document, kind, what), own in some.items():
        lines.append(f"\n{what}: --only '{document}: {kind}' --seed {seed} ({len(own)})")
        lines += map(told, own[:4])
    return "\n".join(lines)


def told(each: Judged) -> str:
    return f"  {each.document}: {each.kind} --show {each.number}: {each.outcome.why[:600]}"


def shown(document: str, kind: str, number: int, seed: int) -> str:
    """A mutant line by line against the document, and what became of it."""
    data = made(document, kind, number, seed)
    if data is None:
        return "(none)"
    judge = judged_meaning if kind in MEANINGS else judged_form
    text = data.decode("utf-8", "replace").split("\n") if data[:2] not in (b"PK", b"%P") else []
    lines = [line for line in difflib.unified_diff(lines_of(document), text, "", "", "", n=1)] if text else []
    return "\n".join([*map(repr, lines[:40]), str(judge(document, data))])


if __name__ == "__main__":
    main()
