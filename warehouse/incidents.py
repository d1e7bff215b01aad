"""Which documents tell of the same incident: reports in, incidents out. No database, no clock, no order of arrival."""

import re
import unicodedata
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from crawler.items import hash_id
from nlp.mentions import INCIDENT_TYPES
from warehouse.copies import first_wordings

SAME_ATTACK = timedelta(days=31)  # retellings date one attack by its first wave, its discovery or only its month
CHAIN = timedelta(days=120)  # without a date of the attack, a report belongs to reports at most so far away
FOLLOW_UP = timedelta(days=730)  # fines and compensation come up to two years later
SHORTEST_NAME = 2  # letters of a name that may be the beginning of another
DISTINCTIVE_DIGITS = 3  # 362 or 26957749 is one incident's number, 300000 may be anybody's
#: Types one incident may be given by different posts; a generic type goes with every other.
GENERIC = {"other", "system_intrusion"}
ALIKE = (
    {"ransomware", "data_leak", "malware_apt"},
    {"data_leak", "account_takeover", "payment_fraud", "phishing_smishing"},
    {"data_leak", "insider"},
    {"crypto_theft", "malware_apt", "account_takeover"},
)
CORPORATE = re.compile(r"\(주\)|㈜|주식회사|\(유\)|유한회사|\(재\)|\(사\)|[\s·.,'\"()\-]")

SAME_DAYS, SAME_FIGURES, SAME_TIME, AFTERMATH = 3, 2, 1, 0  # why a report belongs to an incident, best reason first

Figure = tuple[str, str, Decimal]  # role, what it counts in, amount
Days = tuple[date, date]  # half-open


