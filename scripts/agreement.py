"""How far two readers agree who annotated the same documents without sight of each other: corpus files in, kappa per kind out.

python -m scripts.agreement nlp/corpus/test nlp/corpus/second
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from nlp.candidates import find_candidates
from nlp.mentions import CONTEXT_ROLE, is_fact
from scripts.console import fail
from scripts.corpus_text import Written, read_documents
from scripts.evaluation import Tally, count
from scripts.tables import print_rows
from scripts.truths import truth_of


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two readers' answers to the same questions.

    >>> round(kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]), 2)
    0.5
    """
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[role] * second[role] for role in first) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def answers(document: Written) -> dict[tuple[str, int], tuple[str, str]]:
    """Kind and role of every candidate of a document by its zone and start; unmarked ones have the context role."""
    found = {}
    for zone in ("title", "body"):
        labels = [one for one in document.labels if one.zone == zone]
        for candidate in find_candidates(document.zone(zone), document.published):
            marked = next((one for one in labels if one.start < candidate.end and candidate.start < one.end), None)
            role = marked.role if marked else CONTEXT_ROLE[candidate.kind]
            role = role if is_fact(candidate.kind, role) else CONTEXT_ROLE[candidate.kind]
            found[zone, candidate.start] = candidate.kind, role
    return found


def read(paths: Iterable[Path]) -> dict[str, Written]:
    """The documents of files and folders by id."""
    files = [file for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
    return {one.id: one for file in files for one in read_documents(file)[0]}


def agreement(
    first: Annotated[Path, typer.Argument(help="Corpus files of one reader.")],
    second: Annotated[Path, typer.Argument(help="Corpus files of the other; the documents of both are compared.")],
) -> None:
    """Print kappa of roles per kind, F1 of facts with one reader taken for the truth, and agreement on relevance and type."""
    ours, theirs = read([first]), read([second])
    both = sorted(set(ours) & set(theirs))
    if not both:
        fail(f"{first} and {second} have no document in common.", f"{first}와 {second}에 함께 있는 문서가 없습니다.")
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    facts: dict[str, Tally] = defaultdict(Tally)
    for name in both:
        one, other = ours[name], theirs[name]
        if (one.title, one.text) != (other.title, other.text):
            fail(f"The texts of {name} differ.", f"{name}의 본문이 서로 다릅니다.")
        pairs["relevance"].append((str(one.relevant), str(other.relevant)))
        if one.relevant and other.relevant:
            pairs["type"].append((str(one.type), str(other.type)))
            known, given = ({fact.key for fact in truth_of(each).facts} for each in (one, other))
            for kind in ("count", "money", "date"):
                count(facts[kind], *({key for key in keys if key[0] == kind} for keys in (known, given)))
        said = answers(other)
        for place, (kind, role) in answers(one).items():
            pairs[kind].append((role, said[place][1]))
    rows = [
        (
            name,
            len(some),
            round(sum(a == b for a, b in some) / len(some), 4),
            round(kappa(some), 4),
            round(facts[name].f1, 4) if name in facts else None,
        )
        for name, some in pairs.items()
    ]
    print_rows(["what", "answers", "agreed", "kappa", "facts_f1"], rows)


if __name__ == "__main__":
    typer.run(agreement)
