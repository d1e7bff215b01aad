"""The cells of a table as the markup has them become lines: merged cells are repeated, so that every value keeps its headers."""

import re
from dataclasses import dataclass

MAX_COLSPAN = 30
MAX_ROWSPAN = 200
MAX_REPEATED = 200_000  # characters that merged cells may add to one document
NUMBER = re.compile(r"\s*(\d{1,9})")


@dataclass(slots=True)
class Cell:
    """One cell as the markup has it."""

    text: str
    is_header: bool
    columns: int
    rows: int


EMPTY = Cell("", False, 1, 1)


def columns_covered(colspan: str | None) -> int:
    """How many columns a cell covers, by its attribute."""
    written = NUMBER.match(colspan or "")
    return min(max(int(written[1]), 1), MAX_COLSPAN) if written else 1


def rows_covered(rowspan: str | None) -> int:
    """How many rows a cell covers, by its attribute; 0 means all that follow."""
    written = NUMBER.match(rowspan or "")
    return min(int(written[1]) or MAX_ROWSPAN, MAX_ROWSPAN) if written else 1


def table_lines(grid: list[list[Cell]], in_head: list[bool], spare: int) -> tuple[list[str], int]:
    """Lines of a table: merged cells repeated, a ``---`` line after each run of header rows; and what is left of ``spare``.

    Once the characters to spare are used up, merged cells are said once.
    """
    hanging: dict[int, tuple[Cell, int]] = {}  # column -> a cell from above and how many rows it still covers
    lines: list[str] = []
    header_before = 0  # columns of the line above when it is a header
    for row, head in zip(grid, in_head, strict=True):
        if spare < 0:
            hanging.clear()
        last = max(hanging, default=-1)
        alone = len(row) == 1 and not hanging  # a line over the whole width is said once
        filled: list[Cell] = []
        waiting = list(reversed(row))
        while waiting or len(filled) <= last:
            column = len(filled)
            if column in hanging:
                cell, left = hanging.pop(column)
                if left > 1:
                    hanging[column] = (cell, left - 1)
                filled.append(cell)
                spare -= len(cell.text) + 3
            elif waiting:
                cell = waiting.pop()
                wide = 1 if alone or spare < 0 else cell.columns
                if cell.rows > 1 and not alone and spare >= 0:
                    hanging |= dict.fromkeys(range(column, column + wide), (cell, cell.rows - 1))
                filled += [cell] * wide
                spare -= (wide - 1) * (len(cell.text) + 3)
            else:
                filled.append(EMPTY)
                spare -= 3
        if not any(cell.text for cell in filled):
            continue
        is_header = (head or all(cell.is_header for cell in filled)) and len(filled) > 1
        if header_before and not is_header:
            lines.append(" | ".join(["---"] * header_before))
        lines.append(" | ".join(cell.text for cell in filled))
        header_before = len(filled) if is_header else 0
    return lines, spare
