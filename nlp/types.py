"""What kind of incident a document tells of: title, text and sentences in, a type and its probability out.

A stated rule baseline. Cues of every type are counted, more where they stand early, and the kind that marks the case first in the order
of ``CUES`` weighs more: a ransomware case that also leaked data is ransomware.
"""

import re
from collections.abc import Mapping, Sequence
from math import exp

from nlp.tokenizer import Sentence

TITLE, LEAD, REST = 2.5, 1.6, 1.0  # what a cue counts in the title, in the first two sentences, further down
LEAD_SENTENCES = 2
MOST = 4.0  # what one cue can add up to in a document, in units of its weight
SHARPNESS = 1.2  # from a difference of scores to a probability; the mean is then near the share of right answers
STAFF = r"(?:직원|임직원|임원|퇴직자|퇴사자|내부자|공무원|설계사|상담원|연구원|개발자|간부|직원들|엔지니어|아르바이트생|알바생|교직원|교사|경찰관|은행원|계약직|간호사|조종사|기술자|팀장|부장|협력사 인력)"
COIN = r"(?:비트코인|이더리움|가상 ?자산|가상 ?화폐|암호 ?화폐|토큰|코인|리플|솔라나|테더|NFT|스테이블코인|지갑|[0-9만천억] ?[A-Z]{3,6})"
TAKEN = r"(?:탈취|도난|털[렸려린리]|빼돌|빠져 ?나|유출|잃었|잃은|잃고|빼앗|해킹|훔[쳤친쳐]|사라졌|사라진|전송됐|출금됐|도둑맞)"
DATA = r"(?:개인 ?정보|정보|자료|데이터|문서|명단|DB|주민등록번호|이름|연락처|이메일 주소|이메일|계정|기록|사진|성적|이력서|도면|번호|명부|내역)"
LEFT = r"(?:유출|누출|새어|새 나|샜|샌|나갔|나간|나가 |빠져 ?나|털[렸려린리]|탈취|빼냈|빼낸|빼갔|빼돌|노출|도난|가져갔|훔[쳤친쳐]|새는|뿌리|잃었|해킹(?:됐|당))"

