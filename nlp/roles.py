"""The role of each candidate by a stated rule: cues add up, the sum decides, and the margin is the confidence.

A stand-in for a trained model, behind the call a model will answer: candidates with their contexts in, roles with probabilities out.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.candidates import Candidate
from nlp.context import Context
from nlp.cues import CUES, NEWS, PEOPLE, PERSON_NOUN, REPORT
from nlp.mentions import CONTEXT_ROLE, ROLES

#: Units each count role can have; None is a number that counts a noun right behind it.
UNITS = {
    "victims": re.compile(f"(?:{PEOPLE})"),
    "leaked_records": re.compile("건|개|계정|장|파일|문서|레코드|줄|행|쪽|페이지|점|편|통|매|좌|구좌|개 파일|개 계정"),
    "devices": re.compile("대|개|개 서버|서버|곳|점|호스트|노드"),
    "transactions": re.compile("건|차례|회|번"),
}
NOUN_BEHIND = re.compile(f"\\s?(?:{PERSON_NOUN})")
PEOPLE_SOON = re.compile(f"\\s?(?:규모|여)?[^.]{{0,12}}(?:{PERSON_NOUN}|개인정보)")
WHOLE = re.compile("\\s?(?:가운데|중에서|중)\\s")
NEXT_PART = 24  # characters within which the part follows
NUMBER_FORMS = frozenset({"percent", "ratio", "duration"})

#: The sentence is a report: what it says and when it was said have a date each.
SAYING = REPORT.replace("|했다|했습니다|했어요", "")
CLOCK = "(?:오전|오후|새벽|아침|저녁|밤|낮)?\\s?(?:\\d{1,2}시(?:\\s?\\d{1,2}분)?(?:께|쯤|경)?)?"
REPORTS = re.compile(
    f'(?:다|라|냐|자|까)["”’]?(?:고|며|면서|고도|는 (?:내용|사실|점))[^.]{{0,30}}(?:{REPORT})[^.]{{0,12}}[."”’]?\\s*$'
)
SAID_NOW = re.compile(
    f"^\\s?(?:\\([^)]{{1,12}}\\))?\\s?{CLOCK}\\s?(?:[가-힣]{{2,8}}(?:에서|를 통해|을 통해|으로|에|로)\\s)?(?:[가-힣]{{2,6}}[을를]\\s)?(?:{SAYING})"
)
#: Nothing but the one who speaks stands before the date: 회사는 4일, 개인정보위 관계자는 4일.
OPENS = re.compile(
    '^(?!.*[은는이가]\\s.*[은는이가]\\s?$)(?:[^"“,]{0,45}[은는이가도]|[^"“,]{0,20}(?:에서|측은|따르면),?)?\\s?$'
)
TIME_OF_DAY = re.compile(
    "^\\s?(?:\\([^)]*\\))?\\s?(?:새벽|아침|오전|오후|저녁|밤|낮|자정|정오|늦은|\\d{1,2}시|부터|까지)"
)
BEFORE_SOURCE = re.compile("^\\s?(?:\\([^)]*\\)\\s?)?(?:오전|오후)?\\s?[^,.]{1,24}에 따르면")
ABOUT_INCIDENT = re.compile(NEWS)
TEMPERATURE = 1.25


@dataclass(frozen=True, slots=True)
class Judged:
    """A role with the probability that it is right, and the next best one."""

    role: str
    confidence: float
    runner_up: str


COMPILED = {
    kind: [(role, where, re.compile(cue), weight) for role, where, cue, weight in cues] for kind, cues in CUES.items()
}


def judge(
    candidates: Sequence[Candidate], around: Sequence[Context], incident_type: str | None, published: str | None = None
) -> list[Judged]:
    """The most probable role of each candidate, in order; ``incident_type`` is what the document tells of."""
    reporting = report_dates(candidates, around)
    judged = []
    for at, (candidate, context) in enumerate(zip(candidates, around, strict=True)):
        if is_plain(candidate):
            judged.append(Judged(CONTEXT_ROLE[candidate.kind], 0.98, CONTEXT_ROLE[candidate.kind]))
            continue
        scores = cue_scores(candidate, context)
        if candidate.kind == "count":
            bar_units(scores, candidate, context)
        elif candidate.kind == "money":
            weigh_money(scores, candidate, context, incident_type)
        else:
            weigh_date(scores, candidate, context, at in reporting, published)
        judged.append(decide(scores, candidate.kind))
    return judged


def is_plain(candidate: Candidate) -> bool:
    """Whether a figure can be no fact: nobody was hit by a share, a length of time or nothing."""
    return candidate.form in NUMBER_FORMS or candidate.value == 0


def is_whole(candidate: Candidate, context: Context) -> bool:
    """Whether people are only the whole of which a part is counted right behind: 회원 420만 명 가운데 31만 명."""
    people = candidate.kind == "count" and UNITS["victims"].fullmatch(candidate.unit or "")
    return (
        bool(people)
        and WHOLE.match(context.rest) is not None
        and len(context.until) < min(NEXT_PART, len(context.rest))
    )


def cue_scores(candidate: Candidate, context: Context) -> dict[str, float]:
    """The sum of weights per role of every cue that stands where its table says."""
    passages = {
        "after": context.after,
        "near": context.near,
        "until": context.until,
        "before": context.before,
        "rest": context.rest,
        "left": context.left,
        "sentence": context.sentence,
        "label": context.label,
        "heading": context.heading,
        "previous": context.previous,
        "surface": candidate.surface,
        "unit": candidate.unit or candidate.currency or "",
    }
    scores = defaultdict(float, dict.fromkeys(ROLES[candidate.kind], 0.0))
    for role, where, cue, weight in COMPILED[candidate.kind]:
        if passages[where] and cue.search(passages[where]):
            scores[role] += weight
    return scores


def bar_units(scores: dict[str, float], candidate: Candidate, context: Context) -> None:
    """Take out the roles that the unit does not allow."""
    unit = candidate.unit or ""
    for role, allowed in UNITS.items():
        if unit and not allowed.fullmatch(unit):
            scores[role] -= 20
    if not unit:
        for role in ("leaked_records", "devices", "transactions"):
            scores[role] -= 3
        scores["victims"] += 0.6 if NOUN_BEHIND.match(context.rest) else -1 if PEOPLE_SOON.match(context.rest) else -6


def weigh_money(scores: dict[str, float], candidate: Candidate, context: Context, incident_type: str | None) -> None:
    """Coins and stolen money are the same loss told twice: the kind of incident says which role it has."""
    if incident_type == "crypto_theft":
        scores["stolen_crypto"] += 2.0
        scores["damage"] -= 1.5
    elif not re.search("코인|가상|암호\\s?화폐|지갑|거래소|토큰", context.sentence) and candidate.currency == "KRW":
        scores["stolen_crypto"] -= 2.5
    if incident_type in ("payment_fraud", "phishing_smishing"):
        scores["damage"] += 1.0
    if incident_type in ("ransomware", "ddos"):
        scores["ransom"] += 0.6
        scores["stolen_crypto"] -= 1.5
    if candidate.currency not in ("KRW", None):
        scores["fine"] -= 1.0


def weigh_date(
    scores: dict[str, float], candidate: Candidate, context: Context, reports: bool, published: str | None
) -> None:
    """A date that says when something was said is the day of disclosure where an incident was told."""
    if reports:
        for role in ("occurred", "detected", "recovered", "sanction", "period_end"):
            scores[role] -= 2.5
        scores["disclosed"] += 3.6 if ABOUT_INCIDENT.search(context.sentence) else 1.0
    if candidate.end_of == "first":
        scores["occurred"] += 0.6
    if candidate.end_of == "last":
        scores["period_end"] += 1.4
    if published and is_later(str(candidate.value or ""), published):
        scores["other"] += 4  # what is still to come has not happened to anybody


def is_later(day: str, published: str) -> bool:
    """Whether a day, month or year lies after the publication, as exactly as both are known."""
    shared = min(len(day), len(published), 10)
    return day[:shared] > published[:shared]


def report_dates(candidates: Sequence[Candidate], around: Sequence[Context]) -> set[int]:
    """Positions of the dates that say when their sentence was said rather than when its matter happened.

    It is the date right before the verb of saying, else the one the sentence opens with when the saying has no other.
    """
    found: set[int] = set()
    sentences: dict[int, list[int]] = defaultdict(list)
    for at, (candidate, context) in enumerate(zip(candidates, around, strict=True)):
        if candidate.kind == "date" and not context.in_table:
            sentences[context.at].append(at)
    for positions in sentences.values():
        direct = [at for at in positions if SAID_NOW.match(around[at].rest) and not around[at].quoted]
        found.update(direct)
        opening = positions[0]
        if (BEFORE_SOURCE.match(around[opening].rest) and len(around[opening].left) < 12) or (
            not direct and opens_report(candidates[opening], around[opening])
        ):
            found.add(opening)
    return found


def opens_report(candidate: Candidate, context: Context) -> bool:
    """Whether a date opens a sentence that reports: 회사는 4일 ...다고 밝혔다."""
    return (
        not context.quoted
        and not candidate.surface.startswith("지난")
        and REPORTS.search(context.rest) is not None
        and OPENS.match(context.left) is not None
        and TIME_OF_DAY.match(context.rest) is None
    )


def decide(scores: dict[str, float], kind: str) -> Judged:
    """The role with the highest score and its share of all, and the next one."""
    ranked = sorted(ROLES[kind], key=lambda role: -scores[role])
    top = scores[ranked[0]]
    total = sum(math.exp((scores[role] - top) / TEMPERATURE) for role in ranked)
    best = ranked[0] if top > 0 else CONTEXT_ROLE[kind]
    return Judged(best, round(1 / total, 4), ranked[1])
