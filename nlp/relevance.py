"""Whether a document tells of a concrete security incident: title, text and sentences in, a probability out.

A stated rule baseline: a logistic score over the features below, most of them counts of cues with a ceiling. The weights were set by hand
and then fitted (gradient descent on log loss, pulled towards the hand-set values) to the invented sample posts and the invented
documents of ``tests/cases/documents.tsv``; features that fell to zero were dropped.
"""

import re
from collections.abc import Sequence
from math import exp, log1p
from typing import NamedTuple

from nlp.mentions import Organisation
from nlp.organisations import organisations
from nlp.tokenizer import Sentence, read_sentences


class Feature(NamedTuple):
    """Cues that are counted, up to ``most`` sentences, and what each says for or against (log-odds)."""

    name: str
    weight: float
    most: int
    cue: str


LOST = (
    r"(?:유출|누출|도난|탈취|해킹|도용|감염|노출|암호화)(?:됐|됐던|되었|되어|돼|된|당했|당한|당해|시켰)|(?:해킹|공격|침해|도난|탈취)(?:을|를)? ?(?:당했|당한|당해|당하)|공격(?:을|받)? ?(?:받았|받은|받아|았|은)|"
    r"털렸|털린|털려|뚫렸|뚫린|뚫려|새어 ?나갔|새 나갔|빠져나갔|빠져나간|빠져나가|나갔다|나갔고|샜다|샜습|빼돌린|빼돌렸|빼냈|빼낸|빼내|훔쳐|훔친|가로챈|가로챘|잃었|빼앗겼|빼앗긴|멈췄|멈춘|걸렸|걸려|유출한|유출했|유출해|잠겼|잠긴|도둑맞|팔아넘|넘긴|지워졌|바뀌었|훔쳤|사라졌|당했|도용|마비|먹통"
)
FEATURES = (
    Feature("told loss", 0.75, 3, LOST),
    Feature(
        "how many",
        0.8,
        2,
        r"\d ?[만천억]*\S{0,3} ?(?:여 ?)?(?:명|건|개|대|계정)\S{0,4} [^.]{0,40}?(?:유출|나갔|나가|노출|감염|암호화|빠져|새|훔|털|탈취|해킹)|(?:유출|해킹|탈취|감염)\S{0,6} [^.]{0,30}?\d ?[만천억]*\S{0,3} ?(?:여 ?)?(?:명|건|개|대)",
    ),
    Feature(
        "how much",
        0.8,
        2,
        r"\d ?[만천억]+\S{0,6} ?(?:원|달러|개|BTC)\S{0,5} ?[^.]{0,40}?(?:탈취|도난|털|빼돌|가로챈|빠져|잃|훔|피해|결제)|(?:탈취|도난|털|빼돌|가로챈|피해액)[^.]{0,30}\d ?[만천억]+\S{0,6} ?(?:원|달러|개)",
    ),
    Feature(
        "sanction",
        1.1,
        2,
        r"(?:과징금|과태료)[^.]{0,40}?(?:부과했|부과하기로|부과됐|부과한다|의결했|의결하|받았|물렸|물게|처분|냈다|정했)|\d\S{0,6} ?원의? (?:과징금|과태료)",
    ),
    Feature(
        "arrest",
        1.05,
        2,
        r"(?:해킹|해커|피싱|스미싱|스캠|악성|유출|개인정보|계정|도용|명의|사이버|사칭|디도스)[^.]{0,90}(?:검거|구속|송치|붙잡|입건|기소|체포|송환)|(?:검거|구속|송치|붙잡|입건|기소|체포|송환)[^.]{0,60}(?:해킹|해커|피싱|스미싱|빼돌린|사이버)",
    ),
    Feature(
        "admitted",
        0.55,
        2,
        r"(?:유출|해킹|침해|공격|랜섬웨어|탈취|부정 ?결제|소액 ?결제|피해)[^.]{0,60}(?:밝혔|밝힌|알렸|공지했|시인|인정|사과|확인됐|확인했|드러났|발표했|신고했|통지)",
    ),
    Feature(
        "denied claim", 1.05, 1, r"(?:해커|유출|해킹)[^.]{0,60}(?:사실무근|사실이 아니|거짓이라|부인했|반박했|일축)"
    ),
    Feature(
        "hacker acts",
        0.95,
        2,
        r"(?:해커|공격자|해킹 ?조직|해킹 ?그룹|범인|일당)\S{0,6}(?:은|는|이|가|들이|들은) [^.]{0,60}(?:요구했|요구한|올렸|올라|들어|침투|침입|빼|훔|협박|심었|옮겼|팔|보냈|공개했)",
    ),
    Feature(
        "deceived",
        1.05,
        2,
        r"(?:사칭|가장한|속[아여은]|피싱|스미싱|스캠|링크|악성 ?앱|문자)[^.]{0,80}(?:\d\S{0,8} ?원|보냈|송금|빠져 ?나|가로챈|잃었|대출)",
    ),
    Feature(
        "advice",
        -0.45,
        3,
        r"하세요|마세요|보세요|십시오|두세요|해야 합니다|해야 해요|하는 (?:법|방법)|수칙|체크리스트|가이드|예방법|꿀팁|[1-5]단계|확인하세요|대처법|순서",
    ),
    Feature(
        "statistics",
        -1.05,
        3,
        r"(?:상반기|하반기|분기|작년|지난해|전년|월별|유형별|연도별)[^.]{0,40}(?:\d건|신고|증가|감소|늘었|줄었|비중)|\d건\(\d|전년 ?(?:동기 ?)?대비|신고(?:는|가|건수)|가장 많|순이다|순으로|비중|평균",
    ),
    Feature(
        "product",
        -0.9,
        3,
        r"출시|솔루션|신제품|탐지율|고객사|라이선스|특허|플랫폼을 선보|서비스를 선보|도입 ?사례|구축 ?사업|인증을 획득|최신 ?기술|AI 기반|제품",
    ),
    Feature(
        "market", -1.05, 2, r"주가|급등|상한가|시가총액|거래를 마쳤|목표 ?주가|관련주|보안주|증시|순매수|테마주|종목"
    ),
    Feature(
        "funds",
        -1.65,
        2,
        r"투자(?:를)? ?유치|시리즈 ?[A-D]|예산(?:을|안|이|은)|편성|인수(?:한다|했|하기로)|지분|기업 ?가치|영업이익|매출 목표|추경",
    ),
    Feature(
        "event",
        -0.9,
        2,
        r"세미나|콘퍼런스|컨퍼런스|경진 ?대회|콘테스트|대회|포럼을|심포지엄|강연|수료|공모전|워크숍|개최|참가자|설명회를 연|모의 ?해킹 ?대회|박람회|축제|시상",
    ),
    Feature(
        "figurative",
        -2.25,
        2,
        r"그로스 ?해킹|성장 ?해킹|라이프 ?해킹|생활 ?해킹|해킹하라|뇌 ?해킹|해킹(?:이라는|이란) 말|파먹기|두뇌 ?해킹|습관 ?해킹|브레인 ?해킹|Growth|'해킹'",
    ),
    Feature(
        "law",
        -0.85,
        3,
        r"개정(?:안|법|된| )|제\d+조|시행령|상한|이하의 (?:벌금|과징금|과태료)|입법|법안|본회의|의무가 있|규정하고|정하고 있|[전체관련]+ ?매출\S*의? ?3%|법정 ?손해배상|조문",
    ),
    Feature(
        "no attack",
        -1.65,
        2,
        r"(?:외부 ?공격|해킹)\S{0,4} ?(?:은|이|는|의)? ?(?:아니|흔적은 없|정황은 없|때문이 아니)|화재|불이 나|정전|단선|인증서 만료|오작동|배터리|설정 오류|업데이트 오류",
    ),
    Feature("fiction", -1.45, 2, r"영화|드라마|소설|전시회|전시장|관객|주인공|배우|웹툰|경기에서|타선|관중"),
    Feature("work", -0.85, 2, r"채용|연봉|면접|자격증|합격|시험|필기|실기|경력|교육생|모집"),
    Feature("bounty", -1.05, 2, r"버그 ?바운티|포상금|취약점 ?신고|제보|화이트 ?해커|CTF"),
    Feature(
        "explains", -0.65, 2, r"(?:이란|란)\?|란 무엇|이란 무엇|개념|정의|종류|특징|장단점|원리|비교해|리뷰|후기|요금"
    ),
    Feature(
        "ordinary crime",
        -1.3,
        2,
        r"횡령|금고|도둑|절도|도박|베란다|음주|폭행|위조지폐|환자 규모|식중독|교통사고|회삿돈",
    ),
    Feature(
        "many cases",
        -0.75,
        2,
        r"이런 (?:협박|사고|공격|사건)은|사고가 (?:늘|잇따|끊이)|늘고 있|증가하고|급증|위협이|중요합니다|필요합니다|주목받",
    ),
)
WEIGHTS = {
    "bias": -1.05,
    "victim": 3.1,
    "second victim": 0.45,
    "victim in title": 1.1,
    "told in title": 0.3,
    "against in title": -1.5,
    "share told": 1.35,
    "no cyber word": -1.4,
}
TITLE_TOLD = re.compile(
    r"해킹|유출|털|뚫|랜섬웨어|과징금|탈취|도난|침해|공격|부정 ?결제|소액 ?결제|피싱|스미싱|디도스|먹통|감염|도용"
)
CYBER = re.compile(
    r"해킹|해커|해쉬|악성|유출|누출|피싱|스미싱|스캠|랜섬|디도스|DDoS|침해|사이버|개인정보|고객 ?정보|회원 ?정보|전산망|삭제 ?(?:명령|피해)|도용|사칭|소액 ?결제|부정 ?(?:결제|사용|인출)|무단|탈취|다크웹|털[렸려린]|뚫[렸려린]|침입|"
    r"펨토셀|크리덴셜|비밀번호|암호화|변조|Hacking|hack|공격|정보가|과징금|노출"
)
COMPILED = tuple((one, re.compile(one.cue)) for one in FEATURES)


