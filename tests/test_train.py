"""``sago train`` on a handful of documents: models that are served, a second run that does nothing twice, a killed run that ends the same, plain errors."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer

from nlp.doctypes import RELEVANCE, TYPES, load_document_models
from nlp.extract import extract
from nlp.network import TOKENIZER
from nlp.voters import CALIBRATION, LINEAR, NETWORK, VOCABULARY, WEIGHTS, read_voters
from scripts.commands.train import check_network, publish
from scripts.corpus_text import read_documents
from scripts.make_corpus import filled
from scripts.progress import print_line, progress
from scripts.reviews import read_reviews, unread
from scripts.stages import LIBRARIES, TRAINING
from scripts.training_data import read_data, shown

ROOT = Path(__file__).parents[1]
CHECKPOINT = ROOT / "nlp" / "weights" / "checkpoint" / "encoder-fp16.pt"
with_torch = pytest.mark.skipif(
    not (find_spec("torch") and find_spec("onnx") and CHECKPOINT.exists()),
    reason="needs the train extra and the checkpoint",
)
PATTERNS = """{ORG} 회원 {people:victims}의 이름이 새어 나갔다.
행사에는 시민 {people:other_count}이(가) 모였다.
{AUTH}는(은) {ORG}에 과징금 {money:fine}을(를) 물렸다.
{ORG}은(는) 매출 {money:revenue_other}을(를) 냈다.
{ORG}은(는) {date:occurred} 공격을 받았다고 {date:disclosed} 밝혔다.
"""
ARTICLES = """=== id=t-1 genre=wire published=2025-03-04 relevant=yes type=data_leak org=가람통신
# 가람통신 회원 [31만 명|victims] 정보 유출
[가람통신|@victim_org]은 [지난달 28일|occurred] 공격으로 회원 [31만 명|victims]의 이름이 새어 나갔다고 [4일|disclosed] 밝혔다. 과징금은 [3억 원|fine]이다.

=== id=t-2 genre=trade published=2025-04-11 relevant=yes type=ransomware org=솔빛마켓
# 솔빛마켓 서버 [12대|devices] 멈춰
[솔빛마켓|@victim_org]은 랜섬웨어로 서버 [12대|devices]가 [9일|occurred] 멈췄다고 [11일|disclosed] 알렸다. 범인은 [5억 원|ransom]을 달라고 했다.

=== id=t-3 genre=blog published=2025-05-02 relevant=no type=none org=none
# 동네 축제 이야기
축제에 시민 2천 명이 모였다. 3일에는 비가 왔고 떡값으로 5만 원을 썼다.

