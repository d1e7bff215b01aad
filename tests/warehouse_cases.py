"""Posts written by hand for the tests of the warehouse: a text and what a model says of it, and a small known world."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from crawler.items import Document
from nlp.mentions import Extraction, Mention, Organisation
from warehouse.db import transaction
from warehouse.load import Unreadable, add_documents, load_extractions, unread
from warehouse.regroup import regroup

MODEL = "by-hand"
KINDS = {
    "victims": "count",
    "leaked_records": "count",
    "other_count": "count",
    "damage": "money",
    "fine": "money",
    "ransom": "money",
    "occurred": "date",
    "detected": "date",
    "disclosed": "date",
    "sanction": "date",
    "recovered": "date",
    "other": "date",
}


@dataclass(frozen=True)
class Post:
    """One post with its extraction."""

    document: Document
    extraction: Extraction = field(default_factory=lambda: Extraction(False, 0.1, None, 0.0))


def post(
    url: str,
    published: str | None,
    text: str,
    *facts: tuple,
    org: str | tuple[str, ...] = (),
    kind: str = "data_leak",
    title: str = "",
    fetched: str | None = None,
    source: str = "",
    relevant: bool = True,
) -> Post:
    """A post; each fact is (role, surface, value) or (role, surface, value, {Mention fields}), each org a name that
    stands in title or text."""
    document = Document(
        url=f"https://{source or 'blog'}.example/{url}",
        title=title,
        text=text,
        published=published,
        platform="tistory",
        source=source or "blog",
        fetched_at=fetched or "2026-06-01T00:00:00+00:00",
    )
    names = (org,) if isinstance(org, str) else org
    return Post(
        document,
        Extraction(
            relevant=relevant,
            relevance=0.97 if relevant else 0.03,
            incident_type=kind if relevant else None,
            type_confidence=0.9,
            organisations=[where(name, title, text) for name in names],
            facts=[mention(text, *fact) for fact in facts],
            model=MODEL,
        ),
    )


def where(name: str, title: str, text: str) -> Organisation:
    """The first place the victim's name stands, in the title if it is there."""
    zone, at = ("title", title.find(name)) if name in title else ("body", text.index(name))
    return Organisation(name, name, "victim_org", at, at + len(name), 0.9, zone)


def mention(text: str, role: str, surface: str, value, more: dict | None = None) -> Mention:
    """The first place the surface stands in the text, with the line around it as its sentence."""
    start = text.index(surface)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    defaults = {"confidence": 0.9, "needs_review": False, "sentence": (first, len(text) if last < 0 else last)}
    if KINDS[role] == "count":
        defaults["unit"] = "명" if role == "victims" else "건"
    if KINDS[role] == "money":
        defaults["currency"] = "KRW"
    if KINDS[role] == "date" and value:
        defaults["grain"] = {4: "year", 7: "month", 10: "day"}[len(value)]
    return Mention(KINDS[role], role, surface, start, start + len(surface), value, **(defaults | (more or {})))


def load_documents(con, documents: Iterable[Document], segment: str = "") -> int:
    """Number of new wordings, outside any landing segment."""
    with transaction(con):
        return add_documents(con, documents, segment)


def fill(con, posts: list[Post], segment: str = "one.jsonl") -> None:
    """Load the posts, what was said of them, and group."""
    load_documents(con, [one.document for one in posts], segment)
    known = {one.document.version_id: one.extraction for one in posts}
    read = []
    for wording in unread(con, MODEL, 100000):
        said = known.get(wording.version_id)
        read.append((wording, replace(said, model=MODEL) if said else Unreadable(MODEL, "not in this test")))
    load_extractions(con, read)
    regroup(con)


