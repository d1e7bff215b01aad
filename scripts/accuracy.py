"""The published report on accuracy: reports of an evaluation in, a Markdown page with SVG charts beside it out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nlp.extract import MODEL
from nlp.mentions import ROLES
from scripts.evaluation import Report

HEAD = """# Accuracy

Written by `sago evaluate --report docs/accuracy.md`; do not edit by hand. Model: `{model}`.

A fact counts once per document, kind, role and value; a range counts by its lower end. Roles that are no fact of an incident
(`other`, `other_count`, `publication`, `budget_investment`, `revenue_other`) are not asked for, but must not be given an
incident's role. Figures that are supposed, denied, of one person or of the background are neither asked for nor held against
the program where role and value are right. An organisation counts when its name or a longer or shorter form of it is given.
"""
WIDTH, HEIGHT, EDGE = 360, 260, 40


def write_report(path: Path, reports: Mapping[str, Report]) -> None:
    """Write the page to ``path`` and its charts beside it as ``<name>-<chart>-<n>.svg``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = [HEAD.format(model=MODEL)]
    for number, (name, report) in enumerate(reports.items(), start=1):
        title = Path(name).name
        parts.append(f"\n## {title}\n\n{report.documents} documents.\n")
        parts.append(table(report))
        for chart, draw in (("reliability", reliability), ("risk", risk)):
            file = path.with_name(f"{path.stem}-{chart}-{number}.svg")
            file.write_text(draw(report), "utf-8")
            parts.append(f"\n![{chart}]({file.name})")
        parts.append("\n\n### Roles taken for another\n")
        parts.append(confusions(report))
        parts.append("\n### Some documents that went wrong\n")
        for document, missed, invented in report.misses[:8]:
            parts.append(f"- `{document}`: missed {shown(missed)}; invented {shown(invented)}")
    path.write_text("\n".join(parts) + "\n", "utf-8")


def table(report: Report) -> str:
    """The figures as a Markdown table."""
    precision, coverage = report.accepted
    rows = [
        ("relevance", report.relevance),
        ("organisations", report.organisations),
        ("**facts**", report.tallies["facts"]),
        *((kind, report.tallies[kind]) for kind in ROLES),
        *sorted((name, one) for name, one in report.tallies.items() if ":" in name),
        *sorted((name, one) for name, one in report.tallies.items() if name.startswith("genre")),
    ]
    text = "| what | F1 | precision | recall | asked |\n| --- | ---: | ---: | ---: | ---: |\n"
    for name, one in rows:
        text += f"| {name} | {one.f1:.3f} | {one.precision:.3f} | {one.recall:.3f} | {one.right + one.missed} |\n"
    return (
        text + f"\nType: {report.types[0]} of {report.types[1]} right. Unreviewed facts: {precision:.3f} right, "
        f"{coverage:.3f} of all right facts. Facts per document without incident: "
        f"{report.noise[0] / max(1, report.noise[1]):.2f}. Calibration error: {report.calibration_error:.3f}.\n"
    )


def confusions(report: Report) -> str:
    """The commonest wrong roles as a Markdown list."""
    wrong = [(n, key) for key, n in report.confusion.items() if key[1] != key[2]]
    return "\n".join(
        f"- {kind}: {known} taken for {given}: {n}" for n, (kind, known, given) in sorted(wrong, reverse=True)[:12]
    )


def shown(keys: Sequence[tuple]) -> str:
    """Facts in a few words."""
    return ", ".join(f"{role} {value}" for _, role, value in keys) or "nothing"


def reliability(report: Report) -> str:
    """A chart of the share of right facts over the stated confidence."""
    points = [(stated, true) for stated, true, _ in report.reliability()]
    return chart("confidence", "share right", points, diagonal=True)


def risk(report: Report) -> str:
    """A chart of the share of wrong facts over the share of facts kept."""
    points = report.risk_coverage()
    step = max(1, len(points) // 100)
    return chart("share of facts kept", "share wrong", points[::step])


def chart(x_name: str, y_name: str, points: Sequence[tuple[float, float]], diagonal: bool = False) -> str:
    """An SVG line chart of points between 0 and 1."""

    def at(x: float, y: float) -> str:
        return f"{EDGE + x * (WIDTH - 2 * EDGE):.1f},{HEIGHT - EDGE - y * (HEIGHT - 2 * EDGE):.1f}"

    line = " ".join(at(x, y) for x, y in points)
    guide = (
        f'<polyline points="{at(0, 0)} {at(1, 1)}" stroke="#94a3b8" stroke-dasharray="4" fill="none"/>'
        if diagonal
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" font-size="11">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<polyline points="{at(0, 1)} {at(0, 0)} {at(1, 0)}" stroke="#0f172a" fill="none"/>{guide}'
        f'<polyline points="{line}" stroke="#2563eb" stroke-width="2" fill="none"/>'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle">{x_name} (0 to 1)</text>'
        f'<text x="12" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 12 {HEIGHT / 2})">{y_name} (0 to 1)</text></svg>\n'
    )
