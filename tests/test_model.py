"""The models of roles: what they read, that they learn from a handful of sentences, that the shipped ones load and are deterministic."""

import subprocess
import sys

import numpy as np
import pytest

from nlp.candidates import find_candidates
from nlp.context import Page, contexts
from nlp.doctypes import RELEVANCE, DocumentModels, Told, judge_document, load_document_models
from nlp.encoding import CLS, FIXED, LONGEST, NOWHERE, SEP, Vocabulary, age, key
from nlp.heard import VICTIM
from nlp.linear import ROLE_NAMES, Linear, page_features, role_probabilities
from nlp.mentions import ROLES
from nlp.network import Network
from nlp.roles import judge
from nlp.subwords import Subwords
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
    (row, *rest) = vocabulary.rows(page, PUBLISHED, (), range(len(page.sentences)))
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
    asked = range(len(page.sentences))
    title = [token for sentence in page.sentences[:8] for token in sentence.tokens]
    rows = vocabulary.rows(page, PUBLISHED, title, asked)
    assert sorted(one for row in rows for one in row.candidates) == list(range(len(page.candidates)))
    for row in rows:
        assert row.ids[0] == CLS
        assert row.ids[-1] == SEP
        assert len(row.ids) == len(row.spans) <= LONGEST
        words = {text[start:end] for start, end in row.spans if (start, end) != NOWHERE}
        assert {"과징금", "없"} & words, "every id of a word says where it stands"
        assert all(vocabulary.pieces[row.ids[place]].strip("<>") in ("count", "date", "money") for place in row.places)


