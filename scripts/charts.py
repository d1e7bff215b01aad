"""Charts of a report: its points in, SVG pictures out."""

from collections.abc import Sequence

from scripts.evaluation import Report

WIDTH, HEIGHT, EDGE = 360, 260, 40


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