def known_world() -> list[Post]:
    """Eleven posts about four incidents: figures that grow, a stale copy, rivals, marks, fines, a repeated victim."""
    syndicated = (
        "솔빛마켓이 3월 12일 랜섬웨어 공격을 받았다고 밝혔다.\n"
        "공격자는 서버를 풀어 주는 대가로 2비트코인을 요구했고 회원 1204명의 연락처를 올렸다.\n"
        "솔빛마켓은 경찰에 신고하고 복구를 시작했으며 주문은 다음 주까지 전화로만 받는다고 했다."
    )
    btc = ("ransom", "2비트코인", 2, {"currency": "BTC"})
    return [
        post(
            "1",
            "2025-03-05T09:00:00+09:00",
            "가람통신은 2일 침입을 받아 회원 31만 명의 정보가 샜다고 5일 밝혔다.\n회사는 3일에 알았다.",
            ("occurred", "2일", "2025-03-02"),
            ("victims", "31만 명", 310000),
            ("disclosed", "5일", "2025-03-05"),
            ("detected", "3일", "2025-03-03"),
            org="가람통신",
            title="가람통신 해킹",
            source="news",
        ),
        post(
            "2",
            "2025-03-10T10:00:00+09:00",
            "가람통신 유출 피해자가 42만 명으로 늘었다.\n처음 발표는 31만 명이었다.",
            ("victims", "42만 명", 420000),
            ("victims", "31만 명", 310000, {"superseded": True}),
            org="가람통신",
            source="blog",
        ),
        post(
            "3",
            "2025-03-20T08:00:00+09:00",
            "정리: 이달 초 가람통신에서 31만 명의 정보가 새어 나갔다.\n손해배상은 1인당 10만 원까지 될 수 있다.",
            ("victims", "31만 명", 310000),
            ("damage", "10만 원", 100000, {"per_unit": True}),
            org="가람통신",
            source="diary",
        ),
        post(
            "4",
            "2025-11-20T11:00:00+09:00",
            "위원회는 19일 가람통신에 과징금 12억 6천만 원과 과태료 960만 원을 물렸다.",
            ("sanction", "19일", "2025-11-19"),
            ("fine", "12억 6천만 원", 1260000000),
            ("fine", "960만 원", 9600000),
            org="가람통신",
            source="news",
        ),
        post(
            "5",
            "2025-03-13T07:00:00+09:00",
            syndicated,
            ("occurred", "3월 12일", "2025-03-12"),
            btc,
            ("victims", "1204명", 1204, {"confidence": 0.6, "needs_review": True}),
            org="솔빛마켓",
            kind="ransomware",
            source="news",
        ),
        post(
            "6",
            "2025-03-13T09:30:00+09:00",
            syndicated,
            ("occurred", "3월 12일", "2025-03-12"),
            btc,
            ("victims", "1204명", 1204, {"confidence": 0.6, "needs_review": True}),
            org="솔빛마켓",
            kind="ransomware",
            source="blog",
        ),
        post(
            "7",
            "2025-03-14T12:00:00+09:00",
            "솔빛마켓 랜섬웨어 사고로 1500명이 피해를 보았다는 말이 나온다.\n복구는 3월 16일에 끝날 전망이다.",
            ("victims", "1500명", 1500, {"confidence": 0.5, "needs_review": True}),
            ("recovered", "3월 16일", "2025-03-16"),
            org="솔빛마켓",
            kind="ransomware",
            source="diary",
        ),
        post(
            "8",
            "2025-03-15T12:00:00+09:00",
            "솔빛마켓은 피해 회원이 1204명이라고 다시 확인했다.\n해커는 90만 명이라고 주장하지만 사실이 아니라고 했다.",
            ("victims", "1204명", 1204, {"confidence": 0.8}),
            ("victims", "90만 명", 900000, {"negated_or_denied": True}),
            org="솔빛마켓",
            kind="ransomware",
            source="blog",
        ),
        post(
            "9",
            "2026-01-10T09:00:00+09:00",
            "가람통신이 1월 8일 랜섬웨어에 걸려 3억 원의 손해를 보았다.\n회원 5천 명의 정보도 나갔다.\n"
            "지난해 3월에는 31만 명의 정보가 나갔다.",
            ("occurred", "1월 8일", "2026-01-08"),
            ("damage", "3억 원", 300000000),
            ("victims", "5천 명", 5000),
            ("victims", "31만 명", 310000, {"incident": 2}),
            org="가람통신",
            kind="ransomware",
            source="diary",
        ),
        post(
            "10",
            "2026-03-02T09:00:00+09:00",
            "누리페이에서 2월 27일부터 부정 결제 40건이 일어나 1억 7340만 원이 빠졌다.",
            ("occurred", "2월 27일", "2026-02-27"),
            ("damage", "1억 7340만 원", 173400000),
            org="누리페이",
            kind="payment_fraud",
            source="news",
        ),
        post("11", "2026-03-03T09:00:00+09:00", "한울전자가 보안 예산을 40억 원으로 늘린다.", relevant=False),
    ]
