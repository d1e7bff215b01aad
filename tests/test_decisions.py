"""From votes to decisions: who was hit, marks, confidence and role sets, and the settings that are found for them."""

import random
from itertools import pairwise

import numpy as np
import pytest

from nlp.candidates import find_candidates
from nlp.confidence import FEATURES, STRANGE, confidence, log_odds, trust_features
from nlp.context import Page
from nlp.doctypes import DocumentModels, Told, load_document_models, with_page
from nlp.extract import extract
from nlp.figures import cases, possible, read_zone, settled_marks
from nlp.heard import VICTIM, Read, runs, with_heard
from nlp.linear import ROLE_NAMES
from nlp.mentions import INCIDENT_TYPES, ROLES, Organisation
from nlp.network import MARK_NAMES, NAME_CLASSES, Reading
from nlp.tokenizer import read_sentences
from nlp.voters import Vote, Voters, load_voters
from scripts.corpus_text import read_documents
from scripts.settling import f1, fitted, settle, trust
from scripts.variation import cropped

WEIGHTS = {"rules": 1.0, "network": 1.0, "found": 0.0, "alone": 1.0}


def heard(text: str, victims: dict[str, float]) -> Read:
    """What a network would say that takes these words of a text, and no others, for names of one that was hit."""
    words = []
    sentences = read_sentences(text)
    for sentence in sentences:
        for token in sentence.tokens:
            sure = next(
                (p for name, p in victims.items() if (at := text.find(name)) <= token.start < at + len(name)), 0.01
            )
            chance = np.full(len(NAME_CLASSES), (1 - sure) / (len(NAME_CLASSES) - 1))
            chance[VICTIM] = sure
            words.append((token.start, token.end, chance))
    nothing = np.zeros((0, 0))
    return Read("body", Page(text, sentences, []), Reading(nothing, nothing, np.zeros(0, bool), words, None, 0.0))


def named(text: str, name: str, role: str, sure: float) -> Organisation:
    """A name as the rules give it."""
    at = text.index(name)
    return Organisation(name, name, role, at, at + len(name), sure)


def victims(found: list[Organisation]) -> list[str]:
    """Names of those that were hit."""
    return [one.name for one in found if one.role == "victim_org"]


def test_a_name_no_rule_knows_is_heard_everywhere_it_stands():
    text = "새벽통신이 뚫렸다. 회원 3만 명의 정보가 샜다. 새벽통신은 사과했다."
    found = with_heard([], [heard(text, {"새벽통신": 0.9})], WEIGHTS)
    assert [(one.surface, one.start, text[one.start : one.end]) for one in found] == [
        ("새벽통신", 0, "새벽통신"),
        ("새벽통신", text.rindex("새벽통신"), "새벽통신"),
    ]


def test_the_network_takes_a_bystander_back_and_makes_a_victim_of_one_the_rules_passed_over():
    text = "가람통신은 보안업체 철벽과 함께 솔빛마켓의 유출을 조사했다."
    by_rules = [named(text, "가람통신", "victim_org", 0.6), named(text, "솔빛마켓", "other", 0.55)]
    found = with_heard(by_rules, [heard(text, {"가람통신": 0.05, "솔빛마켓": 0.95})], WEIGHTS)
    assert victims(found) == ["솔빛마켓"]
    assert [one.role for one in found] == ["other", "victim_org"]


def test_without_the_network_the_rules_keep_the_word():
    text = "가람통신이 뚫렸다."
    by_rules = [named(text, "가람통신", "victim_org", 0.6)]
    assert with_heard(by_rules, [], WEIGHTS) == by_rules
    assert with_heard(by_rules, [heard(text, {})], {}) == by_rules


@pytest.mark.parametrize(
    ("text", "name", "runs_of"),
    [
        ("하늘톡이 뚫렸다.", {"하늘톡": 0.9}, ["하늘톡"]),
        ("빗물은행과 코인나루가 털렸다.", {"빗물은행": 0.9, "코인나루": 0.8}, ["빗물은행", "코인나루"]),
        ("Norang National University was hit.", {"Norang National University": 0.9}, ["Norang National University"]),
        ("아무 일도 없었다.", {}, []),
    ],
)
def test_unbroken_words_are_one_name(text, name, runs_of):
    assert [text[start:end] for start, end, _ in runs(heard(text, name))] == runs_of


def test_relevance_and_type_are_mixed_by_their_shares():
    told = Told(0.5, dict.fromkeys(INCIDENT_TYPES, 1 / len(INCIDENT_TYPES)))
    page = np.zeros(1 + len(INCIDENT_TYPES))
    page[0], page[1 + list(INCIDENT_TYPES).index("ddos")] = 4.0, 9.0
    mixed = with_page(told, page, {"relevance": 0.5, "types": 0.5})
    assert mixed.relevance == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert mixed.likeliest[0] == "ddos"
    assert sum(mixed.types.values()) == pytest.approx(1)
    assert with_page(told, page, {}) == told