#: For each type, in the order in which they mark a case: what a cue weighs, and the cue.
CUES: dict[str, tuple[tuple[float, str], ...]] = {
    "ransomware": (
        (
            3.2,
            r"랜섬웨어(?:에|로|의)? ?(?:공격|감염|해킹|피해를|때문|당|걸|뚫|마비|멈|사고|조직|그룹|침해|으로 (?:보이|추정|멈|인|서버|홈)|로 (?:보이|추정|의심|멈)|서버|\d|협박|이후|이었|였|라고 (?:알|인정)|악성)",
        ),
        (1.0, r"랜섬웨어(?! ?(?:신고|예방|대응|탐지|방지|백신|는 \S+ 이외))"),
        (
            2.4,
            r"(?:서버|파일|자료|시스템|데이터|전산|PC|문서|영상|기록|설비)\S{0,3} ?[^.]{0,22}?(?:암호화(?:됐|돼|되|된|해|하|시)|잠[겼가긴그])|감염 ?서버",
        ),
        (1.6, r"(?:암호|잠금)\S? ?(?:를|을)? ?(?:푸는|풀어|해제)|복호화"),
        (1.6, r"몸값|랜섬(?!웨어)"),
        (2.2, r"협박[^.]{0,60}(?:TB|GB|테라|기가)|(?:TB|GB|테라바이트|기가바이트)[^.]{0,60}(?:협박|요구|비트코인)"),
        (1.2, r"(?:킬린|Qilin|록빗|LockBit|블랙캣|건라|Gunra|클롭|아키라|레빌|다크사이드)"),
    ),
    "insider": (
        (
            3.6,
            rf"{STAFF}\S{{0,3}} (?:[^.]{{0,45}}?)(?:빼돌[렸린려리]|빼낸|빼내|유출했|유출한|유출해|넘긴|넘겼|넘겨|팔았|팔아|무단(?:으로)? ?(?:조회|열람|반출|촬영)|몰래 (?:조회|열람|촬영|내려)|내려받|복사해|들고 나|가져간|손에)",
        ),
        (3.0, rf"{STAFF}(?:의|이|가) [^.]{{0,30}}?(?:USB|개인 (?:메일|이메일))\S{{0,3}} ?(?:담|옮|보|로 )"),
        (
            3.4,
            r"내부자 ?(?:소행|유출|가|에 의한)|직원(?:의)? ?(?:소행|짓)|(?:외주|협력업체|용역|하청|전직|퇴사한|퇴직한|전) ?(?:업체 )?(?:직원|임원|개발자)\S{0,2} (?:손|혼자)",
        ),
        (
            2.6,
            rf"무단(?:으로)? ?(?:조회|열람)[^.]{{0,12}}{STAFF}|(?:팔아넘긴|빼돌린|넘긴)[^.]{{0,25}}{STAFF}|{STAFF}\S{{0,2}},? [^.]{{0,30}}?팔았|{STAFF}\S{{0,2}} (?:징역|구속|고소)",
        ),
        (1.2, rf"(?:전|현|외주|용역업체|협력업체) ?{STAFF}[^.]{{0,40}}(?:구속|입건|기소|고소|고발|해고|징계|징역)"),
    ),
    "crypto_theft": (
        (2.6, rf"{COIN}\S{{0,4}} ?[^.]{{0,40}}?{TAKEN}"),
        (2.2, rf"{TAKEN}\S{{0,4}} ?[^.]{{0,25}}?{COIN}"),
        (
            1.4,
            r"거래소[^.]{0,25}(?:해킹|털|뚫)|핫 ?월렛|콜드 ?월렛|브[릿리]지[^.]{0,20}(?:해킹|공격)|스마트 ?(?:컨트랙트|계약)|디파이",
        ),
        (0.6, r"입출금|상장 ?폐지"),
    ),
    "payment_fraud": (
        (
            2.6,
            r"(?:부정|무단|불법|허위) ?(?:소액 ?)?(?:결제|인출|이체|출금|사용)|소액 ?결제(?:가|를|로|에|,| 피해| 사고| 사건| 해킹|…)|몰래 결제",
        ),
        (
            1.6,
            r"(?:카드|결제|충전|포인트|상품권|페이)\S{0,4} [^.]{0,25}?(?:도용|복제|빠져 ?나|몰래|모르게|승인됐|결제됐|긁)",
        ),
        (1.4, r"펨토셀|불법 ?(?:초소형 ?)?기지국"),
        (1.0, r"본인도 모르게|나도 모르게|모르는 사이|모르는 결제|모르게 (?:이루어진|결제)"),
    ),
    "phishing_smishing": (
        (2.8, r"스미싱|보이스 ?피싱|메신저 ?피싱|몸캠|전화 ?금융 ?사기|로맨스 ?스캠|스캠|파밍|큐싱"),
        (
            2.2,
            r"(?:사칭|가장|빙자|위장|본뜬|흉내)(?:한|해|하며|하고|하는)? ?[^.]{0,30}?(?:문자|전화|메시지|사이트|앱을|링크|메일|광고)",
        ),
        (
            2.2,
            r"(?:문자|메시지|전화|사이트|메일)\S{0,3} [^.]{0,30}?(?:속[아여은였]|가로채|가로챈|편취)|(?:문자|링크|청첩장)\S{0,2} ?(?:를|을)? ?(?:누르|눌렀|눌러)",
        ),
        (
            1.8,
            r"(?:가짜|허위) ?(?:사이트|홈페이지|쇼핑몰|앱|투자|청첩장|예매|로그인|거래처|주소|계좌)|청첩장|부고|피싱 ?(?:사이트|조직|사기|일당|문자|범죄|메시지)|메일이 가짜",
        ),
        (
            1.8,
            r"(?:검찰|경찰|금감원|기관|직원|가족|자녀|은행|거래처|카드)\S{0,3} ?(?:직원|수사관|검사)?\S{0,2} ?(?:을|를|인 것처럼)? ?사칭",
        ),
        (0.9, r"편취|가로챈|수거책|송금책|대포 ?통장|총책"),
    ),
    "account_takeover": (
        (
            3.4,
            r"크리덴셜 ?스터핑|심 ?스와핑|계정(?:이|을|의)? ?(?:도용|탈취|해킹)|무단 ?로그인|도용된 계정|계정을 (?:훔|빼앗|탈취|도용)|무작위 ?(?:대입|로그인)",
        ),
        (
            2.8,
            r"(?:아이디|ID|계정)\S{0,3} ?(?:와|과|·|,)? ?(?:비밀번호|패스워드)\S{0,3} [^.]{0,30}?(?:대입|로그인|입력해|돌려|넣어)",
        ),
        (
            3.0,
            r"(?:알뜰폰|휴대전화|휴대폰|유심)\S{0,3} [^.]{0,25}?(?:개통|몰래 열|열어|부정 ?개통)|무단 ?개통|명의 ?도용|계좌가? 도용|본인 ?인증[^.]{0,15}(?:허점|허술|뚫|우회)",
        ),
        (
            1.8,
            r"(?:유튜브|인스타그램|페이스북|카카오톡|SNS|메신저|채널)\S{0,4} ?[^.]{0,15}?계정[^.]{0,20}?(?:해킹|탈취|빼앗|뺏)|채널[^.]{0,10}(?:해킹|탈취)",
        ),
        (
            1.4,
            r"남의 (?:계정|아이디)|로그인 ?(?:시도|기록)|다른 (?:사이트|곳|데)에서 (?:유출|훔|얻|샌|털)|포인트[^.]{0,25}(?:도둑|사라|훔|빠져)",
        ),
        (2.2, r"주식[^.]{0,30}(?:빼앗|빠져 ?나|탈취|옮)"),
    ),
    "ddos": (
        (2.8, r"디도스|DDoS|서비스 ?거부 ?공격|트래픽 ?공격"),
        (0.8, r"트래픽|좀비 ?PC"),
    ),
    "malware_apt": (
        (
            2.8,
            r"북한[^.]{0,20}(?:소행|해커|해킹|정찰총국|배후|연계)|정찰총국|라자루스|킴수키|김수키|안다리엘|블루노로프|스카크러프트",
        ),
        (
            2.6,
            r"(?:국가|정부|중국|러시아|이란)\S{0,3} ?(?:가|이)? ?(?:배후|후원|지원|연계|뒤)[^.]{0,15}(?:해커|해킹|조직|공격|세력|의심)|(?:중국|러시아|이란)\S{0,4} ?(?:해커|해킹) ?(?:조직|그룹)|배후로",
        ),
        (
            1.8,
            r"APT ?(?:공격|조직|그룹)|지능형 ?지속|사이버 ?(?:첩보|간첩|스파이)|첩보|군사 ?기밀|기밀[^.]{0,15}(?:탈취|유출|빼)|방산 ?기술|공급망 ?공격|타이푼",
        ),
        (
            1.4,
            r"악성 ?코드[^.]{0,20}(?:감염|심|유포)|백도어|워터링 ?홀|스피어 ?피싱|와이퍼|BPF ?도어|감염된? ?(?:PC|경로)|PC \d[^.]{0,12}감염",
        ),
    ),
    "data_leak": (
        (1.7, rf"{DATA}\S{{0,4}} ?[^.]{{0,40}}?{LEFT}"),
        (
            1.7,
            rf"{DATA}[^.]{{0,30}}(?:다크웹|포럼|텔레그램|토렌트)[^.]{{0,20}}(?:팔|올라|올렸|공개|판매)|{DATA}\S{{0,3}} [^.]{{0,14}}(?:판다|팔고|판매)",
        ),
        (1.3, r"유출"),
        (0.9, r"\d ?[만천억]?\S{0,4} ?(?:명|건|개)\S{0,3} [^.]{0,20}?(?:정보|유출|나갔|노출)|과징금"),
        (1.0, r"잘못 (?:보낸|발송|첨부)|검색[^.]{0,12}노출|다크웹|해킹 ?포럼|털렸"),
    ),
    "system_intrusion": (
        (
            1.3,
            r"(?:해킹|침해 ?사고|침입|침투|뚫렸|뚫린|뚫려|무단 ?접속|변조|위변조|디페이스|사이버 ?테러|사이버 ?공격)",
        ),
        (
            1.7,
            r"(?:전산망|전산|시스템|방송|인터넷뱅킹|홈페이지|누리집|서비스|거래|컴퓨터)\S{0,3} ?[^.]{0,20}?(?:마비|멈[췄춰춘]|먹통|중단|막혀|막혔)|삭제 ?(?:명령|피해)|(?:파일|자료)[^.]{0,12}(?:삭제|지워)|첫 ?화면|화면[^.]{0,12}(?:바뀌|변조)",
        ),
        (0.9, r"웹 ?셸|관리자 ?(?:계정|권한)"),
    ),
    "other": (
        (
            3.0,
            r"사실 ?무근|거짓이라|허위 ?(?:사실|주장)|유출(?:은|이) 없었다고 (?:반박|부인)|유출(?:을|설을?|은)? ?부인|(?:주장|의혹|유출설)\S{0,3} ?[^.]{0,25}?(?:부인|반박|일축|사실이 아니)|(?:침해|유출|해킹) ?흔적이 없다고|털리지 않은",
        ),
    ),
}
#: What the cues of a type can add up to; a leak is told in every second sentence, whatever caused it.
CEILING = {"data_leak": 4.6, "system_intrusion": 3.6}
#: What makes the kind that marks a case first win over one that follows from it.
PRECEDENCE = {
    "ransomware": 1.5,
    "insider": 1.4,
    "crypto_theft": 1.3,
    "payment_fraud": 1.2,
    "phishing_smishing": 1.15,
    "account_takeover": 1.15,
    "ddos": 1.1,
    "malware_apt": 1.1,
    "data_leak": 1.0,
    "system_intrusion": 0.8,
    "other": 1.2,
}
COMPILED = {kind: tuple((weight, re.compile(cue)) for weight, cue in cues) for kind, cues in CUES.items()}
#: A sentence that only says what did not happen, what could, or how many cases there are.
VOID = re.compile(
    r"(?:유출|피해|탈취|도난|침해|감염)\S{0,4} ?(?:정황|흔적|사실|피해)?\S{0,2} ?(?:은|는|도|이|가)? ?(?:전혀 |아직 )?(?:없(?:었|다|습|는|으며|고)|되지 않|하지 않|발생하지|발견되지|확인되지)|포함되지 않"
)