@dataclass(frozen=True, slots=True)
class Report:
    """What grouping knows of one relevant document: only of its own incident, nothing denied or hypothetical."""

    document_id: str
    published: date | None
    incident_type: str
    moment: datetime | None = None  # of publication, Korean time; None where only the day is known
    organisations: tuple[str, ...] = ()  # victims, as named
    occurred: tuple[Days, ...] = ()  # month or finer
    figures: frozenset[Figure] = frozenset()
    follow_up: bool = False  # tells of a fine, a decision or a compensation
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident with its documents, each beside the first document that has its wording."""

    incident_id: str
    first_document_id: str
    slug: str
    title: str
    organisation: str | None
    organisations: tuple[str, ...]
    incident_type: str
    documents: tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class Cluster:
    """An incident in the making."""

    reports: list[Report] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    types: Counter = field(default_factory=Counter)
    occurred: Counter = field(default_factory=Counter)  # stretch of days -> reports that name it
    figures: set[Figure] = field(default_factory=set)
    days: list[date] = field(default_factory=list)  # publication days, sorted
    first: str = ""  # smallest document id: settles ties the same way every time

    @property
    def onset(self) -> date | None:
        """First day of the attack as far as the reports date it."""
        return min((lower for lower, _ in self.occurred), default=None)

    @property
    def kind(self) -> str:
        """The type most reports give; a specific one before a generic one."""
        return max(self.types, key=lambda one: (one not in GENERIC, self.types[one], one))


class Index:
    """Clusters by what may lead a report to them: the victim, or a number only one incident has."""

    def __init__(self) -> None:
        self.by_key: dict[str, dict[Cluster, None]] = defaultdict(dict)
        self.by_beginning: dict[str, dict[Cluster, None]] = defaultdict(dict)
        self.by_figure: dict[Figure, dict[Cluster, None]] = defaultdict(dict)
        self.all: dict[Cluster, None] = {}

    def clusters(self) -> list[Cluster]:
        """Every cluster, oldest first."""
        return list(self.all)

    def candidates(self, report: Report) -> list[Cluster]:
        """Clusters that share a victim or a distinctive figure with the report."""
        found: dict[Cluster, None] = {}
        for key in map(organisation_key, report.organisations):
            found |= self.by_beginning.get(key, {})
            for beginning in beginnings(key):
                found |= self.by_key.get(beginning, {})
        for figure in report.figures:
            found |= self.by_figure.get(figure, {})
        return list(found)

    def add(self, report: Report, cluster: Cluster) -> None:
        """Put the report into the cluster."""
        self.all[cluster] = None
        cluster.reports.append(report)
        cluster.types[report.incident_type] += 1
        cluster.occurred.update(report.occurred)
        cluster.figures |= report.figures
        cluster.first = min(cluster.first or report.document_id, report.document_id)
        if report.published:
            insort(cluster.days, report.published)
        for name in report.organisations:
            cluster.keys.add(organisation_key(name))
            self.by_key[organisation_key(name)][cluster] = None
            for beginning in beginnings(organisation_key(name)):
                self.by_beginning[beginning][cluster] = None
        for figure in filter(distinctive, report.figures):
            self.by_figure[figure][cluster] = None

    def move(self, old: Cluster, new: Cluster) -> None:
        """Put all reports of one cluster into another and forget the first."""
        for key in old.keys:
            self.by_key[key].pop(old, None)
            for beginning in beginnings(key):
                self.by_beginning[beginning].pop(old, None)
        for figure in old.figures:
            self.by_figure.get(figure, {}).pop(old, None)
        del self.all[old]
        for report in old.reports:
            self.add(report, new)


def organisation_key(name: str) -> str:
    """The name without case, spaces and company marks, so that spellings of one organisation meet.

    >>> organisation_key("(주) 예스 24") == organisation_key("예스24")
    True
    """
    return CORPORATE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def beginnings(key: str) -> list[str]:
    """The name and every beginning of it that may be a name: 모두투어 of 모두투어네트워크."""
    return [key[:end] for end in range(SHORTEST_NAME, len(key) + 1)] or [key]


def related(report: Report, cluster: Cluster) -> bool:
    """Whether a victim of the report is called like one of the cluster but for the end of the longer name."""
    mine = [organisation_key(name) for name in report.organisations]
    return any(
        min(len(one), len(other)) >= SHORTEST_NAME and (one.startswith(other) or other.startswith(one))
        for one in mine
        for other in cluster.keys
    )


def main_victims(named: Sequence[tuple[str, str, float]]) -> tuple[str, ...]:
    """The victims a document is about, of all (name, zone, confidence) it mentions: those in the title, else the one
    mentioned most often."""
    in_title = sorted({name for name, zone, _ in named if zone == "title"})
    if in_title or not named:
        return tuple(in_title)
    often = Counter(name for name, _, _ in named)
    surest = {name: max(sure for other, _, sure in named if other == name) for name in often}
    return (max(often, key=lambda name: (often[name], surest[name], name)),)


def group_incidents(reports: Iterable[Report]) -> list[Incident]:
    """Incidents of the reports, the same whatever order they come in."""
    index = Index()
    for report in sorted(reports, key=reading_order):
        fits = [(fit, cluster) for cluster in index.candidates(report) if (fit := match(report, cluster))]
        fits.sort(key=lambda one: one[0], reverse=True)
        cluster = fits[0][1] if fits else Cluster()
        if fits and fits[0][0][0] == SAME_DAYS:
            # A post that names two victims and dates the attack on both says that the two are one incident.
            for fit, other in fits[1:]:
                if fit[0] == SAME_DAYS and not other.keys & cluster.keys:
                    index.move(other, cluster)
        index.add(report, cluster)
    return named([finish(cluster) for cluster in index.clusters()])


def reading_order(report: Report) -> tuple:
    """Sorting key: posts that date the attack first, so that the others find it; nameless ones last."""
    clear = bool(report.occurred) and spread(report.occurred) <= SAME_ATTACK
    onset = min((lower for lower, _ in report.occurred), default=date.max)
    place = 2 if not report.organisations else 0 if clear else 1
    return (place, onset if clear else date.max, report.published or date.max, report.document_id)


def publication_order(report: Report) -> tuple:
    """Sorting key: oldest first; within a day those whose time is unknown last, undated ones at the end."""
    return (report.published or date.max, report.moment or datetime.max, report.document_id)


def spread(days: Sequence[Days]) -> timedelta:
    """Time from the first to the last beginning."""
    return max(lower for lower, _ in days) - min(lower for lower, _ in days)


def match(report: Report, cluster: Cluster) -> tuple | None:
    """How well the report fits the cluster, larger is better, or None where it tells of something else.

    The tuple begins with SAME_DAYS, SAME_FIGURES, SAME_TIME or AFTERMATH.
    """
    shared = report.figures & cluster.figures
    exact = sum(map(distinctive, shared))
    evidence = exact >= 1 or len(shared) >= 2
    same_victim = any(organisation_key(name) in cluster.keys for name in report.organisations)
    # A longer or shorter form of the name is another company (농협, 농협카드) unless days or figures agree as well.
    like_victim = not same_victim and related(report, cluster)
    if not same_victim and not like_victim and exact < (2 if report.organisations else 1):
        return None
    if not (alike(report.incident_type, cluster.kind) or (evidence and (same_victim or like_victim))):
        return None
    distance = days_apart(report.published, cluster.days)
    if report.occurred and cluster.occurred:
        agreeing = sum(together(mine, theirs) for mine in report.occurred for theirs in cluster.occurred)
        if not agreeing and not evidence:
            return None
        strength = SAME_DAYS if agreeing else SAME_FIGURES
    elif evidence:
        strength = SAME_FIGURES
    elif like_victim:
        return None
    elif report.published is None or distance is None:
        strength = SAME_TIME
    elif began_after(cluster, report):
        return None
    elif distance <= CHAIN or about_its_time(report, cluster):
        strength = SAME_TIME
    elif report.follow_up and distance <= FOLLOW_UP and report.published >= cluster.days[0]:
        strength = AFTERMATH
    else:
        return None
    if (
        strength == SAME_FIGURES
        and distance is not None
        and distance > (FOLLOW_UP if same_victim or like_victim else CHAIN)
    ):
        return None
    began = cluster.onset or (cluster.days[0] if cluster.days else date.min)
    return (strength, len(shared), began.toordinal(), cluster.first)


def began_after(cluster: Cluster, report: Report) -> bool:
    """Whether the attack lies after the day of the report, which then cannot tell of it."""
    return (
        cluster.onset is not None and report.published is not None and cluster.onset > report.published + timedelta(1)
    )


def about_its_time(report: Report, cluster: Cluster) -> bool:
    """Whether one of both dates the attack to within CHAIN before the other was published."""
    if report.occurred and cluster.days:
        return any(lower <= day <= lower + CHAIN for lower, _ in report.occurred for day in cluster.days)
    published = report.published
    return bool(published and cluster.onset and cluster.onset <= published <= cluster.onset + CHAIN)


def days_apart(day: date | None, days: Sequence[date]) -> timedelta | None:
    """Time from ``day`` to the nearest of the sorted ``days``; None where one is missing."""
    if day is None or not days:
        return None
    at = bisect_left(days, day)
    return min(abs(day - near) for near in days[max(at - 1, 0) : at + 1])


def together(one: Days, other: Days) -> bool:
    """Whether two stretches of days overlap or lie within SAME_ATTACK of each other."""
    return one[0] <= other[1] + SAME_ATTACK and other[0] <= one[1] + SAME_ATTACK


def alike(one: str, other: str) -> bool:
    """Whether two posts may give one incident these types."""
    return one == other or bool({one, other} & GENERIC) or any({one, other} <= kinds for kinds in ALIKE)


def distinctive(figure: Figure) -> bool:
    """Whether the amount has so many digits that two incidents hardly share it.

    >>> distinctive(("victims", "명", Decimal(362))), distinctive(("victims", "명", Decimal(300000)))
    (True, False)
    """
    return len(figure[2].normalize().as_tuple().digits) >= DISTINCTIVE_DIGITS


def finish(cluster: Cluster) -> tuple[Incident, str]:
    """The incident of a finished cluster, still without its slug, and the month it is named after."""
    members = sorted(cluster.reports, key=publication_order)
    first = members[0].document_id
    originals = first_wordings([one.sketch for one in members])
    spellings = Counter(name for one in members for name in one.organisations)
    best: dict[str, str] = {}  # the most used spelling of each organisation, most named organisation first
    for name in sorted(spellings, key=lambda one: (-spellings[one], one)):
        best.setdefault(organisation_key(name), name)
    named_by = Counter(organisation_key(name) for one in members for name in one.organisations)
    organisations = tuple(best[key] for key in sorted(best, key=lambda key: (-named_by[key], key)))
    starts: Counter = Counter()
    for (lower, _), reports in cluster.occurred.items():
        starts[lower.strftime("%Y-%m")] += reports
    month = max(starts, key=lambda one: (starts[one], one), default="")
    if not month and cluster.days:
        month = cluster.days[0].strftime("%Y-%m")
    incident = Incident(
        incident_id=hash_id("incident", first),
        first_document_id=first,
        slug="",
        title="",
        organisation=organisations[0] if organisations else None,
        organisations=organisations,
        incident_type=cluster.kind,
        documents=tuple((one.document_id, members[at].document_id) for one, at in zip(members, originals, strict=True)),
    )
    return incident, month


def named(found: Sequence[tuple[Incident, str]]) -> list[Incident]:
    """The incidents with title and a slug of their own, in order of month and first document."""
    used: Counter = Counter()
    incidents = []
    for one, month in sorted(found, key=lambda pair: (pair[1], pair[0].first_document_id)):
        title = " ".join(filter(None, [one.organisation or "미상", INCIDENT_TYPES[one.incident_type], month]))
        slug = re.sub(r"[^\w]+", "-", title).strip("-").casefold()
        used[slug] += 1
        if used[slug] > 1:
            title, slug = f"{title} ({used[slug]})", f"{slug}-{used[slug]}"
        incidents.append(replace(one, slug=slug, title=title))
    return incidents
