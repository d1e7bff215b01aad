"""Every question on a small known world, with rows worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from warehouse_cases import fill, known_world, post

from nlp.mentions import FACT_ROLES, ROLES
from warehouse.db import QUERIES, connect, question, questions
from warehouse.migrate import SCHEMA, migrate

GARAM, GARAM_2 = "가람통신-정보-유출-2025-03", "가람통신-랜섬웨어-2026-01"
SOLBIT, NURI = "솔빛마켓-랜섬웨어-2025-03", "누리페이-부정-결제-이체-2026-02"


@pytest.fixture(scope="module")
def world():
    con = connect(":memory:")
    migrate(con)
    fill(con, known_world())
    yield con
    con.close()


def rows(con, name: str, **given) -> list[tuple]:
    """Rows of a question with its defaults and ``given``."""
    asked = question(name)
    return con.execute(asked.sql, asked.parameters | given).fetchall()


def incident_id(con, slug: str) -> str:
    [(found,)] = con.execute("SELECT incident_id FROM v_incident WHERE slug = $slug", {"slug": slug}).fetchall()
    return str(found)


@pytest.mark.parametrize("name", sorted(path.stem for path in QUERIES.glob("*.sql")))
def test_every_question_declares_what_it_takes_and_answers(world, name):
    asked = question(name)
    defaults = asked.parameters
    if asked.command == "incident":
        defaults = {key: value or incident_id(world, GARAM) for key, value in defaults.items()}
    result = world.execute(asked.sql, defaults)
    assert tuple(column[0] for column in result.description) == asked.columns
    assert asked.english
    assert asked.korean
    assert result.fetchall()


def test_there_are_enough_trends_and_each_has_expected_rows():
    tested = {name.removeprefix("test_trend_") for name in globals() if name.startswith("test_trend_")}
    assert {one.name.removeprefix("trend_") for one in questions()} == tested
    assert len(tested) >= 8


def test_the_context_roles_in_sql_are_those_of_the_vocabulary():
    context = {role for kind in ROLES for role in ROLES[kind] if role not in FACT_ROLES[kind]}
    for path in [SCHEMA / "views.sql", QUERIES / "incident_figures.sql"]:
        text = path.read_text("utf-8")
        listed = text[text.index("role NOT IN (") :].partition(")")[0]
        assert {word.strip("' \n") for word in listed.partition("(")[2].split(",")} == context


def test_incidents_newest_first_with_headlines(world):
    found = [(*row[1:10], row[10]) for row in rows(world, "incidents")]
    assert found == [
        (date(2026, 3, 2), "누리페이", "payment_fraud", 1, 1, None, None, 173400000, None, NURI),
        (date(2026, 1, 10), "가람통신", "ransomware", 1, 1, 5000, None, 300000000, None, GARAM_2),
        (date(2025, 3, 13), "솔빛마켓", "ransomware", 4, 3, 1500, None, None, None, SOLBIT),
        (date(2025, 3, 5), "가람통신", "data_leak", 4, 4, 420000, None, None, 1260000000 + 9600000, GARAM),
    ]


@pytest.mark.parametrize(
    ("given", "slugs"),
    [
        ({"type": "ransomware"}, [GARAM_2, SOLBIT]),
        ({"org": "가람"}, [GARAM_2, GARAM]),
        ({"since": "2026-01-10"}, [NURI, GARAM_2]),
        ({"limit": 1}, [NURI]),
        ({"org": "없는곳"}, []),
    ],
)
def test_incidents_can_be_narrowed(world, given, slugs):
    assert [row[10] for row in rows(world, "incidents", **given)] == slugs


def test_an_incident_is_found_by_the_beginning_of_its_id_or_name(world):
    whole = incident_id(world, SOLBIT)
    for wanted in [whole, whole[:8], whole.replace("-", "")[:12], SOLBIT, "솔빛", "솔빛마켓 랜섬웨어"]:
        assert [row[1] for row in rows(world, "incident_find", wanted=wanted)] == [SOLBIT]
    assert {row[1] for row in rows(world, "incident_find", wanted="가람통신")} == {GARAM, GARAM_2}
    assert rows(world, "incident_find", wanted="없는-이름") == []


def test_headline_and_other_values_of_an_incident(world):
    found = rows(world, "incident_headline", incident=incident_id(world, SOLBIT))
    assert [(row[0], row[2], row[3], row[4], row[8], row[9]) for row in found] == [
        ("ransom", "BTC", 2, 1, 2, 1),
        ("victims", "명", 1500, 1, 1, 1),
        ("victims", "명", 1204, 2, 3, 2),
    ]


def test_dates_of_an_incident(world):
    assert rows(world, "incident_dates", incident=incident_id(world, GARAM)) == [
        ("occurred", "2025-03-02", 1, 1, 0.9),
        ("detected", "2025-03-03", 1, 1, 0.9),
        ("disclosed", "2025-03-05", 1, 1, 0.9),
        ("sanction", "2025-11-19", 1, 1, 0.9),
    ]


def test_figures_of_an_incident_carry_their_proof(world):
    found = rows(world, "incident_figures", incident=incident_id(world, GARAM))
    columns = question("incident_figures").columns
    victims = [dict(zip(columns, row, strict=True)) for row in found if row[3] == "victims"]
    assert [(one["reported_at"].date().isoformat(), one["value"], one["marks"], one["counts"]) for one in victims] == [
        ("2025-03-05", 310000, [], True),
        ("2025-03-10", 420000, [], True),
        ("2025-03-10", 310000, ["superseded"], False),
        ("2025-03-20", 310000, [], True),
    ]
    for one in (dict(zip(columns, row, strict=True)) for row in found):
        start, end = one["span_start"] - one["sentence_start"], one["span_end"] - one["sentence_start"]
        assert one["sentence"][start:end] == one["surface"]


def test_documents_of_an_incident_name_the_copy(world):
    found = rows(world, "incident_documents", incident=incident_id(world, SOLBIT))
    assert [(row[2], row[5], row[6]) for row in found] == [
        ("https://news.example/5", 3, None),
        ("https://blog.example/6", 3, "https://news.example/5"),
        ("https://diary.example/7", 2, None),
        ("https://blog.example/8", 1, None),
    ]


def test_trend_monthly(world):
    assert rows(world, "trend_monthly") == [
        ("2025-03", "data_leak", 1, 0.33, None),
        ("2025-03", "ransomware", 1, 0.33, None),
        ("2026-01", "ransomware", 1, 0.33, None),
        ("2026-03", "payment_fraud", 1, 0.33, None),
    ]
    assert len(rows(world, "trend_monthly", since="2026-01-01")) == 2


def test_trend_people(world):
    assert rows(world, "trend_people") == [
        ("2025-03", 2, 421500, 420000, GARAM),
        ("2026-01", 1, 5000, 5000, GARAM_2),
    ]


def test_trend_money(world):
    assert rows(world, "trend_money") == [
        (2025, "fine", "과징금", "KRW", 1, 1260000000, 1260000000, 1260000000),
        (2025, "fine", "과태료", "KRW", 1, 9600000, 9600000, 9600000),
        (2025, "ransom", None, "BTC", 1, 2, 2, 2),
        (2026, "damage", None, "KRW", 2, 473400000, 236700000, 300000000),
    ]


def test_trend_growth(world):
    assert rows(world, "growth", incident=GARAM) == [
        (GARAM, date(2025, 3, 5), 310000, "명", None, 1.0, 2, 2, "https://news.example/1"),
        (GARAM, date(2025, 3, 10), 420000, "명", 110000, 1.35, 1, 1, "https://blog.example/2"),
    ]
    assert [row[0] for row in rows(world, "growth")] == [GARAM, GARAM, SOLBIT, SOLBIT]


def test_trend_rivals(world):
    # 31만 is still said ten days after 42만; 1204 is confirmed the day after 1500 was first said.
    assert rows(world, "rivals") == [
        (GARAM, "victims", None, "명", 420000, 310000, 1.35, 1, 2, date(2025, 3, 20)),
        (SOLBIT, "victims", None, "명", 1500, 1204, 1.25, 1, 2, date(2025, 3, 15)),
    ]
    assert [row[0] for row in rows(world, "rivals", least="1.3")] == [GARAM]


def test_trend_fines_by_company(world):
    # 1.26e9 / 420000 = 3000 won a person; known 5 March, decided 19 November: 259 days.
    assert rows(world, "fines_by_company") == [
        ("가람통신", "과징금", 1, 1260000000, 3000.0, 259.0, date(2025, 11, 19)),
        ("가람통신", "과태료", 1, 9600000, 22.9, 259.0, date(2025, 11, 19)),
    ]


def test_trend_unreviewed(world):
    by_role = {row[:2]: row[2:] for row in rows(world, "unreviewed")}
    # 420000 × .1 + 1500 × .5 + 5000 × .1 = 43250; only the 1500 waits for review.
    assert by_role["victims", "명"] == (3, 1, 426500, 1500, 43250.0, 0.5)
    assert by_role["ransom", "BTC"][:3] == (1, 0, 2)
    assert set(by_role) == {("victims", "명"), ("ransom", "BTC"), ("fine", "KRW"), ("damage", "KRW")}


def test_trend_response_days(world):
    assert rows(world, "response_days") == [
        (GARAM, "data_leak", date(2025, 3, 2), date(2025, 3, 3), date(2025, 3, 5), None, 1, 2, None),
        (SOLBIT, "ransomware", date(2025, 3, 12), None, date(2025, 3, 13), date(2025, 3, 16), None, 1, 4),
        (GARAM_2, "ransomware", date(2026, 1, 8), None, date(2026, 1, 10), None, None, 2, None),
        (NURI, "payment_fraud", date(2026, 2, 27), None, date(2026, 3, 2), None, None, 3, None),
    ]
    assert len(rows(world, "response_days", type="ransomware")) == 2


def test_the_days_to_disclose_end_when_the_world_knew():
    con = connect(":memory:")
    migrate(con)
    first = post("1", "2025-01-18", "가람통신이 16일 뚫렸다.", ("occurred", "16일", "2025-01-16"), org="가람통신")
    facts = [("occurred", "1월 16일", "2025-01-16"), ("disclosed", "3월 5일", "2026-03-05")]
    late = post("2", "2026-03-05", "가람통신이 1월 16일 유출을 3월 5일 공개했다.", *facts, org="가람통신")
    fill(con, [first, late])
    assert [row[4:] for row in rows(con, "response_days")] == [(date(2025, 1, 18), None, None, 2, None)]
    con.close()


def test_trend_revised(world):
    # 310000 → 420000 in 5 days, 1204 → 1500 in 1 day: growth 1.3548 and 1.2458, median 1.3003.
    assert rows(world, "revised") == [("victims", 2, 1.3, 0.0, 3.0)]


def test_trend_repeat_victims(world):
    assert rows(world, "repeat_victims") == [
        ("가람통신", 2, date(2025, 3, 5), date(2026, 1, 10), ["data_leak", "ransomware"])
    ]
    assert rows(world, "repeat_victims", months="6") == []


def test_trend_first_reporters(world):
    # news was first three times; the next source came 121 hours later (5 March 9:00 → 10 March 10:00), in the hour
    # 2 hours later (7:00 → 9:30), and never.
    assert rows(world, "first_reporters") == [
        ("news", 3, 3, 61.5),
        ("diary", 1, 3, None),
        ("blog", 0, 2, None),
    ]


def test_trend_sizes(world):
    assert rows(world, "sizes") == [
        (1000, 10000, 2, Decimal(6500), 0.015),
        (100000, 1000000, 1, Decimal(420000), 0.985),
    ]