def incident_type(title: str, text: str, sentences: Sequence[Sentence]) -> tuple[str, float]:
    """The type (a key of ``INCIDENT_TYPES``) that marks the case first, and its probability; ("other", …) where no cue stands.

    >>> incident_type("가람서점, 랜섬웨어 공격으로 나흘째 먹통", "", [])[0]
    'ransomware'
    """
    return likeliest(type_scores(title, text, sentences))


def likeliest(scores: Mapping[str, float]) -> tuple[str, float]:
    """The type with the highest score and its probability; "other" where no cue was heard."""
    best = max(scores, key=scores.__getitem__)
    if scores[best] <= 0:
        return "other", 0.3
    total = sum(exp(SHARPNESS * (score - scores[best])) for score in scores.values())
    return best, 1 / total


def type_scores(title: str, text: str, sentences: Sequence[Sentence]) -> dict[str, float]:
    """What every type's cues add up to."""
    parts = [(TITLE, title)]
    parts.extend(
        (LEAD if number < LEAD_SENTENCES else REST, text[one.start : one.end]) for number, one in enumerate(sentences)
    )
    scores = {}
    for kind, cues in COMPILED.items():
        total = 0.0
        for weight, cue in cues:
            search = cue.search
            heard = sum([factor for factor, part in parts if search(part) and said(kind, cue, part)])
            total += weight * min(heard, MOST)
        scores[kind] = min(total, CEILING.get(kind, total)) * PRECEDENCE[kind]
    return scores


def said(kind: str, cue: re.Pattern[str], part: str) -> bool:
    """Whether a cue stands in a passage that does not deny it."""
    found = cue.search(part)
    return bool(found) and (kind == "other" or not VOID.search(part, found.start(), found.end() + 24))