def test_a_word_without_a_noun_is_no_name():
    text = "바로 이튿날인 26일에 새벽통신이 뚫렸다."
    assert victims(with_heard([], [heard(text, {"바로": 0.9, "새벽통신": 0.9})], WEIGHTS)) == ["새벽통신"]


def test_names_that_no_rule_knows_share_no_letter_and_stand_for_whole_words():
    text = "새벽통신이 뚫렸다. 새벽통신망 사업부는 새벽은 아니다. 한국 누보 대학교도 뚫렸다."
    found = with_heard([], [heard(text, {"새벽통신": 0.9, "한국 누보 대학교": 0.9})], WEIGHTS)
    spans = sorted((one.start, one.end) for one in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert {"새벽통신", "한국 누보 대학교"} <= set(victims(found))


def test_dissent_doubt_and_strange_words_lower_confidence():
    weights = {"bias": 0.0, "role": 1.0, "relevance": 0.5, "rules": -1.0, "strange": -4.0}
    sure = confidence(weights, trust_features("count", "body", 0.95, 0.99, {"rules": False}, 0.05))
    for features in (
        trust_features("count", "body", 0.8, 0.99, {"rules": False}, 0.05),
        trust_features("count", "body", 0.95, 0.6, {"rules": False}, 0.05),
        trust_features("count", "body", 0.95, 0.99, {"rules": True}, 0.05),
        trust_features("count", "body", 0.95, 0.99, {"rules": False}, 0.3),
    ):
        assert confidence(weights, features) < sure
    assert confidence(weights, trust_features("count", "body", 0.999, 0.999, {}, STRANGE + 0.01)) <= 0.5
    assert confidence({}, trust_features("count", "body", 0.9, 0.5, {}, 0.0)) == pytest.approx(0.45)


def test_the_weights_of_confidence_are_found_from_right_and_wrong_facts():
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(2000, len(FEATURES)))
    rows[:, 0] = 1.0
    strange = FEATURES.index("strange")
    right = rng.random(2000) < 1 / (1 + np.exp(-(0.5 + 1.5 * rows[:, 1] - 1.0 * rows[:, 3] + rows[:, strange])))
    found = trust(rows, right)
    assert found["bias"] == pytest.approx(0.5, abs=0.2)
    assert found["role"] == pytest.approx(1.5, abs=0.25)
    assert found["rules"] == pytest.approx(-1.0, abs=0.25)
    assert "strange" not in found, "strange words never make a fact surer"
    assert trust(rows, np.ones(2000, bool)) == {}
    assert np.allclose(fitted(np.zeros((0, 3)), np.zeros(0)), 0)


def test_a_mark_is_what_rules_and_network_say_together():
    text = "회사는 1인당 7만 원을 주기로 했다. 과징금은 3억 원이다."
    page = Page(text, read_sentences(text), find_candidates(text, "2025-03-04"))
    zone = read_zone("body", page, None, "2025-03-04")
    scores = np.full((2, len(MARK_NAMES)), -5.0)
    scores[0, MARK_NAMES.index("per_unit")] = -1.0
    scores[1, MARK_NAMES.index("hypothetical")] = 2.0
    reading = Reading(np.zeros((2, len(ROLE_NAMES))), scores, np.array([True, True]), [], None, 0.0)
    said = Vote(np.zeros((2, len(ROLE_NAMES))), {}, reading)
    marks = settled_marks(
        zone, said, Voters(None, None, {}, {}, marks={"per_unit": [2.0, 0.0], "hypothetical": [2.0, 0.0]}), []
    )
    assert marks[0]["per_unit"], "the rules' yes outweighs the network's doubt"
    assert marks[1]["hypothetical"], "the network hears what no rule knows"
    alone = settled_marks(zone, None, Voters(None, None, {}, {}), [])
    assert alone[0]["per_unit"]
    assert not alone[1]["hypothetical"]


def test_a_total_is_never_that_of_one_whatever_the_network_says():
    text = "위로금은 1인당 5만 원씩 모두 485만 원이다."
    page = Page(text, read_sentences(text), find_candidates(text, "2025-03-04"))
    zone = read_zone("body", page, None, "2025-03-04")
    reading = Reading(
        np.zeros((2, len(ROLE_NAMES))), np.full((2, len(MARK_NAMES)), 5.0), np.array([True, True]), [], None, 0.0
    )
    said = Vote(np.zeros((2, len(ROLE_NAMES))), {}, reading)
    marks = settled_marks(zone, said, Voters(None, None, {}, {}, marks={"per_unit": [1.0, 0.0]}), [])
    assert [one["per_unit"] for one in marks] == [True, False]


def test_a_role_set_holds_what_cannot_be_ruled_out():
    roles = np.zeros((1, len(ROLE_NAMES)))
    for role, chance in (("victims", 0.6), ("leaked_records", 0.3), ("other_count", 0.08)):
        roles[0, ROLE_NAMES.index(f"count/{role}")] = chance
    said = Vote(roles, {}, None)
    voters = Voters(None, None, {}, {}, role_set={"count": 0.1})
    assert possible(said, 0, "count", "victims", voters) == ("victims", "leaked_records")
    assert possible(None, 0, "count", "victims", voters) == ("victims",)


