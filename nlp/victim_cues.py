"""Tables: which words around a name say that its bearer was hit, or that it only stands nearby. Weights are log-odds, set by hand."""

import re
from typing import NamedTuple

#: What a rule looks for in the rest of the sentence. Every pattern begins with a look at the first letter, which keeps the scan fast.
TARGETS = {
    "harm": re.compile(
        r"(?=[공해침뚫털감당빼도탈잃유마먹피새샜빠나랜암개노협부멈늦끊변삭지열속숨잠사무훔악])"
        r"(?:공격을? ?(?:받|당)|공격에 ?(?:당|뚫|노출|걸)|공격으로|해킹(?:을|이)? ?(?:당|됐|되|돼|된|을 ?입)|해킹 ?(?:피해|사실|사고|정황|흔적|공격)|해킹으로|침입 ?흔적|침입한 흔적|뚫[렸려린리]|털[렸려린리]|"
        r"감염(?:됐|돼|되|된)|감염으로|당했|당한|당해|빼앗[겼긴겨]|빼돌|도난당|탈취|잃었|잃은|유출|누출|마비|먹통|침해(?:를|당| ?사고)|피해를? ?(?:봤|입|보)|피해가 (?:발생|났)|새어 ?나|새 나|샜|샌 |빠져 ?나|나갔|나간 |나가 |랜섬웨어|"
        r"암호화(?:됐|돼|된)|개인정보를? ?(?:유출|노출)|노출(?:됐|돼|된|되)|협박(?:을|받)|부정 ?결제|도난|도용|도둑맞|멈[췄춘춰]|늦어지|끊[겼겨긴]|변조|삭제(?:됐|돼|된)|지워|열람|속[아았은]|숨어|잠[겼긴겨기]|사라졌|"
        r"무단(?:으로)? |무단 ?(?:결제|인출|조회|로그인)|훔[쳐친쳤]|악성 ?코드[가를]? ?(?:감염|심|발견|설치))"
    ),
    "incident": re.compile(
        r"(?=[해유랜침사디개고회정부무소계전먹탈도크악보])"
        r"(?:해킹|유출|랜섬웨어|침해 ?사고|침입|사이버 ?(?:공격|테러)|디도스|개인정보|고객 ?정보|회원 ?정보|정보 ?유출|부정 ?결제|무단 ?(?:소액 ?)?결제|소액 ?결제|부정 ?(?:인출|사용)|계정 ?도용|계정 ?탈취|전산망|전산 ?마비|먹통|탈취|도난|사고|사태|"
        r"크리덴셜|악성 ?코드)(?! ?(?:조직|그룹|단체|메일|방지|예방|대응|보안|보호|점검|신고|처리|분석|탐지|상담|센터))"
    ),
    "customers": re.compile(
        r"(?=[고회이가환임직학구투예주홈서누웹사앱전내시데D백지핫계클개정자거인협대영창업진송배화채장충포유설카보문도])"
        r"(?:고객|회원|이용자|가입자|환자|임직원|직원|학생|구독자|투자자|예매|예약|주문|홈페이지|서버|누리집|웹사이트|사이트|앱|전산망|내부망|내부 ?자료|시스템|데이터베이스|데이터|DB|백업 ?서버|지갑|핫월렛|계정|클라우드|개인정보|정보|자료|"
        r"서비스|거래|전산|인트라넷|협력 ?업체|자회사|대리점|영업점|창구|인터넷뱅킹|업무|학사|진료|송장|배송|화면|채널|장비|충전|포인트|유튜브|설계|카드|지점|보안|문서|도면|내부 ?문서)"
    ),
    "fine": re.compile(r"(?=[과벌])(?:과징금|과태료|벌금)"),
    "admits": re.compile(
        r"(?=[사유침해공랜정피])(?:사과|사실무근|사실이 아니|(?:유출|침해|해킹|공격|랜섬웨어|정황|피해).{0,24}?(?:밝혔|밝힌|알렸|알린|공지|인정|시인|통지|신고|확인|부인|전했|설명))"
    ),
    "hides": re.compile(
        r"(?=[신뒤늑은돼되알숨고])(?:신고했|신고하|뒤늦|늑장|은폐|돼서야|되어서야|알고도|숨[겼긴]|고개를 숙)"
    ),
    "responds": re.compile(
        r"(?=[보복재환배공통발정인파])(?:보상|복구|재개|환불|배상|공지|통지|발표했|정정했|인지했|파악했)"
    ),
    "attack": re.compile(r"(?=[공해노겨협침턴털])(?:공격|해킹|노[린려리렸]|겨냥|협박|침투|침입|턴 |털어|털었)"),
    "analyst": re.compile(
        r"(?=[분지경조진추공보발포탐전집])(?:분석했|분석한|분석하|지적|경고|조언|진단|추적|보고서|발견했|포착|탐지했|전망|집계)"
    ),
    "office": re.compile(
        r"(?=[부의적검구송선기압심])(?:부과|의결|적발|검거|구속|송치|선고|기소|압수수색|심의)(?!.{0,4}받)"
    ),
    "new thing": re.compile(r"(?=[출선개투수채])(?:출시|선보|개최|투자 유치|수상|채용)"),
}
SUBJECT = r"(?: ?측| ?그룹| ?재단| ?본부)?(?:은|는|이|가|도|마저|까지|께서)(?= |,|\"|“)"


