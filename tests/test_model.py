"""The models of roles: what they read, that they learn from a handful of sentences, that the shipped ones load and are deterministic."""

import subprocess
import sys

import numpy as np
import pytest

from nlp.candidates import find_candidates
from nlp.context import Page, contexts
from nlp.doctypes import RELEVANCE, DocumentModels, judge_document, load_document_models
from nlp.encoding import CLS, FIXED, LONGEST, SEP, Vocabulary, age, encode_page, key
from nlp.linear import ROLE_NAMES, Linear, page_features, role_probabilities
from nlp.mentions import ROLES
from nlp.roles import judge
from nlp.tokenizer import read_sentences
from nlp.voters import NETWORK, WEIGHTS, Voters, decided, load_voters, rule_probabilities, vote
from scripts import calibration
from scripts.corpus_text import read_documents
from scripts.examples import examples
from scripts.fitting import fit
from scripts.make_corpus import filled

TEXT = "가람통신은 지난달 28일 외부 공격으로 회원 420만 명 가운데 31만 명의 이름이 새어 나갔다고 4일 밝혔다.\n\n기종 | 대수\n--- | ---\n서버 | 12대\n과징금은 3억 원이다."
PUBLISHED = "2025-03-04"


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(TEXT, read_sentences(TEXT), find_candidates(TEXT, PUBLISHED))


@pytest.fixture(scope="module")
def vocabulary(page) -> Vocabulary:
    words = sorted({key(token) for sentence in page.sentences for token in sentence.tokens} - set(FIXED))
    return Vocabulary([*FIXED, *words, *"가람통신명건대", "##람", "##통"][:400])


def test_figures_stand_as_what_they_are_and_never_as_digits(page, vocabulary):
    (row, *rest) = encode_page(TEXT, page.sentences, page.candidates, PUBLISHED, [], vocabulary)
    assert not rest
    written = [vocabulary.pieces[one] for one in row.ids]
    assert written[0] == "<cls>"
    assert written[-1] == "<sep>"
    assert row.candidates == list(range(len(page.candidates)))
    first = [written[place] for place in row.places]
    assert first == ["<date>", "<count>", "<count>", "<date>", "<count>", "<money>"]
    count = row.places[1]
    assert written[count : count + 3] == ["<count>", "<e6>", "명"]
    date = row.places[0]
    assert written[date : date + 4] == ["<date>", "<day>", "<ago7>", "<relative>"]
    cell = row.places[4]
    assert written[cell - 2 : cell] == ["<head>", "대수"], "a cell brings the head of its column"
    assert not any(any(sign.isdigit() for sign in piece) and not piece.startswith("<") for piece in written)


def test_every_candidate_stands_in_exactly_one_row_of_bounded_length(vocabulary):
    text = "가람통신은 2월 3일 서버 12대에서 31만 명의 이름이 새어 나갔다고 3월 4일 밝혔다.\n과징금은 없었다.\n" * 40
    page = Page(text, read_sentences(text), find_candidates(text, PUBLISHED))
    rows = encode_page(text, page.sentences, page.candidates, PUBLISHED, [7] * 50, vocabulary)
    assert sorted(one for row in rows for one in row.candidates) == list(range(len(page.candidates)))
    for row in rows:
        assert row.ids[0] == CLS
        assert row.ids[-1] == SEP
        assert len(row.ids) <= LONGEST
        assert all(vocabulary.pieces[row.ids[place]].strip("<>") in ("count", "date", "money") for place in row.places)


@pytest.mark.parametrize(
    ("day", "piece"),
    [("2025-03-04", "<ago0>"), ("2025-03-01", "<ago3>"), ("2025-02", "<ago7>"), ("2024", "<ago365>"), ("2025-04-01", "<future>"), ("2025", "<ago0>"), (None, "<ago?>")],
)  # fmt: skip
def test_the_age_of_a_date_is_told_in_steps(day, piece):
    assert age(day, PUBLISHED) == piece
    assert age(day, None) == "<ago?>"


