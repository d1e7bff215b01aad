"""Grouping: which documents become one incident, whatever order they come in."""

import random
from datetime import date
from decimal import Decimal

import pytest

from warehouse.copies import first_wordings, likeness, sketch
from warehouse.incidents import Report, group_incidents, main_victims


def report(
    name: str, published: str | None, org: str | tuple[str, ...] = (), kind: str = "data_leak", **more
) -> Report:
    """A report; ``occurred`` as ISO days, ``victims`` as numbers."""
    victims = frozenset(("victims", "", Decimal(number)) for number in more.pop("victims", ()))
    occurred = tuple(
        (date.fromisoformat(day), date.fromordinal(date.fromisoformat(day).toordinal() + 1))
        for day in more.pop("occurred", ())
    )
    return Report(
        document_id=name,
        published=published and date.fromisoformat(published),
        incident_type=kind,
        organisations=(org,) if isinstance(org, str) else org,
        occurred=occurred,
        figures=victims,
        **more,
    )


def grouped(*reports: Report) -> list[set[str]]:
    """The documents of each incident."""
    return [{document for document, _ in one.documents} for one in group_incidents(reports)]


CASES = {
    "retellings of one leak": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"]),
            report("b", "2025-03-10", "가람통신"),
            report("c", "2025-05-30", "가람통신", occurred=["2025-03-04"]),
        ],
        [{"a", "b", "c"}],
    ),
    "two attacks on one company two months apart": (
        [
            report("a", "2025-06-10", "예솔서점", "ransomware", occurred=["2025-06-09"]),
            report("b", "2025-06-20", "예솔서점", "ransomware"),
            report("c", "2025-08-11", "예솔서점", "ransomware", occurred=["2025-08-11"]),
            report("d", "2025-08-12", "예솔서점", "ransomware"),
        ],
        [{"a", "b"}, {"c", "d"}],
    ),
    "another kind of attack on the same company in the same month": (
        [
            report("a", "2025-06-10", "예솔서점", "ransomware"),
            report("b", "2025-06-12", "예솔서점", "phishing_smishing"),
        ],
        [{"a"}, {"b"}],
    ),
    "a generic type goes with a specific one": (
        [
            report("a", "2025-06-10", "예솔서점", "ransomware"),
            report("b", "2025-06-12", "예솔서점", "system_intrusion"),
        ],
        [{"a", "b"}],
    ),
    "a year later without a date is another incident": (
        [report("a", "2025-03-05", "가람통신"), report("b", "2026-03-05", "가람통신")],
        [{"a"}, {"b"}],
    ),
    "a chain of reports": (
        [
            report(name, day, "가람통신")
            for name, day in [("a", "2025-03-05"), ("b", "2025-06-05"), ("c", "2025-09-05")]
        ],
        [{"a", "b", "c"}],
    ),
    "a fine a year later": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"]),
            report("b", "2026-03-20", "가람통신", follow_up=True),
        ],
        [{"a", "b"}],
    ),
    "a fine that names the day of the attack belongs to that attack": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"]),
            report("b", "2025-12-05", "가람통신", occurred=["2025-12-01"]),
            report("c", "2026-02-20", "가람통신", occurred=["2025-03-02"], follow_up=True),
        ],
        [{"a", "c"}, {"b"}],
    ),
    "the same exact number joins across a wrong date": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"], victims=[313452]),
            report("b", "2025-06-05", "가람통신", occurred=["2025-05-20"], victims=[313452]),
        ],
        [{"a", "b"}],
    ),
    "one round number is no evidence": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"], victims=[300000]),
            report("b", "2025-09-05", "가람통신", occurred=["2025-09-01"], victims=[300000]),
        ],
        [{"a"}, {"b"}],
    ),
    "spellings of one name": (
        [report("a", "2025-03-05", "(주)가람 통신"), report("b", "2025-03-06", "가람통신")],
        [{"a", "b"}],
    ),
    "the longer form of a name, on the same days": (
        [
            report("a", "2025-03-05", "모두여행네트워크", occurred=["2025-03-02"]),
            report("b", "2025-03-06", "모두여행", occurred=["2025-03-02"]),
        ],
        [{"a", "b"}],
    ),
    "the longer form of a name, nothing else in common": (
        [report("a", "2025-03-05", "가람"), report("b", "2025-03-06", "가람카드")],
        [{"a"}, {"b"}],
    ),
    "two companies on the same day": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"]),
            report("b", "2025-03-05", "솔빛마켓", occurred=["2025-03-02"]),
        ],
        [{"a"}, {"b"}],
    ),
    "one incident of two companies": (
        [
            report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"]),
            report("b", "2025-03-05", "솔빛마켓", occurred=["2025-03-02"]),
            report("c", "2025-03-06", ("가람통신", "솔빛마켓"), occurred=["2025-03-02"]),
        ],
        [{"a", "b", "c"}],
    ),
    "nobody named, nothing shared": (
        [report("a", "2025-03-05"), report("b", "2025-03-06")],
        [{"a"}, {"b"}],
    ),
    "nobody named, the same exact number": (
        [report("a", "2025-03-05", "가람통신", victims=[313452]), report("b", "2025-03-06", victims=[313452])],
        [{"a", "b"}],
    ),
    "no date at all joins the incident of the victim": (
        [report("a", "2025-03-05", "가람통신", occurred=["2025-03-02"]), report("b", None, "가람통신")],
        [{"a", "b"}],
    ),
    "a report before the attack tells of another": (
        [report("a", "2025-03-05", "가람통신"), report("b", "2025-08-05", "가람통신", occurred=["2025-08-01"])],
        [{"a"}, {"b"}],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_documents_become_incidents(case):
    reports, expected = CASES[case]
    assert sorted(map(sorted, grouped(*reports))) == sorted(map(sorted, expected))


def all_cases() -> list[Report]:
    """The reports of every case, each case with victims of its own, as one crowd."""
    crowd = []
    for number, (reports, _) in enumerate(CASES.values()):
        for one in reports:
            moved = frozenset(
                (role, unit, value + 1000 * number if value % 1000 else value) for role, unit, value in one.figures
            )
            crowd.append(
                Report(
                    document_id=f"{number:02}{one.document_id}",
                    published=one.published,
                    incident_type=one.incident_type,
                    organisations=tuple(f"{number}{name}" for name in one.organisations),
                    occurred=one.occurred,
                    figures=moved,
                    follow_up=one.follow_up,
                )
            )
    return crowd


def test_the_order_of_arrival_changes_nothing():
    crowd = all_cases()
    expected = group_incidents(crowd)
    assert len(expected) == sum(len(groups) for _, groups in CASES.values())
    for seed in range(20):
        random.Random(seed).shuffle(crowd)
        assert group_incidents(crowd) == expected


def test_each_case_stays_apart_in_a_crowd():
    found = {frozenset(one) for one in grouped(*all_cases())}
    for number, (_, groups) in enumerate(CASES.values()):
        assert {frozenset(f"{number:02}{name}" for name in group) for group in groups} <= found


def test_the_id_is_kept_when_later_documents_come():
    first = report("a", "2025-03-05", "가람통신")
    [before] = group_incidents([first])
    [after] = group_incidents([report("b", "2025-03-09", "가람통신"), first])
    assert before.incident_id == after.incident_id


def test_title_and_slug_say_who_what_and_when():
    [one, two] = group_incidents(
        [
            report("a", "2025-06-10", "예스24", "ransomware", occurred=["2025-06-09"]),
            report("b", "2025-06-10", (), "ransomware"),
        ]
    )
    assert {(one.title, one.slug), (two.title, two.slug)} == {
        ("예스24 랜섬웨어 2025-06", "예스24-랜섬웨어-2025-06"),
        ("미상 랜섬웨어 2025-06", "미상-랜섬웨어-2025-06"),
    }


def test_two_incidents_of_one_month_get_slugs_of_their_own():
    found = group_incidents([report("a", "2025-06-01"), report("b", "2025-06-02")])
    assert [one.slug for one in found] == ["미상-정보-유출-2025-06", "미상-정보-유출-2025-06-2"]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([], ()),
        ([("가람", "body", 0.9), ("솔빛", "body", 0.9), ("솔빛", "body", 0.8)], ("솔빛",)),
        ([("가람", "title", 0.7), ("솔빛", "body", 0.9), ("솔빛", "body", 0.9)], ("가람",)),
        ([("가람", "title", 0.9), ("솔빛", "title", 0.9)], ("가람", "솔빛")),
        ([("가람", "body", 0.5), ("솔빛", "body", 0.9)], ("솔빛",)),
    ],
)
def test_the_victim_is_the_one_in_the_title_or_named_most(named, expected):
    assert main_victims(named) == expected


