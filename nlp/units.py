"""What a Korean number can count: counters, measures, shares, ordinals, terms of time, money, and labels that count nothing."""

import re
from typing import NamedTuple

from nlp.currencies import CODES, CURRENCIES, SIGNS


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


#: Counters of things and people, written after a number with or without a space.
COUNTERS = _words("""
    명 건 개 대 곳 계정 장 차례 회 번 인 분 마리 권 채 척 편 통 점 주 자루 송이 그루 켤레 벌 쌍 잔 병 상자 박스 봉지 봉 팩 세트 부 쪽 페이지
    매 줄 글자 자 단어 칸 동 가구 세대 개사 개국 개소 개교 개반 개팀 개점 개동 개실 개월분 군데 가지 종 종류 항목 품목 팀 조각 사 국 좌 좌석 석 구 人 名
    구좌 계좌 필지 필 모금 모 단 포기 포대 접 손 두름 톨 알 정 캡슐 첩 방울 스푼 숟갈 그릇 공기 접시 컵 판 덩이 덩어리 토막 다발 묶음 뭉치
    꾸러미 타래 두루마리 인분 곡 컷 발 방 표 골 승 패 무 게임 경기 이닝 안타 홈런 득점 실점 문제 문항 과목 학점 강좌 학급 갈래 가닥 켜 겹 돈 냥
    푼 말 되 홉 섬 근 관 마지기 배럴 갤런 꼭지 거리 짝 걸음 마디 구절 대목 노드 코어 스레드 채널 회선 포트 슬롯 세션 클릭 뷰 행 열 레코드 픽셀 화소
    종목 패킷 실 량 롤 갑 가족 자녀 개비 폭 족 섹션 부작
    바이트 킬로바이트 메가바이트 기가바이트 테라바이트 페타바이트 비트 기가비트 메가비트 기가 테라 메가 미터 센티미터 센티 밀리미터 킬로미터 킬로
    킬로그램 그램 밀리그램 톤 리터 밀리리터 헥타르 평 제곱미터 평방미터 제곱킬로미터 세제곱미터 인치 피트 마일 야드 에이커 온스 캐럿 와트 킬로와트
    메가와트 기가와트 볼트 암페어 헤르츠 메가헤르츠 기가헤르츠 칼로리 킬로칼로리 데시벨 도 노트 해리 광년 마력 시시 포인트 베이시스포인트
    """)
#: Nouns that are counted without a counter: 두 회사, 3개 기관. 한 회사 is "a company", no count.
NOUNS = _words(
    "사람 업체 기관 회사 기업 은행 병원 대학 학교 나라 국가 도시 지역 사이트 서버 파일 문서 사건 사고 법인 부처 카드사 통신사 거래소"
    " 남자 여자 남성 여성 학생 아들 딸 아이 형제 자매 남매 모녀 부부 후보 교수 선수 의원 장관 학자 배우 직원 임원 용의자 피의자 피고인 피해자"
    " 플랫폼 서비스 조직 단체 계열사 자회사 협력사 보험사 금융사 이통사 매체 언론사 사업자 제품 모델 기종"
)
#: Measures in Latin letters and signs.
LATIN = _words("""
    B KB MB GB TB PB EB kB Kb Mb Gb Tb bit bits byte bytes bps kbps Kbps Mbps Gbps Tbps MB/s GB/s Hz kHz KHz MHz GHz px dpi fps mm cm m km mg g
    kg t ml mL cc L l kL ha W kW KW MW GW TW Wh kWh KWh MWh GWh V kV A mA mAh dB ms ns rpm RPM hPa ppm ppb bp inch ft lb oz ㎜ ㎝ ㎞ ㎡ ㎢ ㎏ ㎎ ㎖
    ㎥ ℓ ℃ °C °
    """)
DOZENS = frozenset({"다스", "더즌"})
PERCENT = frozenset({"%", "퍼센트", "프로", "퍼센티지"})
POINTS = frozenset({"%p", "%P", "%포인트", "% 포인트", "퍼센트포인트", "퍼센트 포인트", "%p포인트", "프로포인트"})
MULTIPLES = {"배": 1, "갑절": 1, "곱절": 1}
ORDINALS = frozenset({"번째", "번 째", "회째", "회 째", "째", "위", "등", "차", "회차"})
#: Terms and clock times belong to nlp.dates.
TIMES = _words("""년 월 일 시 시간 분 초 주 주일 주간 주년 개월 개월간 달 해 년간 개년 년도 년대 일간 일자 일차 시간대 분기 사분기 학기 박 년차 세기 밤 나절
    영업일 밀리초 주차 분간 초간 달간 시간여 시간가량""")
