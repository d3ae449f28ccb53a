"""The booklet 冊子 of an edition: cover, contents, overview and the briefs of all plans in one PDF."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nbformat import NotebookNode

from cityplan.city.edition import Edition
from cityplan.city.jobs import PlanTexts, titles_of_parts
from cityplan.files.svg import read_svg
from cityplan.japanese.phrases import phrases
from cityplan.japanese.years import era_long
from cityplan.look.glyphs import with_geta
from cityplan.page.export import typst_brief, typst_facts
from cityplan.page.pdf import compiled_pdf, density_source, fitted_pdf, template
from cityplan.report.document import DRAFT, document_facts, reference_date, shown_year, year_words


class _Part(NamedTuple):
    """A report of the booklet: Typst source, document's facts, and the density that it has alone."""

    name: str
    content: str
    facts: Mapping[str, str]
    density: str

    @property
    def folder(self) -> str:
        """Where it stands among the sources, beside the style of its density."""
        return f"density-{self.density}"


def export_booklet(
    edition: Edition,
    plans: PlanTexts,
    notebooks: Mapping[str, NotebookNode],
    logo: str,
    densities: Mapping[str, str] | None = None,
) -> bytes:
    """The booklet 冊子 as one PDF/A-2a and PDF/UA-1, the same bytes each time.

    `notebooks` are the executed ones of `titles_of_parts`; `logo` is an SVG, or empty. `densities` are those that
    their PDFs have; where one is not known, it is found as there.
    """
    known = densities or {}
    parts = [_part(notebooks[name], name, known.get(name, "")) for name in titles_of_parts(edition, plans)]
    data = json.dumps(_data(edition, plans, parts, logo), ensure_ascii=False)
    sources = {"main.typ": template("brief_typst/booklet.typ"), "booklet.json": with_geta(data)}
    for part in parts:
        sources[f"{part.folder}/{part.name}.typ"] = part.content
        sources[f"{part.folder}/brief.typ"] = template("brief_typst/brief.typ")
        sources[f"{part.folder}/density.typ"] = density_source(part.density)
    return compiled_pdf(sources, reference_date(edition).isoformat(), "冊子")


def _part(notebook: NotebookNode, name: str, density: str) -> _Part:
    content, facts = typst_brief(notebook, name), typst_facts(notebook, name)
    return _Part(name, content, facts, density or fitted_pdf(content, facts, name).density)


def _data(edition: Edition, plans: PlanTexts, parts: Sequence[_Part], logo: str) -> dict[str, object]:
    """What booklet.typ reads: the document, the cover, the groups, and the parts in their order."""
    facts = _facts(edition)
    of_all = {name: facts[name] for name in ("title", "author", "date")}
    first: dict[str, object] = {"number": "", "name": parts[0].facts["header-right"], "group": None, "opens": False}
    entries = [first, *_plan_entries(edition, plans)]
    return {
        "facts": facts,
        "cover": {
            "publisher": edition.publisher,
            "title": edition.title,
            "phrases": phrases(edition.title),
            "year": year_words(edition),
            "plans": len(plans),
            "noun": edition.plan_noun,
            "notes": [document_facts(edition, "", "")["footer"]],
            "logo": _picture(logo) if logo else None,
            "draft": DRAFT if parts[0].facts["draft"] else "",
        },
        "groups": _groups(plans),
        "parts": [
            entry
            | {
                "style": f"/{part.folder}/brief.typ",
                "content": f"/{part.folder}/{part.name}.typ",
                "facts": {**part.facts, **of_all},
            }
            for entry, part in zip(entries, parts, strict=True)
        ],
    }


def _facts(edition: Edition) -> dict[str, str]:
    title = f"{edition.title} 冊子（{era_long(shown_year(edition))}）"
    facts = document_facts(edition, title, "目次")
    return {fact.replace("_", "-"): value for fact, value in facts.items()}


def _picture(logo: str) -> dict[str, object]:
    svg = read_svg(logo)
    return {"source": svg.source, "alt": svg.alt, "width": svg.width}


def _groups(plans: PlanTexts) -> list[str]:
    return list(dict.fromkeys(plan["group"] for plan in plans if plan["group"]))


def _plan_entries(edition: Edition, plans: PlanTexts) -> Iterator[dict[str, object]]:
    """Number, name and group of each plan, and whether it is the first of its group."""
    groups, before = _groups(plans), ""
    for plan in plans:
        group = plan["group"]
        yield {
            "number": f"{edition.plan_word} {plan['plan_id']}",
            "name": plan["name"],
            "group": groups.index(group) if group else None,
            "opens": bool(group) and group != before,
        }
        before = group