def test_a_handful_of_sentences_is_learned_and_survives_the_file(tmp_path):
    patterns = tmp_path / "patterns.txt"
    patterns.write_text(
        "{ORG} 회원 {people:victims}의 이름이 새어 나갔다.\n행사에는 시민 {people:other_count}이(가) 모였다.\n{ORG} 고객 {people:victims}의 주소가 새어 나갔다.\n축제에 관람객 {people:other_count}이(가) 모였다.\n",
        "utf-8",
    )
    shown = list(examples(filled(patterns, 6, 1)))
    rows = [
        row for one in shown for row in page_features(one.page, one.around, one.ruled, one.published, one.title, None)
    ]
    labels = [ROLE_NAMES.index(role) for one in shown for role in one.roles]
    allowed = np.array([[name.startswith("count/") for name in ROLE_NAMES]] * len(rows))
    model = fit(
        rows,
        labels,
        [1.0] * len(rows),
        [one.source for one in shown for _ in one.roles],
        allowed,
        ROLE_NAMES,
        epochs=20,
    )
    model.save(tmp_path / "roles.npz")
    kept = Linear.load(tmp_path / "roles.npz")
    for asked, role in (
        ("솔빛마켓 이용자 9천 명의 이름이 새어 나갔다.", "victims"),
        ("광장에 시민 9천 명이 모였다.", "other_count"),
    ):
        page = Page(asked, read_sentences(asked), find_candidates(asked, PUBLISHED))
        around = contexts(page)
        ruled = judge(page.candidates, around, None, PUBLISHED)
        found = kept.scores(page_features(page, around, ruled, PUBLISHED, (), None)[0])
        assert ROLE_NAMES[int(role_probabilities(found[None], ["count"]).argmax())] == f"count/{role}"
        assert np.allclose(found, model.scores(page_features(page, around, ruled, PUBLISHED, (), None)[0]), atol=0.5)


def test_probabilities_stay_within_a_kind(page):
    scores = np.random.default_rng(0).normal(size=(len(page.candidates), len(ROLE_NAMES))).astype(np.float32)
    found = role_probabilities(scores, [one.kind for one in page.candidates])
    assert np.allclose(found.sum(axis=1), 1)
    for row, candidate in zip(found, page.candidates, strict=True):
        assert row[[not name.startswith(f"{candidate.kind}/") for name in ROLE_NAMES]].sum() == 0


def test_without_models_the_rules_vote_alone(page):
    around = contexts(page)
    ruled = judge(page.candidates, around, "data_leak", PUBLISHED)
    alone = vote(Voters(None, None, {}, {}), page, around, ruled, PUBLISHED, (), "data_leak")
    assert np.allclose(alone, rule_probabilities(page.candidates, ruled))
    assert [one.role for one in decided(page.candidates, alone)] == [one.role for one in ruled]


def test_a_missing_network_is_said_and_the_linear_model_still_votes(tmp_path, caplog):
    load_voters.cache_clear()
    voters = load_voters(tmp_path)
    load_voters.cache_clear()
    assert voters.network is None
    assert voters.linear is None
    assert "network is missing" in caplog.text
    assert "linear model is missing" in caplog.text


@pytest.mark.skipif(not (WEIGHTS / NETWORK).exists(), reason="no trained network is here")
def test_the_shipped_models_answer_the_same_every_time(page):
    voters = load_voters()
    around = contexts(page)
    ruled = judge(page.candidates, around, "data_leak", PUBLISHED)
    once, again = (vote(voters, page, around, ruled, PUBLISHED, (), "data_leak") for _ in range(2))
    assert once.tobytes() == again.tobytes()
    assert np.allclose(once.sum(axis=1), 1)
    roles = [one.role for one in decided(page.candidates, once)]
    assert roles[:4] == ["occurred", "other_count", "victims", "disclosed"]
    assert all(role in ROLES[one.kind] for role, one in zip(roles, page.candidates, strict=True))
    assert (WEIGHTS / NETWORK).stat().st_size < 15_000_000


def test_serving_imports_neither_torch_nor_transformers():
    code = (
        "import sys, nlp.voters; nlp.voters.load_voters(); print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=WEIGHTS.parents[1], capture_output=True, text=True, check=True
    ).stdout
    assert not set(loaded.split()) & {"torch", "transformers"}