TEXT = (
    "가람통신은 지난 2일 외부 침입으로 회원 정보가 새어 나간 사실을 확인하고 관계 기관에 신고했다고 밝혔다. "
    "유출된 항목은 이름과 전화번호, 주소이며 비밀번호는 암호화되어 있었다. 회사는 침입 경로를 막고 원인을 조사하고 있다. "
    "피해 여부는 누리집에서 확인할 수 있으며 문의는 전용 상담 창구에서 받는다."
)


def test_a_syndicated_copy_is_recognised_and_a_retelling_is_not():
    copy = "[한빛통신] 기자 = " + TEXT + " 무단 전재 금지"
    retelling = (
        "가람통신 해킹 소식입니다. 2일에 뚫렸고 이름, 전화번호, 주소가 나갔다고 해요. 비밀번호는 암호화되어 괜찮다고 합니다. "
        "누리집에서 내 정보가 나갔는지 볼 수 있으니 꼭 확인하세요. 회사는 조사 중이라고 했습니다."
    )
    assert first_wordings([sketch(TEXT), sketch(retelling), sketch(copy), sketch(retelling)]) == [0, 1, 0, 1]
    assert likeness(sketch(TEXT), sketch(TEXT)) == 1.0
    assert likeness(sketch(TEXT), sketch("")) == 0.0