def relevance(
    title: str, text: str, sentences: Sequence[Sentence], named: Sequence[Organisation] | None = None
) -> float:
    """Probability that the document tells of at least one concrete incident; ``named`` saves reading the organisations again."""
    if named is None:
        named = organisations(title, read_sentences(title), text, sentences)
    found = features(title, text, sentences, named)
    total = WEIGHTS["bias"] + sum(value * weight_of(name) for name, value in found.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def weight_of(name: str) -> float:
    """Log-odds that one unit of a feature adds."""
    return BY_NAME[name]


BY_NAME = {one.name: one.weight for one in FEATURES} | WEIGHTS


def features(title: str, text: str, sentences: Sequence[Sentence], named: Sequence[Organisation]) -> dict[str, float]:
    """Every feature of a document that is not zero."""
    parts = [title, *(text[one.start : one.end] for one in sentences)]
    found: dict[str, float] = {}
    told = 0
    for feature, cue in COMPILED:
        heard = [bool(cue.search(part)) for part in parts]
        if any(heard):
            found[feature.name] = min(sum(heard), feature.most)
            if feature.weight < 0 and heard[0]:
                found["against in title"] = found.get("against in title", 0) + 1
            if feature.name == "told loss":
                told = sum(heard)
    hit = [one for one in named if one.role == "victim_org"]
    victims = {one.name for one in hit}
    found["victim"] = max((2 * one.confidence - 1 for one in hit), default=0.0)
    found["victim in title"] = float(any(one.zone == "title" for one in hit))
    found["second victim"] = float(len(victims) > 1)
    found["told in title"] = float(bool(TITLE_TOLD.search(title)))
    found["share told"] = log1p(told) / log1p(len(parts))
    found["no cyber word"] = float(not any(CYBER.search(part) for part in parts))
    return {name: value for name, value in found.items() if value}