TUNED = """=== id=c-1 genre=wire published=2025-06-04 relevant=yes type=data_leak org=해담은행
[해담은행|@victim_org]은 [지난달 30일|occurred] 해킹으로 고객 [9만 명|victims]의 주소가 새어 나갔다고 [3일|disclosed] 밝혔다. 상담 전화는 2만 통이 왔다.

=== id=c-2 genre=wire published=2025-06-09 relevant=yes type=ransomware org=새벽통신
[새벽통신|@victim_org]은 랜섬웨어로 서버 [12대|devices]가 [7일|occurred] 멈췄다고 [9일|disclosed] 알렸다. 1인당 [3만 명|victims,hypothetical]까지 늘 수 있다.

=== id=c-3 genre=blog published=none relevant=no type=none org=none
----

=== id=c-4 genre=blog published=2025-06-11 relevant=no type=none org=none
축제에 시민 2천 명이 모였다. 9일에는 비가 왔다.
"""


def test_settings_are_found_on_a_handful_of_documents_without_money_and_one_without_a_sentence(tmp_path):
    path = tmp_path / "tuned.txt"
    path.write_text(TUNED, "utf-8")
    documents, faults = read_documents(path)
    assert not faults
    found = settle(documents, load_voters(), load_document_models(), 0.98)
    assert set(found["sure"]) == set(ROLES), "each kind has a threshold, money too"
    assert found["sure"]["money"] == 1.0
    assert found["role_set"]["money"] == 0.0
    assert all(least == min(1.0, max(0.0, least)) for least in found["sure"].values())
    alone = settle(documents, alone_with_rules(), DocumentModels(None, None), 0.98)
    assert not {"pages", "names", "marks"} & set(alone), "without the network there is nothing to weigh"


def alone_with_rules() -> Voters:
    """The voters where neither model is there."""
    return Voters(None, None, {}, {})


def test_a_figure_behind_a_further_victims_name_is_of_that_victims_incident():
    text = "위원회는 가람통신에 3억 원, 솔빛마켓에 1억2천만 원의 과징금을 물렸다."
    page = Page(text, read_sentences(text), find_candidates(text, "2025-03-04"))
    zone = read_zone("body", page, None, "2025-03-04")
    names = [named(text, "가람통신", "victim_org", 0.9), named(text, "솔빛마켓", "victim_org", 0.9)]
    marks = settled_marks(zone, None, alone_with_rules(), names)
    assert cases(zone, marks, names) == [1, 2]
    marks[1]["other_incident"] = True
    assert cases(zone, marks, names) == [1, 2]
    assert cases(zone, marks, names[:1]) == [1, 2], "another incident of nobody who is named is the second"


def test_a_piece_of_a_document_keeps_its_marks_in_place(tmp_path):
    path = tmp_path / "one.txt"
    body = " ".join(
        f"[가람{n}은행|@victim_org]에서 고객 [{n}만 명|victims]의 이름이 [{n}일|occurred] 샜다." for n in range(1, 15)
    )
    path.write_text(
        f"=== id=t-1 genre=wire published=2025-03-20 relevant=yes type=data_leak org=가람1은행\n# 제목\n{body}\n",
        "utf-8",
    )
    [one] = read_documents(path)[0]
    for seed in range(20):
        piece = cropped(one, random.Random(seed))
        assert 0 < len(piece.text) < len(one.text)
        assert piece.text in one.text
        assert (piece.title, piece.type, piece.relevant) == ("", None, True)
        assert len(piece.labels) >= 2
        assert all(piece.text[each.start : each.end] == each.surface for each in (*piece.labels, *piece.named))


def test_f1_of_nothing_is_nought():
    assert f1(np.zeros(3, bool), np.zeros(3, bool)) == 0
    assert f1(np.array([True, False]), np.array([True, True])) == pytest.approx(2 / 3)
    assert log_odds(0.5) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Garam Telecom said on March 4 that 310,000 customers were exposed after an attack on 28 February.",
        "나 보기가 역겨워 가실 때에는 말없이 고이 보내 드리오리다. 영변에 약산 진달래꽃 아름 따다 3송이 뿌리오리다.",
        "제13조(손해배상) ① 정보주체는 300만 원 이하의 범위에서 상당한 금액을 손해액으로 하여 배상을 청구할 수 있다.",
        "무료 포인트 50,000원!! 지금 가입하면 100% 지급 ㅋㅋ www.example.invalid 선착순 1,000명",
    ],
)
def test_texts_of_another_kind_give_no_fact_without_review(text):
    said = extract(text, None, "2025-03-05")
    facts = [one for one in said.facts if one.role not in ("other", "other_count", "publication")]
    assert all(one.needs_review for one in facts), facts