#: Numbers that name or grade something are no values: word -> what it names.
LABELS = {
    "세": "age", "살": "age", "학년": "grade", "급": "grade", "등급": "grade", "항": "article", "호": "article", "목": "article", "조항": "article",
    "층": "place", "호선": "place", "번지": "place", "호기": "place", "번길": "place", "단계": "stage", "기": "stage", "강": "stage", "라운드": "stage",
    "교시": "stage", "막": "stage", "심": "stage", "선": "stage", "쿼터": "stage", "도어": "model", "기통": "model", "차원": "model", "번방": "model",
    "루": "model", "반": "grade", "인조": "model", "인자": "model", "중주": "model", "금융": "model", "금융권": "model", "자리": "digits", "자릿수": "digits",
}  # fmt: skip

# Longer words that begin with a counter: 3개인정보 is no 3개.
NOT_BEFORE = {
    "명": "단예절함찰", "건": "물설강조전축반", "개": "인발선막최편통업입시정념별혁학척봉", "회": "사원복피담계전생귀견", "곳": "간", "원": "장칙본인금리고",
    "대": "학강도륙형리비응상표통출책부체신안면폭원행역처화규조", "장": "애소치비난르면래관군착", "번": "호역창식", "점": "포검심령유차",
    "주": "식장소요택민문도변말권총차", "분": "류석기야할열쟁", "인": "증터력사스천프라", "통": "신화계보합장제과", "종": "합교료", "국": "내민가제회",
    "사": "용고이건업실태회", "부": "터문분서담", "자": "료리동", "동": "안의시영", "권": "한리", "세": "대계금", "배": "포송상터경당출",
    "차": "단원량별선로종관", "위": "원한해반치험", "등": "록급분본장교석병변", "도": "시메입움로", "발": "생표견", "방": "문송법", "표": "시준", "판": "매결단",
    "말": "씀", "매": "출입수", "석": "유", "구": "매독성입역청", "무": "선", "패": "키", "관": "련리", "행": "사위정", "열": "람", "번째": "", "엔": "진터딩트씨",
    "프로": "그젝모필세야토", "달": "러", "유로": "파", "불": "법구가만신편", "동화": "책", "시": "스", "초": "과", "일": "부본반정", "월": "급", "년": "차",
}  # fmt: skip

# Apart from the number, syllables that would pass for a particle make these another word: 540억 부과, 12 회의, 300 정도.
NOT_APART = {"부": "과", "회": "의", "동": "의", "정": "도", "통": "과", "발": "의", "사": "의"}
# A particle or the copula may follow a counter of one syllable; anything else makes it part of another word.
TAIL = re.compile(
    r"(?![가-힣])"
    r"|(?:이(?:[었라지며고자던네냐죠래랍란랄니구군든에기]|요(?![가-힣]))|입니|였|예요|[래랍]|라[더던니네]|인데|인지|넘|남짓|가량|정도|이상|이하|이내|미만|초과|안팎|내외|규모|상당|짜리|어치|수준|선까지|선에"
    r"|에게|에서|에는|에만|에도|까지|부터|보다|밖에|처럼|만큼|조차|마저|마다|으로|씩|당|꼴|쯤|뿐|여|가운데|이나|한테|께|달하|육박|마이너스)"
    r"|(?:[이가은는을를의에도만과와로나인선등중내분들째전후다라란랑요야임별반짜])(?:[은는도의이가을를만에로서써며고다면]|입니다)?(?![가-힣])"
    r"|대(?:[의를가에이로]|까지|에서|로는)?(?![가-힣])|대(?=[래랍였]|예요|입니|인데|라[고는니더]|네요|[고다](?![가-힣]))"
    r"|(?=[0-9영일이삼사오육칠팔구십]{1,6}+[ ]?(?:센트|펜스|전))"
)

# The copula without 이, behind a counter that ends in a vowel: 38개고, 12대면, 5회지만. 5만 주고 and 20 도면 are other words.
_VOWEL_COPULA = re.compile(
    "(?:고|고요|며|면|면서|니|니까|지|지만|죠|다|던데|거든요?|네|네요|잖아|잖아요|구나|군요?|든|든지|자|더라|더니|더라고|던|인가|인가요|일까|일까요|일|여서)(?![가-힣])"
)
_VOWEL_ENDS = frozenset("개대")
# A syllable that begins another word only when it goes on (26대도 - 대도시, 68만 개인데 - 개인정보).
_NO_OTHER_WORD = re.compile("도(?![가-힣])|인(?:데|지|걸|가(?![가-힣])|[ ](?:것|셈|데|줄|점|반면|만큼))|입니")
# After a round number 회의 is the counter: 90만 회의 시도, but 12 회의.
_ROUND = frozenset("십백천만억조여")

KINDS: dict[str, str] = {}
for _kind, _table in (
    ("count", COUNTERS | NOUNS | LATIN), ("dozen", DOZENS), ("percent", PERCENT), ("points", POINTS), ("ratio", MULTIPLES), ("ordinal", ORDINALS),
    ("label", LABELS), ("time", TIMES - {"주"}), ("money", CURRENCIES), ("money", CODES), ("money", SIGNS),
):  # fmt: skip
    KINDS.update(dict.fromkeys(_table, _kind))