=== id=t-4 genre=press published=2025-05-09 relevant=no type=none org=none
새 백신은 3만 원이다. 회사는 직원 40명과 9일 발표회를 열었다.
"""
TUNED = """=== id=c-1 genre=wire published=2025-06-04 relevant=yes type=data_leak org=해담은행
[해담은행|@victim_org]은 [지난달 30일|occurred] 해킹으로 고객 [9만 명|victims]의 주소가 새어 나갔다고 [3일|disclosed] 밝혔다. 당국은 과징금 [2억 원|fine]을 물렸다.
"""
REVIEWED = "새봄호텔은 손님 4천 명의 이름이 샜다고 5일 밝혔다."


def review(**changed: object) -> dict[str, object]:
    """A sound row of reviews."""
    people, day = REVIEWED.index("4천 명"), REVIEWED.index("5일")
    row = {
        "text": REVIEWED,
        "title": "새봄호텔 3천 명 유출",
        "published": "2025-06-05",
        "relevant": True,
        "type": "data_leak",
        "facts": [
            {"kind": "date", "start": day, "end": day + 2, "role": "disclosed"},
            {
                "kind": "count",
                "start": people,
                "end": people + 4,
                "role": "victims",
                "marks": ["denied"],
                "incident": 2,
            },
        ],
        "organisations": [{"start": 0, "end": 4, "role": "victim_org"}],
    }
    return row | changed


def write_corpus(folder: Path, patterns: str = PATTERNS) -> Path:
    """A corpus of a few documents."""
    for part, text in (("train", ARTICLES), ("calibration", TUNED)):
        (folder / "corpus" / part).mkdir(parents=True)
        (folder / "corpus" / part / "one.txt").write_text(text, "utf-8")
    (folder / "corpus" / "patterns.txt").write_text(patterns, "utf-8")
    return folder


def command(folder: Path, *options: object) -> list[str]:
    """``sago train`` on the corpus of a folder, which is also where it works."""
    given = ["--corpus", folder / "corpus", "--work", folder / "work", "--into", folder / "new", "--threads", 1]
    return [sys.executable, "-m", "scripts.sago", "train", *map(str, [*given, *options])]


def run(folder: Path, *options: object) -> subprocess.CompletedProcess[str]:
    """The finished command."""
    return subprocess.run(command(folder, *options), cwd=ROOT, capture_output=True, text=True, timeout=120)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def linear(tmp_path_factory) -> tuple[Path, str]:
    """A folder with models trained without the network, and what the command said."""
    folder = write_corpus(tmp_path_factory.mktemp("linear"))
    done = run(folder, "--no-network")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout + done.stderr


def test_the_linear_models_are_trained_and_served(linear):
    folder, said = linear
    assert set(contents(folder / "new")) == {LINEAR, RELEVANCE, TYPES, CALIBRATION}
    assert "linear models: done in" in said
    assert "sago evaluate --weights" in said
    voters = read_voters(folder / "new")
    found = extract(
        "다온몰 회원 8천 명의 이름이 새어 나갔다.", None, "2025-07-01", voters, load_document_models(folder / "new")
    )
    assert [one.role for one in found.facts] == ["victims"]
    assert voters.trained
    measured = json.loads((folder / "new" / CALIBRATION).read_text("utf-8"))["measured"]
    assert measured["candidates"] == 4
    assert set(measured) >= {"linear", "rules", "vote"}
    assert "network" not in measured


def test_what_is_finished_is_not_done_again_and_the_same_seed_gives_the_same_bytes(linear, tmp_path):
    folder, _ = linear
    first = contents(folder / "new")
    again = run(folder, "--no-network")
    assert again.stderr.count("skipped") == 2
    assert contents(folder / "new") == first
    elsewhere = run(folder, "--no-network", "--work", tmp_path / "work", "--into", tmp_path / "new")
    assert "skipped" not in elsewhere.stderr
    assert contents(tmp_path / "new") == first


def test_reviews_change_what_is_learned(linear, tmp_path):
    folder, _ = linear
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(review(), ensure_ascii=False) + "\n", "utf-8")
    work = shutil.copytree(folder / "work", tmp_path / "work")
    done = run(folder, "--no-network", "--reviews", path, "--work", work, "--into", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert "linear models: done in" in done.stderr
    assert contents(tmp_path / "new")[LINEAR] != contents(folder / "new")[LINEAR]


def test_reviews_are_documents_with_exact_spans(tmp_path):
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(review()) + "\n\n" + json.dumps(review(title=None, published=None)) + "\n", "utf-8")
    (one, other), faults = read_reviews(path)
    assert not faults
    assert [(label.surface, label.role, label.marks, label.incident) for label in one.labels] == [
        ("4천 명", "victims", {"denied"}, 2),
        ("5일", "disclosed", frozenset(), 1),
    ]
    assert (one.orgs, one.title, other.title, other.published) == (("새봄호텔",), "새봄호텔 3천 명 유출", "", None)
    assert other.line == 3
    assert not list(unread([one, other]))
    (example,) = shown([one])
    assert example.page.text == REVIEWED, "the headline over a judged text was not judged itself"
    assert example.title
    assert example.roles == ["count/victims", "date/disclosed"]


def test_a_headline_that_is_the_judged_text_is_not_judged_twice(tmp_path):
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(review(title=REVIEWED)), "utf-8")
    (one,), _ = read_reviews(path)
    assert [each.zone for each in shown([one])] == ["body"]


def test_a_review_is_no_pattern_whatever_its_file_is_called(tmp_path):
    path = tmp_path / "pattern-1.jsonl"
    path.write_text(json.dumps(review()), "utf-8")
    (patterns := tmp_path / "patterns.txt").write_text(PATTERNS, "utf-8")
    (judged,), (filled_, *_) = read_reviews(path)[0], filled(patterns, 1, 0)
    (of_review,), (of_pattern,) = shown([judged]), shown([filled_])
    assert (of_review.pattern, of_pattern.pattern) == (False, True)
    assert of_review.incident_type == "data_leak"
    assert of_pattern.incident_type is None
    assert (of_review.source, of_pattern.source) == ("pattern-1.jsonl:1", "pattern-1")


def test_a_review_that_the_calibration_part_holds_too_is_named(tmp_path, capsys):
    folder = write_corpus(tmp_path)
    (tuned,), _ = read_documents(folder / "corpus" / "calibration" / "one.txt")
    others = {"facts": [], "organisations": [], "title": None}
    path = tmp_path / "reviews.jsonl"
    texts = (tuned.text, f"입력 2025.06.04\n{tuned.text}", tuned.text[:24], REVIEWED)
    path.write_text("\n".join(json.dumps(review(text=text, **others)) for text in texts), "utf-8")
    data = read_data(folder / "corpus", path)
    assert len(data.articles) == 8, "they teach all the same"
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in said] == [f"{path}:{line}" for line in (1, 2, 3)]
    assert all("also stands in the calibration part (c-1)" in line for line in said)


def test_the_documented_row_is_sound(tmp_path):
    written = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "corpus.md").read_text("utf-8"), re.S)
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(json.loads(written[1])), "utf-8")
    (one,), faults = read_reviews(path)
    assert not faults
    assert not list(unread([one]))
    assert [label.surface for label in one.labels] == ["31만 명", "4일"]
    assert one.orgs == ("솔빛마켓",)


def fact(**changed: object) -> dict[str, object]:
    """Changes to a row: its one fact, changed."""
    return {"facts": [{"kind": "count", "start": 9, "end": 13, "role": "victims"} | changed]}


WRONG = {
    "no JSON": ("{", "no JSON object"),
    "a list": ("[]", "no JSON object"),
    "no text": (review(text=None), "'text' is missing"),
    "empty": (review(text=" ", facts=[], organisations=[]), "'text' is empty"),
    "a word for a truth": (review(relevant="yes"), "'relevant' is not true or false"),
    "unknown key": (review(role="x"), "unknown key 'role'"),
    "no day": (review(published="어제"), "'published' is an ISO day"),
    "unknown type": (review(type="theft"), "'type' is an incident type"),
    "irrelevant with type": (review(relevant=False, facts=[]), "'type' is an incident type"),
    "irrelevant with fact": (review(relevant=False, type=None), "not relevant is 'disclosed'"),
    "span beyond": (review(**fact(end=99)), "facts 1: [9, 99) is no span of a text of 30 characters"),
    "span with space": (review(**fact(start=8)), "begins or ends with a space"),
    "start is true": (review(**fact(start=True)), "'start' is not a whole number"),
    "unknown kind": (review(**fact(kind="people")), "unknown kind 'people'"),
    "role of another kind": (review(**fact(role="fine")), "no role of a count is called 'fine'"),
    "unknown mark": (review(**fact(marks=["maybe"])), "unknown mark 'maybe'"),
    "no incident": (review(**fact(incident=100)), "'incident' is 1 to 99"),
    "incident 0": (review(**fact(incident=0)), "'incident' is 1 to 99, not 0"),
    "nested too deeply": ("[" * 200_000, "no JSON object"),
    "overlap": (review(facts=[*fact()["facts"], *fact(start=10)["facts"]]), "The facts at 9 and 10 overlap"),
    "unknown organisation": (
        review(organisations=[{"start": 0, "end": 4, "role": "bank"}]),
        "organisations 1: unknown role 'bank'",
    ),
}


@pytest.mark.parametrize(("row", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path, row, said):
    path = tmp_path / "reviews.jsonl"
    path.write_text(f"\n{row if isinstance(row, str) else json.dumps(row)}\n", "utf-8")
    found, faults = read_reviews(path)
    assert not found
    assert str(faults[0]).startswith(f"{path}:2: ")
    assert said in " ".join(map(str, faults))


def test_a_judged_figure_that_the_value_reader_does_not_see_is_said(tmp_path):
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(review(**fact(start=4, end=5))), "utf-8")
    (one,), faults = read_reviews(path)
    assert not faults
    assert "teaches nothing" in str(next(unread([one])))


def break_patterns(folder: Path) -> list[object]:
    (folder / "corpus" / "patterns.txt").write_text("{people:fine}이 털렸다.\n", "utf-8")
    return ["--no-network"]


def break_article(folder: Path) -> list[object]:
    (folder / "corpus" / "train" / "two.txt").write_text("=== id=x\n글\n=== id=y\n글\n", "utf-8")
    return ["--no-network"]


def empty_calibration(folder: Path) -> list[object]:
    (folder / "corpus" / "calibration" / "one.txt").write_text(ARTICLES[ARTICLES.index("=== id=t-3") :], "utf-8")
    return ["--no-network"]


def one_sided(folder: Path) -> list[object]:
    (folder / "corpus" / "train" / "one.txt").write_text(ARTICLES[: ARTICLES.index("=== id=t-3")], "utf-8")
    return ["--no-network"]


def old_encoding(folder: Path) -> list[object]:
    (folder / "corpus" / "train" / "two.txt").write_bytes("=== id=x\n글\n".encode("cp949"))
    return ["--no-network"]


def bad_reviews(folder: Path) -> list[object]:
    (folder / "reviews.jsonl").write_text("{\n", "utf-8")
    return ["--no-network", "--reviews", folder / "reviews.jsonl"]


def pipe_among_models(folder: Path) -> list[object]:
    (folder / "work" / "models").mkdir(parents=True)
    os.mkfifo(folder / "work" / "models" / "a-pipe")
    return ["--no-network"]


BROKEN = {
    "pattern": (break_patterns, "patterns.txt:1: "),
    "article": (break_article, "two.txt:1: The head lacks 'genre='. ("),
    "encoding": (old_encoding, "two.txt:2: The line is not UTF-8."),
    "calibration": (empty_calibration, "The calibration part has no count"),
    "one-sided": (one_sided, "needs documents that tell of an incident and documents that do not"),
    "no copy": (pipe_among_models, "a-pipe` is a named pipe."),
    "no corpus": (lambda folder: ["--no-network", "--corpus", folder / "none"], "There is no patterns.txt in"),
    "reviews": (bad_reviews, "reviews.jsonl:1: The line is no JSON object."),
    "no reviews": (lambda folder: ["--no-network", "--reviews", folder / "none"], "none: No such file or directory."),
}


@pytest.mark.parametrize(("breaking", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_one_sentence_and_nothing_is_replaced(tmp_path, breaking, said):
    done = run(tmp_path, *breaking(write_corpus(tmp_path)))
    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists() or not contents(tmp_path / "new")


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed here")
def test_without_torch_the_extra_is_named(tmp_path):
    done = run(write_corpus(tmp_path))
    assert done.returncode == 1
    assert "install the 'train' extra" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@with_torch
def test_a_checkpoint_that_does_not_fit_is_one_sentence(tmp_path, capsys):
    few, bad = tmp_path / "few.json", tmp_path / "bad.pt"
    few.write_text('["<pad>"]', "utf-8")
    bad.write_bytes(b"no checkpoint")
    known = WEIGHTS / VOCABULARY
    for checkpoint, vocabulary, said in (
        (tmp_path / "none.pt", known, f"The checkpoint {tmp_path / 'none.pt'} is missing.\n"),
        (CHECKPOINT, few, f"another vocabulary: it knows 16000 pieces, {few} has 1.\n"),
        (bad, known, f"{bad} or {known} cannot be read: "),
    ):
        with pytest.raises(typer.Exit):
            check_network(checkpoint, vocabulary)
        told = capsys.readouterr().err
        assert said in told
        assert len(told.splitlines()) == 1


def write_encoder(folder: Path, names: list[str]) -> Path:
    """A small encoder that is not ours, whose tokenizer knows ``names``."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel

    tokenizer = Tokenizer(models.WordPiece({name: at for at, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(names), **size)).save_pretrained(folder)
    tokenizer.save(str(folder / TOKENIZER))
    return folder


SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WEIGHTS_FILE = "model.safetensors"
BROKEN_FOLDERS = {
    "no tokenizer": (lambda folder: (folder / TOKENIZER).unlink(), f" lacks {TOKENIZER}."),
    "no weights": (lambda folder: (folder / WEIGHTS_FILE).unlink(), f" cannot be read: Error no file named {WEIGHTS_FILE}"),
    "cut weights": (lambda folder: (folder / WEIGHTS_FILE).write_bytes(b"cut"), " cannot be read: Error while deserializing"),
    "config": (lambda folder: (folder / "config.json").write_text("{}"), " cannot be read: Unrecognized model in "),
    "config of another": (lambda folder: (folder / "config.json").write_text('{"model_type": "bert"}'), " cannot be read: "),
    "tokenizer": (lambda folder: (folder / TOKENIZER).write_text("{"), f" cannot be read: {TOKENIZER}: EOF while parsing"),
    "no mask": (lambda folder: rename(folder, "[MASK]"), " cannot be read: The tokenizer knows none of [MASK], <mask>."),
    "too many words": (lambda folder: rename(folder, "나", "나", 7), " knows 6 pieces, its tokenizer 8."),
}  # fmt: skip


def rename(folder: Path, name: str, to: str = "x", number: int | None = None) -> None:
    """Give a piece of the tokenizer another name, or another number."""
    kept = json.loads((folder / TOKENIZER).read_text("utf-8"))
    table = kept["model"]["vocab"]
    at = table.pop(name)
    table[to] = at if number is None else number
    (folder / TOKENIZER).write_text(json.dumps(kept), "utf-8")


@with_torch
@pytest.mark.parametrize(("breaking", "said"), BROKEN_FOLDERS.values(), ids=BROKEN_FOLDERS)
def test_a_folder_that_holds_no_encoder_is_one_sentence(tmp_path, capfd, breaking, said):
    folder = write_encoder(tmp_path / "other", [*SPECIAL, "나"])
    check_network(folder, folder / TOKENIZER)
    breaking(folder)
    capfd.readouterr()
    with pytest.raises(typer.Exit):
        check_network(folder, folder / TOKENIZER)
    told = capfd.readouterr().err
    assert told.startswith(f"{folder}{said}")
    assert told.endswith((".\n", "!\n"))
    assert len(told.splitlines()) == 1


def leave(folder: Path, name: str) -> None:
    """The file of a network trained before, where models are made and where they are served from."""
    for place in (folder / "work" / "models", folder / "new"):
        place.mkdir(parents=True)
        (place / name).write_text("{}")


@with_torch
def test_a_killed_training_goes_on_and_ends_the_same(tmp_path):
    whole, killed = (write_corpus(tmp_path / name) for name in ("whole", "killed"))
    leave(whole, TOKENIZER)
    done = run(whole, "--epochs", 3)
    assert done.returncode == 0, done.stderr
    assert set(contents(whole / "new")) == {LINEAR, RELEVANCE, TYPES, NETWORK, VOCABULARY, CALIBRATION}
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command(killed, "--epochs", 3), cwd=ROOT, stdout=said, stderr=said)
        for _ in range(6000):  # until the first epoch is kept
            if (killed / "work" / "epochs.pt").exists() or process.poll() is not None:
                break
            time.sleep(0.01)
        process.kill()
        process.wait()
    assert not (killed / "new" / NETWORK).exists(), "it was killed in the middle"
    again = run(killed, "--epochs", 3)
    assert again.returncode == 0, again.stderr
    assert "going on after epoch" in again.stderr
    assert "linear models: skipped" in again.stderr
    assert contents(killed / "new") == contents(whole / "new")
    assert not os.path.exists(killed / "work" / "epochs.pt")


