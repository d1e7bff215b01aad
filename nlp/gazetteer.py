"""Known organisations from ``data/organisations.tsv``: text in, spans with canonical name and kind out."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

KINDS = ("company", "authority", "agency", "police", "court", "attacker", "security_firm", "media", "channel")
#: What may stand after a name without a space: particles, 측, 들, and nouns that begin a new word of a compound.
AFTER_NAME = re.compile(
    r"(?:(?:측|들)?(?:은|는|이|가|을|를|에|의|와|과|도|만|로|으로|에서|에게|에는|에도|에서는|에서도|에서의|까지|부터|보다|처럼|마저|조차|라는|이라는|라고|이라고|"
    r"라며|이라며|이다|이며|이고|이나|나|등|등은|등이|등의|께서|한테|라|이라|였다|이었다|인데|이란|란|뿐|요|이요|입니다|예요|이에요|인|측|들|발|산|사|사태)|"
    r"해킹\w*|유출\w*|고객\w*|회원\w*|사고\w*|이용자\w*|가입자\w*|홈페이지\w*|직원\w*|관계자\w*)?(?![0-9A-Za-z가-힣])"
)
COMPANY_MARK = re.compile(r"(?:㈜|\(주\)|주식회사)\s?")


class Known(NamedTuple):
    """One entry: the canonical name and what kind of organisation it is."""

    name: str
    kind: str


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, Known]:
    """Every written form, case folded and without company marks, with its entry."""
    table: dict[str, Known] = {}
    for line in (files("nlp") / "data" / "organisations.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, aliases, kind = line.split("\t")
        if kind not in KINDS:
            raise ValueError(f"organisations.tsv: unknown kind {kind!r} of {name}")
        for form in (name, *filter(None, aliases.split("|"))):
            table.setdefault(form.casefold(), Known(name, kind))
    return table


@lru_cache(maxsize=1)
def by_first_letters() -> dict[str, tuple[str, ...]]:
    """Written forms by their first two letters, longest first."""
    groups: dict[str, list[str]] = {}
    for form in gazetteer():
        groups.setdefault(form[:2], []).append(form)
    return {head: tuple(sorted(forms, key=len, reverse=True)) for head, forms in groups.items()}


def known_names(text: str) -> Iterator[tuple[int, int, Known]]:
    """Start, end and entry of every known name in ``text``, in order and without overlap; a name begins a word.

    >>> [(entry.name, entry.kind) for _, _, entry in known_names("개인정보위는 YES24에 과징금을 물렸다")]
    [('개인정보보호위원회', 'authority'), ('예스24', 'company')]
    """
    folded = text.casefold()
    if len(folded) != len(text):  # letters like İ grow when folded and would move the spans
        folded = text.lower() if len(text.lower()) == len(text) else text
    table, groups = gazetteer(), by_first_letters()
    at = 0
    for word in re.finditer(r"(?<![0-9A-Za-z가-힣])[0-9A-Za-z가-힣]", text):
        if word.start() < at:
            continue
        start = word.start()
        for form in groups.get(folded[start : start + 2], ()):
            if folded.startswith(form, start) and AFTER_NAME.match(text, start + len(form)):
                at = start + len(form)
                yield start, at, table[form]
                break


def canonical(surface: str) -> Known | None:
    """The entry that ``surface`` is a written form of, with or without ㈜, or None.

    >>> canonical("㈜모두투어네트워크").name
    '모두투어'
    """
    return gazetteer().get(COMPANY_MARK.sub("", surface).strip().casefold())