class Rule(NamedTuple):
    """Words right after a name, and how far behind them a target may stand."""

    label: str
    weight: float
    link: re.Pattern[str]
    target: str = ""  # "" where the link says it all
    reach: int = 0  # letters between the end of the link and the target
    cut: bool = False  # a later name with a particle of its own ends the reach: 가람은 솔빛이 해킹당했다고 밝혔다


def rule(label: str, weight: float, link: str, target: str = "", reach: int = 0, cut: bool = False) -> Rule:
    """A rule from its written form."""
    return Rule(label, weight, re.compile(link), target, reach, cut)


AFTER = (
    rule("suffers", 2.2, SUBJECT, "harm", 60, cut=True),
    rule(
        "hit itself",
        1.8,
        rf"{SUBJECT} (?:\S{{1,8}} ){{0,3}}?\S{{0,6}}(?:공격을? ?(?:받|당)|해킹(?:을|이)? ?(?:당|됐|되|돼|된)|뚫|털|감염|도난당|탈취당|랜섬웨어에|빼앗|잃)",
    ),
    rule(
        "its own site",
        3.8,
        r"(?:의)? ?(?:공식 )?(?:홈페이지|누리집|전산망|내부망|서버|메일|계정|홈피)\S{0,2} ",
        "harm",
        30,
    ),
    rule("incident noun", 1.9, r"(?:의| ?측| ?발)?,? ", "incident", 10),
    rule("headline", 1.6, r"(?:,|…|\.\.\.| -|:)\s?", "harm", 40, cut=True),
    rule("headline", 1.6, r"(?:,|…|\.\.\.| -|:)\s?", "incident", 40, cut=True),
    rule("headline", 1.6, r"(?:,|…|\.\.\.| -|:)\s?", "fine", 40),
    rule("place of loss", 1.5, r"(?:에서|에서는|에서도|서|에|의)\s", "harm", 45, cut=True),
    rule("place of loss", 1.5, r"(?:에서|에서는|에서도|서|의)\s", "incident", 45, cut=True),
    rule("its customers", 1.6, r"(?:의|과|와|도)?,? ?", "customers", 9),
    rule("fined", 2.2, rf"(?:에|에게|에는|에도|{SUBJECT})\s?", "fine", 50),
    rule("fined in a series", 1.8, r"(?:에|은|는|이|가|:)? ?(?:각각 )?(?:과징금|과태료)(?: ?(?:총 )?\d|$|…|\.\.)"),
    rule("attacked", 2.2, r"(?:을|를)\s", "attack", 14),
    rule("entered", 1.5, r"(?:에|에게|에도)\s", "attack", 16),
    rule("admits", 1.4, SUBJECT, "admits", 60, cut=True),
    rule("hides", 1.3, SUBJECT, "hides", 60, cut=True),
    rule("responds", 0.8, SUBJECT, "responds", 60, cut=True),
    rule("among the hit", 1.7, r" ?등 ", "harm", 25),
    rule("among the hit", 1.7, r" ?등 .{0,25}?피해"),
    rule(
        "amount",
        1.8,
        r"(?:은|는|이|가|에서)?\s?:?\s?(?:약 |총 |각각 |각 )?[\d.,]+ ?[만억천조]?.{0,8}?(?:명|건|원|개|BTC|달러)",
    ),
    rule(
        "not hit",
        -2.5,
        r"(?:은|는|도|의 경우)? ?(?:여기에 |이번 \S{1,6} |명단에 |아직 )?(?:없다|없었|포함되지|제외|무관|안전하다|해당하지|영향(?:이|은) 없|피해(?:가|는) 없)",
    ),
    rule(
        "expert",
        -2.5,
        r"(?: \S{1,12}){0,2} ?(?:연구원|교수|분석가|연구소|센터장|리서처|전문가|애널리스트|변호사|출신|기자|특파원|논설)(?:은|는|이|가|들|의|\)|$| )",
    ),
    rule("analyst", -1.0, SUBJECT, "analyst", 60),
    rule("office", -1.2, SUBJECT, "office", 70),
    rule("byline", -3.5, r"\s?(?:=|제공|캡처|갈무리|특약|\)\s?=)|\s?\S{2,4} 기자"),
    rule("according", -0.8, r"에 ?(?:따르면|의하면)"),
    rule("impersonated", -2.5, r"(?:을|를|인 ?척)?\s?(?:등을 |\S{1,8} ){0,2}(?:사칭|가장한|가장해|빙자|위장)"),
    rule(
        "channel",
        -1.8,
        r"(?:을|를|에|에서|으로|로)?\s(?:통해|통한|올라|올린|올렸|판매|팔|게시|계정으로|메시지|주소로|지갑으로|거래소로|옮)",
    ),
    rule("product", -1.6, r"(?:의)?\s?(?:취약점|제품|솔루션|백신|방화벽|VPN|메일함)"),
    rule("culprit", -3.0, r"(?:의|이|가)? ?(?:소행|배후|연계|조직|일당|해킹 ?조직|해킹 ?그룹|그룹이 (?:공격|자신))"),
    rule(
        "partner", -1.2, r"(?:과|와)\s(?:손잡|협약|협력|제휴|공동|함께|계약|공조|합병)|(?:이|가) (?:맡|개발|인수|후원)"
    ),
    rule("new thing", -1.8, SUBJECT, "new thing", 40),
    rule("staff of another", -0.8, r"(?:의)? ?(?:외주 )?(?:직원|출신|개발자|계약직)(?:의)? ?(?:USB|노트북|컴퓨터|PC)"),
)
#: Searched in what stands before the name in its sentence.
BEFORE = (
    rule(
        "which suffered",
        2.0,
        r"(?:유출|해킹|공격|침해|사고|털|뚫|멈|감염|마비|과징금|과태료|탈취|도난|피해|랜섬웨어|정보|처분|점수|메일|사칭)\S{0,8} ?\S{0,6}(?:한|된|당한|받은|난|빚은|겪은|일으킨|낸|냈던|멈췄던|멈춘|털린|뚫린|입은|잃은|본|걸린|일어난|있었던|당했던|받았던|부른|샌|나간|맞은|"
        r"휩싸인|터진|빼앗긴|어긴|놓친|알린|속은|숨긴|넘긴),? (?:\S{1,10} ){0,4}[\"'‘“]?$",
    ),
    rule("aim", 1.2, r"(?:공격|침투|침입|해킹)\S{0,3} (?:대상|표적)\S{0,4} \S{0,10}$"),
    rule("after another", 0.5, r"(?:에 이어|이어|뿐 아니라|물론)[, ]+$"),
    rule(
        "by way of",
        -2.2,
        r"(?:협력업체|외주업체|위탁업체|용역업체|수탁사|관제업체|보안업체|백신업체|보안 ?기업|보안 ?회사|보안 ?전문 ?기업|신용평가사|언론사|매체|분석업체|수사기관|분석 ?기업)인? ?$",
    ),
)
CALLED_A_FIRM = 0.9
LISTED_BONUS = 1.0  # heads a list item or a section
TITLE_BONUS, REPEAT_BONUS, MOST_REPEATS = 0.9, 0.3, 4
SHARE = (1.0, 0.6, 0.4, 0.3, 0.2)  # how much the best, second best ... kind of evidence counts
TOLD_LITTLE = {0: 2.5, 1: 0.2}  # off where a document holds no word of an incident, or one
#: Log-odds before anything is read, by kind of known name or by what an unknown word looks like.
PRIOR = {
    "company": -1.2,
    "authority": -3.2,
    "agency": -3.4,
    "police": -3.8,
    "court": -3.0,
    "attacker": -9.0,
    "security_firm": -3.2,
    "media": -4.0,
    "channel": -4.4,
    "suffix": -1.5,
    "described": -1.6,
    "proper": -2.2,
    "latin": -2.3,
    "letters": -3.2,
    "odd": -2.3,
}
#: What the name that a document names first and most gains.
SALIENT = {"company": 1.9, "suffix": 1.9, "described": 1.2, "proper": 1.0, "odd": 1.0, "latin": 0.5}
AUTHORITIES = frozenset({"authority", "agency", "police", "court"})
BESIDE = AUTHORITIES | {"channel", "media"}
#: The only evidence that counts for those who stand beside every loss and fine.
DIRECT = frozenset({"hit itself", "its own site", "attacked", "which suffered", "suffers"})
#: A sentence that speaks of what happened to others: 경찰은 서버가 해킹됐다고 밝혔다.
REPORTS = re.compile(r"[다라]고 |다는 |다며 |[가-힣]면서 |따르면|의하면|조사|수사|신고")
CULPRIT_BEFORE = re.compile(
    r"(?:해커|해킹 ?조직|해킹 ?그룹|해커 ?그룹|해커 ?조직|공격 ?조직|공격 ?그룹|랜섬웨어 ?조직|랜섬웨어 ?그룹|랜섬웨어 ?갱단|범죄 ?조직|해킹 ?단체|해커 ?집단|공격자)(?:인|는|은)? ?[\"'‘“]?$"
)
CULPRIT_AFTER = re.compile(
    r"[\"'’”]?(?:라는|이라는|라고 밝힌|라는 이름|로 알려진) ?(?:이름의 )?(?:해커|해킹 ?조직|해킹 ?그룹|해커 ?조직|해커 ?그룹|랜섬웨어 ?(?:조직|그룹|갱단)|공격 ?그룹|이용자가|아이디)"
)
#: Words of incidents; how many stand in a document says whether it may tell of one.
TOLD = re.compile(
    r"(?=[해유털뚫침공피스탈도과랜감마먹빼훔무다악디사불팔넘테전삭지협가취붙검구노부소몰새빠])(?:해킹|해커|유출|털[렸려린리]|뚫[렸려린리]|침해|침입|침투|공격|피싱|스미싱|탈취|도난|도용|과징금|랜섬웨어|감염|마비|먹통|빼돌|빼낸|빼냈|빼내|훔[쳐친쳤]|무단|다크웹|악성|디도스|사칭|불법|팔아|넘긴|테러|전산망|삭제 ?명령|지워|협박|가짜|취약점|붙잡|검거|구속|노출[됐돼된]|부정 ?(?:사용|결제|인출)|소액 ?결제|몰래|빠져 ?나[갔간가]|새어 ?나)"
)