@with_torch
def test_another_encoder_is_trained_and_served_by_naming_its_folder(tmp_path):
    signs = sorted({sign for sign in PATTERNS + ARTICLES + TUNED if "가" <= sign <= "힣" or sign.isdigit()})
    other = write_encoder(tmp_path / "other", [*SPECIAL, *signs, *(f"##{sign}" for sign in signs)])
    folder = write_corpus(tmp_path / "corpus")
    leave(folder, VOCABULARY)
    done = run(folder, "--epochs", 2, "--checkpoint", other)
    assert done.returncode == 0, done.stderr
    assert set(contents(folder / "new")) == {LINEAR, RELEVANCE, TYPES, NETWORK, TOKENIZER, CALIBRATION}
    code = (
        "import sys; from nlp.extract import extract;"
        "said = extract('가람통신은 회원 31만 명의 이름이 새어 나갔다고 4일 밝혔다.', None, '2025-03-04');"
        "print(said.model, len(said.facts), 'torch' in sys.modules, 'transformers' in sys.modules)"
    )
    served = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"SAGO_WEIGHTS": str(folder / "new")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert served.stdout.split() == ["vote-2", "2", "False", "False"]


def test_a_batch_of_files_is_published_whole_and_nothing_of_another_network_stays(tmp_path):
    models, into = tmp_path / "models", tmp_path / "new"
    every = {LINEAR, NETWORK, VOCABULARY, TOKENIZER}
    for network, made, left in (
        (True, {LINEAR, NETWORK, VOCABULARY}, {LINEAR, NETWORK, VOCABULARY}),
        (True, {LINEAR, NETWORK, TOKENIZER}, {LINEAR, NETWORK, TOKENIZER}),
        (False, every, {LINEAR}),
    ):
        for folder, names, text in ((models, made, "made"), (into, every, "old")):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for name in names:
                (folder / name).write_text(text)
        publish(models, into, network)
        assert contents(into) == dict.fromkeys(left, b"made")


