"""An element of a page becomes plain text: paragraphs, lists and tables keep their shape, everything else is let go.

Every loop here is bounded: markup may be nested as deep as a parser allows, and merged cells may claim any width.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from crawler.tables import MAX_REPEATED, Cell, columns_covered, rows_covered, table_lines


def words(text: str) -> frozenset[str]:
    """The words of a line, for tables of names."""
    return frozenset(text.split())


#: Elements whose text nobody reads as part of a post.
SILENT = words(
    "script style noscript template iframe object embed svg canvas audio video button select option textarea input "
    "figcaption head title map datalist"
)
#: Elements that start on a line of their own; everything else runs on in the line.
BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure footer form h1 h2 "
    "h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul"
)
MAX_TABLE_LEVEL = 8  # tables nested deeper than this are read as plain blocks
MAX_TEXT = 1_000_000  # characters of one document
ENOUGH = 2 * MAX_TEXT  # characters after which reading stops: invisible ones among them are still to go

#: Marks without width that editors leave behind: joiners, direction marks, soft hyphens, byte-order marks.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
#: The Hangul filler is a letter without a shape; editors use it as a blank.
BLANK = re.compile("[\u3164\u115f\u1160\uffa0]")
SPACES = re.compile(r"[^\S\n]+")
ANY_SPACES = re.compile(r"\s+")
#: Letters of Hangul written one by one, as some systems store them: "ㅎㅏㄴ" for "한".
JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]")


@dataclass(frozen=True, slots=True)
class Drop:
    """What else to leave out of a text: elements that carry one of these classes, ids, id prefixes, attributes or names."""

    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    id_prefixes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str | None], ...] = ()  # name and value, or any value where it is None
    tags: frozenset[str] = frozenset()

    def covers(self, element: etree._Element) -> bool:
        """Whether this element is to be left out."""
        if element.tag in SILENT or element.tag in self.tags:
            return True
        attributes = element.attrib
        if not attributes:
            return False
        names = attributes.get("class")
        if names and not self.classes.isdisjoint(names.split()):
            return True
        element_id = attributes.get("id")
        if element_id and (element_id in self.ids or element_id.startswith(self.id_prefixes)):
            return True
        return any(name in attributes and value in (None, attributes[name]) for name, value in self.attributes)


NOTHING = Drop()


@dataclass(slots=True)
class Blocks:
    """The blocks of a text while it is read: each has a group, and blocks of one group stand on neighbouring lines."""

    done: list[tuple[object, str]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    group: object = None  # of the block being read; None for a paragraph
    mark: str = ""  # what the block being read starts with
    keep_space: int = 0  # how many <pre> are open
    spare: int = MAX_REPEATED  # characters that merged cells may still add
    size: int = 0  # characters so far, before spaces are made one

    def add(self, text: str | None) -> None:
        """Run on in the block being read."""
        if text:
            self.line.append(text if self.keep_space else ANY_SPACES.sub(" ", text))
            self.size += len(self.line[-1])

    def end(self) -> None:
        """End the block being read; an empty line within it parts it in two."""
        if not self.line:
            return
        lines = [SPACES.sub(" ", line).strip() for line in "".join(self.line).split("\n")]
        self.line.clear()
        if self.mark:
            if text := " ".join(filter(None, lines)):
                self.done.append((self.group, self.mark + text))
                self.mark = ""
            return
        for paragraph in re.split(r"\n{2,}", "\n".join(lines)):
            if paragraph := paragraph.strip("\n"):
                self.done.append((self.group, paragraph))

    def put(self, group: object, text: str) -> None:
        """Add a whole block."""
        self.end()
        self.done.append((group, text))
        self.size += len(text)

    def text(self) -> str:
        """Everything read so far."""
        self.end()
        parts: list[str] = []
        before: object = None
        for group, block in self.done:
            if parts:
                parts.append("\n" if group is not None and group == before else "\n\n")
            parts.append(block)
            before = group
        return "".join(parts)


def element_text(element: etree._Element, drop: Drop = NOTHING) -> str:
    """The plain text of an element, without what ``drop`` covers.

    >>> from lxml import html
    >>> print(element_text(html.fromstring("<div><p>가<br>나</p><ul><li>다<li>라</ul></div>")))
    가
    나
    <BLANKLINE>
    - 다
    - 라
    """
    blocks = Blocks()
    read_into(blocks, element, drop, 0)
    return tidy(blocks.text())


def line_text(element: etree._Element, drop: Drop = NOTHING) -> str:
    """The text of an element in one line."""
    return ANY_SPACES.sub(" ", element_text(element, drop)).strip()


def tidy(text: str) -> str:
    """The text without invisible marks, with plain spaces and whole Hangul syllables, cut at a million characters."""
    text = BLANK.sub(" ", INVISIBLE.sub("", text))
    if JAMO.search(text):
        text = unicodedata.normalize("NFC", text)
    text = "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:MAX_TEXT]


def read_into(blocks: Blocks, root: etree._Element, drop: Drop, level: int) -> None:
    """Add the text of ``root`` to ``blocks``; the walk keeps no stack of its own, however deep the markup."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    lists: list[object] = []
    left_out = None
    for event, element in walk:
        if blocks.size > ENOUGH:
            return
        if event == "start":
            if element is not root and (drop.covers(element) or is_code(element)):
                left_out = element
                walk.skip_subtree()
            elif element.tag == "table" and level < MAX_TABLE_LEVEL and read_table(blocks, element, drop, level):
                walk.skip_subtree()
            else:
                open_element(blocks, element, element.tag, lists)
            continue
        if event == "end" and element is not left_out:
            close_element(blocks, element.tag, lists)
        if element is not root:
            blocks.add(element.tail)