def spelling(text: str, *more: str) -> Subwords:
    """A tokenizer that knows every sign of a text, and ``more`` as whole words; some special names stand at the end of its table."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    signs = sorted({sign for sign in text if not sign.isspace()})
    names = ["[PAD]", "[CLS]", "[SEP]", *more, *signs, *(f"##{sign}" for sign in signs), "[UNK]", "[MASK]"]
    tokenizer = Tokenizer(models.WordPiece({name: at for at, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(["[unused]"])
    return Subwords(tokenizer)


def test_another_tokenizer_gives_rows_of_the_same_shape(page):
    from tokenizers import Tokenizer, models

    subwords = spelling(TEXT)
    rows = subwords.rows(page, PUBLISHED, page.sentences[0].tokens, range(len(page.sentences)))
    places = [
        (at, row.ids[place], row.spans[place])
        for row in rows
        for at, place in zip(row.candidates, row.places, strict=True)
    ]
    assert sorted(at for at, _, _ in places) == list(range(len(page.candidates)))
    names = subwords.tokenizer.id_to_token
    for at, one, (start, end) in places:
        candidate = page.candidates[at]
        assert start <= candidate.start < end
        assert names(one).removeprefix("##") == candidate.surface[0]
    front, end = subwords.id_of(["[CLS]"]), subwords.id_of(["[SEP]"])
    assert all(row.ids[0] == front and row.ids[-1] == end for row in rows)
    assert all(len(row.ids) == len(row.spans) <= LONGEST for row in rows)
    with pytest.raises(ValueError, match="knows none of"):
        Subwords(Tokenizer(models.WordPiece({"가": 0}, unk_token="가"))).pad  # noqa: B018


def read_of(subwords: Subwords, text: str) -> list:
    """The rows of a text."""
    page = Page(text, read_sentences(text), find_candidates(text, PUBLISHED))
    return subwords.rows(page, PUBLISHED, (), range(len(page.sentences)))


def test_the_subwords_of_one_word_share_its_span():
    text = "해담은행은(서울) 회원 31만 명"
    (row,) = read_of(spelling(text, "회원"), text)
    words = [text[start:end] for start, end in dict.fromkeys(row.spans) if (start, end) != NOWHERE]
    assert words == ["해담은행", "은", "(", "서울", ")", "회원", "31만", "명"], "a particle is no part of a name"
    assert [row.spans.count(span) for span in ((0, 4), (4, 5), (10, 12), (13, 16))] == [4, 1, 1, 3]


def test_a_tokenizer_that_takes_a_sentence_for_one_word_is_cut_at_spaces():
    from tokenizers import Tokenizer, models, pre_tokenizers

    text = "해담은행 회원 31만 명"
    pieces = ["<pad>", "<s>", "</s>", "<unk>", "<mask>", "▁", *sorted(set(text) - {" "})]
    tokenizer = Tokenizer(models.Unigram([(one, -1.0) for one in pieces], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=False)
    (row,) = read_of(Subwords(tokenizer), text)
    spans = [span for span in dict.fromkeys(row.spans) if span != NOWHERE]
    assert [text[start:end] for start, end in spans] == ["해담은행", "회원", "31만", "명"]
    assert [row.spans[place] for place in row.places] == [(8, 11)]


def test_a_tokenizer_of_bytes_says_the_same_span_for_every_byte_of_a_word():
    from tokenizers import Tokenizer, models, pre_tokenizers

    text = "해담은행에서 31만 명"
    names = ["<pad>", "<s>", "</s>", "<unk>", "<mask>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    tokenizer = Tokenizer(models.BPE({name: at for at, name in enumerate(names)}, [], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    (row,) = read_of(Subwords(tokenizer), text)
    spans = [span for span in dict.fromkeys(row.spans) if span != NOWHERE]
    assert [text[start:end] for start, end in spans] == ["해담은행", "에서", "31", "만", "명"]
    assert row.spans.count((4, 6)) == 6
    assert [row.spans[place] for place in row.places] == [(7, 9)]


@pytest.mark.parametrize(
    ("text", "share"),
    [("해담은행은 회원", 0), ("해담저축은행 회원", 1 / 2), ("해담저축은행은 뷁 회원", 2 / 4), ("해담저축은행 회원 뷁쉙 고객 1", 3 / 5)],
)  # fmt: skip
def test_words_of_many_subwords_and_unknown_ones_are_strange(text, share):
    subwords = spelling("해담저축은행고객", "회원")
    assert subwords.strange(read_of(subwords, text)) == share


def test_only_words_may_be_hidden_wherever_the_others_stand(vocabulary):
    subwords = spelling(TEXT)
    hidden = {subwords.tokenizer.id_to_token(one) for one in subwords.special}
    assert hidden == {"[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]", "[unused]"}
    assert {vocabulary.pieces[one] for one in vocabulary.special} == set(FIXED)


def test_half_a_sign_reads_as_a_question_mark():
    text = "회원 \ud83d31만 명"
    subwords = spelling(text.replace("\ud83d", "?"))
    assert [row.ids for row in read_of(subwords, text)] == [
        row.ids for row in read_of(subwords, text.replace("\ud83d", "?"))
    ]


def test_a_long_page_is_read_in_subwords_without_asking_every_candidate_of_every_sentence():
    class Counting(list):
        """Candidates that count how often one is looked at."""

        looked = 0

        def __getitem__(self, at):
            Counting.looked += 1 if isinstance(at, int) else 0
            return super().__getitem__(at)

        def __iter__(self):
            Counting.looked += len(self)
            return super().__iter__()

    text = "회원 31만 명이 있다.\n" * 200
    page = Page(text, read_sentences(text), Counting(find_candidates(text, PUBLISHED)))
    rows = spelling(text).rows(page, PUBLISHED, (), range(len(page.sentences)))
    assert sorted(one for row in rows for one in row.candidates) == list(range(200))
    assert Counting.looked < 200 * 40


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
    assert np.allclose(alone.roles, rule_probabilities(page.candidates, ruled))
    assert alone.reading is None
    assert [one.role for one in decided(page.candidates, alone.roles)] == [one.role for one in ruled]


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
    assert once.roles.tobytes() == again.roles.tobytes()
    assert np.allclose(once.roles.sum(axis=1), 1)
    roles = [one.role for one in decided(page.candidates, once.roles)]
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
    from nlp.model import OneRow
    from scripts.finetuning import finetune

    class Session:
        """The trained network in place of its exported file."""

        def run(self, _, given):
            with torch.no_grad():
                return [
                    one.numpy()
                    for one in OneRow(model)(*(torch.tensor(given[name]) for name in ("ids", "place", "kind")))
                ]

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
        600,
        0,
        lambda line: None,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    network = Network(Session(), vocabulary)
    for one in shown:
        kinds = [role.partition("/")[0] for role in one.roles]
        reading = network.read(one.page, one.published, one.title)
        assert reading.read.all()
        assert [ROLE_NAMES[at] for at in role_probabilities(reading.roles, kinds).argmax(axis=1)] == one.roles
        heard = [one.page.text[start:end] for start, end, chance in reading.words if chance.argmax() == VICTIM]
        assert "".join(heard) == "".join(one.page.text[start:end] for start, end, _ in one.named)


def test_another_modernbert_with_windows_and_in_half_precision_is_read_in_full(tmp_path):
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    from transformers import AutoModel, ModernBertConfig, ModernBertModel

    from nlp.model import OneRow, foreign_reader

    small = {"hidden_size": 32, "num_hidden_layers": 4, "num_attention_heads": 2, "intermediate_size": 32}
    ends = {"pad_token_id": 0, "cls_token_id": 1, "bos_token_id": 1, "sep_token_id": 2, "eos_token_id": 2}
    torch.manual_seed(0)
    config = ModernBertConfig(vocab_size=40, local_attention=8, global_attn_every_n_layers=2, **small, **ends)
    assert set(config.layer_types) == {"full_attention", "sliding_attention"}
    ModernBertModel(config).half().save_pretrained(tmp_path)
    encoder = AutoModel.from_pretrained(tmp_path, dtype=torch.float32).eval()
    reader = foreign_reader(tmp_path).eval()
    assert {one.dtype for one in reader.parameters()} == {torch.float32}
    ids, place, kind = torch.randint(3, 40, (1, 30)), torch.tensor([4]), torch.tensor([0])
    with torch.no_grad():
        hidden = reader.hidden(ids, None)
        assert torch.equal(hidden, encoder(ids, attention_mask=torch.ones_like(ids)).last_hidden_state)
        roles, marks, names, pages = OneRow(reader).eval()(ids, place, kind)
        padded = torch.cat([ids, torch.zeros(1, 5, dtype=torch.long)], dim=1)
        mask = (padded > 0).long()
        assert torch.allclose(reader.hidden(padded, mask)[:, :30], hidden, atol=1e-5)
    assert (roles.shape, marks.shape[0], names.shape[:2], pages.shape[0]) == ((1, len(ROLE_NAMES)), 1, (1, 30), 1)


def test_a_batch_without_any_figure_has_a_loss_too():
    torch = pytest.importorskip("torch", reason="training needs the train extra")
    from nlp.model import new_reader
    from scripts.finetuning import NO_ANSWER, Asked, batch_loss

    vocabulary = Vocabulary([*FIXED, "가람", "나루"])
    model = new_reader(len(vocabulary.pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)  # fmt: skip
    word = len(FIXED)
    row = Asked([CLS, word, word + 1, SEP], [], [], [], [], [NO_ANSWER, 1, 0, NO_ANSWER], 1.0, 0, 1.0)
    loss = batch_loss(model, [row], vocabulary)
    loss.backward()
    assert torch.isfinite(loss)
    assert loss > 0


def test_a_title_that_says_the_same_as_the_text_is_told_apart(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(
        "=== id=t-1 genre=wire published=2025-03-04 relevant=yes type=data_leak org=가람통신\n# 회원 [31만 명|victims] 유출\n회원 [31만 명|victims] 유출\n",
        "utf-8",
    )
    assert [one.zone for one in examples(read_documents(path)[0])] == ["title", "body"]


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
    assert judge_document(DocumentModels(None, None), [], body, 0.8, {"data_leak": 2.0}, ("data_leak", 0.6)) == Told(
        0.8, {"data_leak": 0.6}
    )


@pytest.mark.skipif(not (WEIGHTS / RELEVANCE).exists(), reason="no trained models are here")
def test_the_shipped_models_know_an_incident_from_an_advertisement():
    told = read_sentences(TEXT)
    offered = read_sentences(
        "철벽솔루션은 기업용 백신 신제품을 12일 선보였다. 값은 한 대에 3만 원이다. 회사는 올해 매출 40억 원을 내다본다."
    )
    yes = judge_document(load_document_models(), [], told, 0.8, {"data_leak": 2.0}, ("data_leak", 0.6))
    no = judge_document(load_document_models(), [], offered, 0.2, {}, ("other", 0.3))
    assert yes.relevance > 0.5 > no.relevance
    assert yes.likeliest[0] == "data_leak"
    assert sum(yes.types.values()) == pytest.approx(1, abs=0.25)
