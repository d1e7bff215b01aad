"""What kind of incident a text tells of: the table of our own documents and pairs that only the order of the kinds decides."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.mentions import INCIDENT_TYPES
from nlp.tokenizer import read_sentences
from nlp.types import CUES, PRECEDENCE, incident_type

CASES = Path(__file__).parent / "cases"
#: Rows that the rules get wrong today, by how the text begins.
NOT_YET = ("다크웹에 보람전자의 내부 자료",)
SENTENCES = [
    ("가람서점 서버가 랜섬웨어에 감염돼 회원 3만 명의 정보도 유출됐다.", "ransomware"),
    ("해커가 서버 30대의 파일을 암호화하고 복호화 값으로 몸값을 요구했다.", "ransomware"),
    ("해커는 로펌에서 훔친 2TB를 공개하겠다고 협박하며 비트코인 10개를 요구했다.", "ransomware"),
    ("퇴사한 직원이 고객 명단을 빼돌려 경쟁사에 넘겼다.", "insider"),
    ("협력업체 직원이 고객 정보 1억 건을 USB에 담아 나갔다.", "insider"),
    ("고객 9만 명 명단을 팔아넘긴 보험사 직원이 구속됐다.", "insider"),
    ("거래소 핫월렛에서 이더리움 410개가 탈취됐다.", "crypto_theft"),
    ("북한 해커가 거래소에서 비트코인 900개를 훔쳤다. 코인은 여러 지갑으로 옮겨졌다.", "crypto_theft"),
    ("본인도 모르게 소액결제가 이뤄졌다. 불법 기지국이 쓰였다.", "payment_fraud"),
    ("간편결제에서 등록 카드 42장이 부정결제에 쓰였다.", "payment_fraud"),
    ("청첩장을 가장한 스미싱 문자로 48억 원을 가로챈 일당이 붙잡혔다.", "phishing_smishing"),
    ("가짜 예매 사이트에 속은 이용자들이 9억 원을 보냈다.", "phishing_smishing"),
    ("다른 곳에서 샌 아이디와 비밀번호를 대입하는 크리덴셜 스터핑 공격을 받았다.", "account_takeover"),
    ("피해자 이름으로 알뜰폰을 몰래 개통해 계좌에서 돈을 옮겼다.", "account_takeover"),
    ("구청 누리집이 디도스 공격을 받아 두 시간 멈췄다.", "ddos"),
    ("북한 해킹 조직 킴수키가 연구원 내부망에 숨어 있었다.", "malware_apt"),
    ("국가가 배후로 의심되는 해킹 조직이 PC 114대를 악성코드에 감염시켰다.", "malware_apt"),
    ("여행사 회원 21만 명의 이름과 전화번호가 유출됐다.", "data_leak"),
    ("담당자가 메일을 잘못 보내 신청자 800명의 연락처가 유출됐다.", "data_leak"),
    ("은행 서버에서 파일이 지워져 거래가 이틀째 마비됐다.", "system_intrusion"),
    ("시청 홈페이지 첫 화면이 해골 그림으로 변조됐다.", "system_intrusion"),
    ("회사는 고객 정보를 훔쳤다는 해커의 주장은 사실이 아니라고 부인했다.", "other"),
    ("날씨가 맑다.", "other"),
]


def documents() -> list:
    """The relevant rows of the table, those known to fail marked."""
    with (CASES / "documents.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row[0] == "1"]
    return [
        pytest.param(
            row[3],
            row[4],
            row[1],
            id=row[4][:24],
            marks=[pytest.mark.xfail(strict=True)] if row[4].startswith(NOT_YET) else [],
        )
        for row in rows
    ]


@pytest.mark.parametrize(("title", "text", "kind"), documents())
def test_type_of_a_document(title, text, kind):
    assert incident_type(title, text, read_sentences(text))[0] == kind


@pytest.mark.parametrize(("text", "kind"), SENTENCES, ids=[text[:20] for text, _ in SENTENCES])
def test_what_marks_the_case_first_decides(text, kind):
    assert incident_type("", text, read_sentences(text))[0] == kind


def test_a_leak_that_did_not_happen_is_no_leak():
    text = "가람공사 서버에 누군가 침입한 흔적이 나왔다. 고객 정보가 유출된 정황은 없다."
    assert incident_type("", text, read_sentences(text))[0] == "system_intrusion"


def test_every_type_has_cues_and_a_precedence():
    assert set(CUES) == set(PRECEDENCE) == set(INCIDENT_TYPES)


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(st.text(max_size=80), st.text(max_size=120))
def test_any_text_has_a_type(title, text):
    kind, sure = incident_type(title, text, read_sentences(text))
    assert kind in INCIDENT_TYPES
    assert 0 < sure <= 1