def test_a_pipe_is_told_where_the_work_is_in_plain_lines(capsys):
    print_line("network: batches", 50, 1200, 5.0)
    with progress("reading") as step:
        step(0, 3)
        step(3)
    assert capsys.readouterr().err.splitlines() == [
        "network: batches: 50 of 1,200, 10.0/s, 115 s left",
        "reading: 3 in 0 s",
    ]


def test_a_stage_hangs_on_every_module_that_trains():
    others = {"console", "pretraining", "progress", "stages"}  # they change nothing in what is trained
    seen, ahead = set(), {"train"}
    while ahead:
        name = ahead.pop()
        seen.add(name)
        text = (ROOT / "scripts" / f"{name}.py").read_text("utf-8")
        groups = re.findall(r"^\s*(?:from scripts import (.+)|from scripts\.(\w+) import)", text, re.M)
        found = {one.partition(" as ")[0].strip() for many, one_ in groups for one in (many or one_).split(",")}
        ahead |= found - seen - others
    assert seen == set(TRAINING), "scripts/stages.py lists them"


def test_a_stage_hangs_on_every_library_that_may_change_the_numbers():
    code = [*(ROOT / "nlp").glob("*.py"), *(ROOT / "scripts" / f"{name}.py" for name in TRAINING)]
    lines = "\n".join(path.read_text("utf-8") for path in code)
    used = set(re.findall(r"^\s*(?:from|import) (\w+)", lines, re.M)) - set(sys.stdlib_module_names)
    used -= {"nlp", "scripts", "typer"}  # a command's arguments are told apart by their values
    assert {"torch", "tokenizers"} <= used
    assert used | {"kiwipiepy_model", "onnx"} == set(LIBRARIES), "torch exports by onnx"


def test_the_corpus_written_here_is_sound(tmp_path):
    for name, text in (("a.txt", ARTICLES), ("b.txt", TUNED)):
        (tmp_path / name).write_text(text, "utf-8")
        assert not read_documents(tmp_path / name)[1]