def is_code(element: etree._Element) -> bool:
    """Whether an element is a block of program code, which is nobody's sentence."""
    return element.tag == "pre" and element.find("code") is not None


def open_element(blocks: Blocks, element: etree._Element, tag: object, lists: list[object]) -> None:
    """What the start of an element does to the text."""
    if tag == "br":
        blocks.line.append("\n")
        blocks.size += 1
        return
    if tag in BLOCKS:
        blocks.end()
        if tag in ("ul", "ol", "menu", "dir"):
            lists.append(lists[0] if lists else element)  # a list within a list continues it
            blocks.group = lists[-1]
        elif tag == "li":
            blocks.mark = "- "
            blocks.group = lists[-1] if lists else None
        elif tag == "pre":
            blocks.keep_space += 1
    blocks.add(element.text)


def close_element(blocks: Blocks, tag: object, lists: list[object]) -> None:
    """What the end of an element does to the text."""
    if tag not in BLOCKS:
        return
    blocks.end()
    if tag in ("ul", "ol", "menu", "dir"):
        if lists:
            lists.pop()
        blocks.group = lists[-1] if lists else None
        blocks.mark = ""
    elif tag == "li":
        blocks.mark = ""
    elif tag == "pre":
        blocks.keep_space = max(0, blocks.keep_space - 1)


def read_table(blocks: Blocks, table: etree._Element, drop: Drop, level: int) -> bool:
    """Add a table as lines of cells; False when it only lays out a page, so that it is read as plain blocks."""
    rows, tables = own_parts(table, drop)
    cells = [[cell for cell in row if cell.tag in ("td", "th") and not drop.covers(cell)] for row in rows]
    if max((len(row) for row in cells), default=0) < 2:
        return False
    blocks.end()
    for caption in table.iterchildren("caption"):
        if text := line_text(caption, drop):
            blocks.put(None, text)
    inner = Drop(drop.classes, drop.ids, drop.id_prefixes, drop.attributes, drop.tags | {"table"})
    grid: list[list[Cell]] = []
    size = blocks.size
    for row in cells:
        grid.append([read_cell(cell, inner) for cell in row])
        size += sum(len(cell.text) + 3 for cell in grid[-1])
        if size > ENOUGH:
            break
    in_head = [row.getparent() is not None and row.getparent().tag == "thead" for row in rows[: len(grid)]]
    lines, blocks.spare = table_lines(grid, in_head, blocks.spare)
    for line in lines:
        blocks.put(table, line)
    for nested in tables:
        read_into(blocks, nested, drop, level + 1)
        blocks.end()
    return True


def read_cell(cell: etree._Element, drop: Drop) -> Cell:
    """A cell as the markup has it; most hold nothing but a text."""
    text = line_text(cell, drop) if len(cell) else ANY_SPACES.sub(" ", tidy(cell.text or ""))
    return Cell(text, cell.tag == "th", columns_covered(cell.get("colspan")), rows_covered(cell.get("rowspan")))


def own_parts(table: etree._Element, drop: Drop) -> tuple[list[etree._Element], list[etree._Element]]:
    """The rows of a table and the tables that stand in it, without those that stand in these in turn."""
    rows: list[etree._Element] = []
    tables: list[etree._Element] = []
    walk = etree.iterwalk(table, events=("start",))
    for _, element in walk:
        if element is table:
            continue
        if drop.covers(element):
            walk.skip_subtree()
        elif element.tag == "table":
            tables.append(element)
            walk.skip_subtree()
        elif element.tag == "tr":
            rows.append(element)
    return rows, tables