def test_calibration_finds_the_right_temperature():
    rng = np.random.default_rng(1)
    right = rng.integers(0, 5, 400)
    good = np.full((400, len(ROLE_NAMES)), 1e-4)
    good[np.arange(400), np.where(rng.random(400) < 0.9, right, (right + 1) % 5)] = 0.999
    poor = np.full((400, len(ROLE_NAMES)), 1e-4)
    poor[np.arange(400), rng.integers(0, 5, 400)] = 0.999
    good, poor = good / good.sum(1, keepdims=True), poor / poor.sum(1, keepdims=True)
    found = calibration.calibrate(
        {"network": good, "rules": poor}, ["count"] * 200 + ["money"] * 100 + ["date"] * 100, right
    )
    assert all(share["network"] > share["rules"] > 0 for share in found["shares"].values())
    assert found["temperatures"]["count"]["network"] > 1, "one in ten wrong at 99.9 % is over-confident"


def test_a_threshold_keeps_its_promise():
    sure = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, False, True, False])
    assert calibration.threshold(sure, right, 0.99) == 0.8
    assert calibration.threshold(sure, right, 0.6) == 0.5
    assert calibration.threshold(sure, ~right, 1.0) == 1.0
    assert calibration.calibration_error(np.array([1.0, 1.0]), np.array([True, True]), 1) == 0


def test_training_the_network_on_little_data_learns_it(tmp_path):
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    from scripts.finetuning import finetune, network_scores

    patterns = tmp_path / "patterns.txt"
    patterns.write_text(
        "{ORG} 회원 {people:victims}의 이름이 새어 나갔다.\n행사에는 시민 {people:other_count}이(가) 모였다.\n", "utf-8"
    )
    torch.set_num_threads(1)
    shown = list(examples(filled(patterns, 8, 1)))
    words = sorted(
        {key(token) for one in shown for sentence in one.page.sentences for token in sentence.tokens} - set(FIXED)
    )
    vocabulary = Vocabulary([*FIXED, *words])
    model = finetune(
        None,
        vocabulary,
        lambda epoch: shown,
        200,
        0,
        lambda line: None,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    for one in shown:
        kinds = [role.partition("/")[0] for role in one.roles]
        scores = role_probabilities(network_scores(model, one, vocabulary)[0], kinds)
        assert [ROLE_NAMES[at] for at in scores.argmax(axis=1)] == one.roles


def test_corpus_examples_carry_the_roles_that_were_marked(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(
        "=== id=t-1 genre=wire published=2025-03-04 relevant=yes type=data_leak org=가람통신\n# 가람통신 [31만 명|victims] 유출\n[가람통신|@victim_org]은 회원 420만 명 가운데 [31만 명|victims,denied]의 이름이 샜다는 글을 [4일|disclosed] 부인했다.\n",
        "utf-8",
    )
    title, body = examples(read_documents(path)[0])
    assert title.roles == ["count/victims"]
    assert body.roles == ["count/other_count", "count/victims", "date/disclosed"]
    assert body.marks[1] == {"denied"}


def test_a_document_without_models_gets_the_rules_answer():
    body = read_sentences(TEXT)
    assert judge_document(DocumentModels(None, None), [], body, 0.8, {"data_leak": 2.0}, ("data_leak", 0.6)) == (
        0.8,
        "data_leak",
        0.6,
    )


@pytest.mark.skipif(not (WEIGHTS / RELEVANCE).exists(), reason="no trained models are here")
def test_the_shipped_models_know_an_incident_from_an_advertisement():
    told = read_sentences(TEXT)
    offered = read_sentences(
        "철벽솔루션은 기업용 백신 신제품을 12일 선보였다. 값은 한 대에 3만 원이다. 회사는 올해 매출 40억 원을 내다본다."
    )
    yes, kind, sure = judge_document(load_document_models(), [], told, 0.8, {"data_leak": 2.0}, ("data_leak", 0.6))
    no, _, _ = judge_document(load_document_models(), [], offered, 0.2, {}, ("other", 0.3))
    assert yes > 0.5 > no
    assert kind == "data_leak"
    assert 0 < sure <= 1