_LENGTHS: dict[str, tuple[int, ...]] = {}  # first character -> lengths of the units that begin with it, longest first
for _word in KINDS:
    _LENGTHS[_word[0]] = tuple(sorted({*_LENGTHS.get(_word[0], ()), len(_word)}, reverse=True))

# Counters that a numeral of one syllable touches: 두명, 세건, 백명, 천원, but not 한편, 두통, 세대, 천장, 이유로.
_TOUCH = {
    "native": _words("명 개 건 곳 차례 번째 째 마리 권 살 시간 시 군데 가지 배 번 사람 달 해 켤레 자루 그루 회 장"),
    "unit": _words("명 개 건 곳 원 번째 째 년 불 엔 위 등 차례 마리 가지 달러 유로 위안 파운드 퍼센트 개월"),
    "sino": _words("등 번째 퍼센트 달러 센트"),
    "수": _words("차례 군데 가지 마리 개월"),
}
_ONE_TOUCHES = _words("대 통 구 잔")
# 한 + noun is "a ...": only true counters make it a count.
_ONE_OF = _words(
    "명 개 건 곳 대 장 차례 회 번 마리 권 채 척 편 통 점 쌍 잔 병 군데 가지 줄 칸 방울 번째 켤레 자루 배 달러 시간 달 해 주 살 세트 상자 팀"
)
# 서, 너, 석, 넉, 닷, 엿 go with a few measures only.
_OLD_MEASURES = _words("돈 말 푼 되 냥 섬 자 달 필 홉 발 근")
# Measures that other words begin with: a space keeps them apart from digits (3 되는, 40 등).
_NEVER_APART = _words("되 말 섬 근 관 손 접 모 돈 단 등 도 선 기 항 목 인 무 패 강 심 판 말")
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z/]*|%[pP](?![A-Za-z])|[°℃㎜㎝㎞㎡㎢㎏㎎㎖㎥ℓ]C?")


class Unit(NamedTuple):
    """The unit written after a number."""

    kind: str  # count, dozen, percent, points, ratio, ordinal, label, time, money
    word: str
    end: int


def read_unit(text: str, at: int, lone: str = "") -> Unit | None:
    """The unit that stands at ``at``, or after a space there, or None.

    ``lone`` is "" after digits, "words" after number words, else which one-syllable numeral comes before: native, unit, sino, 수 or 몇.

    >>> read_unit("362명이", 3)
    Unit(kind='count', word='명', end=4)
    """
    start = at
    while start - at < 2 and text[start : start + 1] == " ":
        start += 1
    for length in _LENGTHS.get(text[start : start + 1], ()):
        word = text[start : start + length]
        if len(word) == length and (kind := KINDS.get(word)) and _fits(text, word, kind, at, start, lone):
            return Unit(kind, word, start + length)
    return None


def _fits(text: str, word: str, kind: str, at: int, start: int, lone: str) -> bool:
    """Whether ``word`` is a unit here rather than the beginning of another word."""
    first, end, apart = word[0], start + len(word), start > at
    after = text[end : end + 1]
    if word.isascii() and first.isalpha():
        return _LATIN_RUN.match(text, start).end() == end and not after.isdigit()
    if not "가" <= first <= "힣":
        return True
    if word == "원" and after == "인" and (not apart or text[at - 1] in "만억조천백십"):
        return True  # 100억 원인 사실: a copula, no cause
    if apart and after and after in NOT_APART.get(word, "") and not (word == "회" and text[at - 1] in _ROUND):
        return False
    if (after and after in NOT_BEFORE.get(word, "") and not _NO_OTHER_WORD.match(text, end)) or (
        apart and not lone and word in _NEVER_APART
    ):
        return False
    sure = (len(word) > 1 and kind != "time" and word not in NOUNS) or (word in "명건원곳" and not apart and not lone)
    if not sure and not TAIL.match(text, end) and not (word in _VOWEL_ENDS and _VOWEL_COPULA.match(text, end)):
        return kind == "ordinal" and word == "차" and not apart and not lone
    return not lone or _fits_word(text, word, kind, at, apart, lone)


def _fits_word(text: str, word: str, kind: str, at: int, apart: bool, lone: str) -> bool:
    """Whether number words take this unit."""
    last = text[at - 1]
    if lone in ("words", "몇"):
        return True
    if lone == "native":
        if last in "서너석넉닷엿" and text[at - 2 : at] not in _NATIVE_ONES_OF_TWO:
            return word in _OLD_MEASURES
        if last == "한" and (word not in _ONE_OF or (not apart and word in ("번", "배", "회"))):
            return False
        if not apart and word in _ONE_TOUCHES:
            return last == "한" or (word == "대" and last in "두네")  # 세대, 두통 are other words
        return apart or word in _TOUCH["native"]
    if apart and lone == "sino" and kind == "money":
        return len(word) > 1 and last != "이"  # 이 달러 is "this dollar"
    if apart and lone != "sino":
        return kind in ("count", "ratio", "time", "money", "percent", "ordinal")
    return not apart and word in _TOUCH[lone]


_NATIVE_ONES_OF_TWO = frozenset({"다섯", "여섯"})
