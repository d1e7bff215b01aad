"""What takes a figure back or keeps it from being the incident's own: corrected, denied, supposed, per head, another incident's."""

import re
from collections.abc import Sequence

from nlp.candidates import Candidate
from nlp.context import Context

#: 1인당 7만 원, 건당 300원, 7만 원씩: the amount of one.
PER_UNIT = re.compile(
    r"(?:1인|한 사람|한 명|개인|1명|가구|건|대|개|주|계정|인|서버 한 대|기기 한 대|매장|사람|고객|한 곳)\s?(?:당|마다|에게? 각각)[^\d,.]{0,24}$|(?:한 사람|한 명|1명)에게?\s?$|각각?\s?$|(?:월|매달|매월|연간|하루)\s?$"
)
TOTAL = re.compile(r"(?:모두|총|합쳐|합해|합계|통틀어)\s?(?:약\s?)?$")
EACH = re.compile(r"^\s?(?:씩|짜리)")
#: One person's own case.
ONE_CASE = re.compile(
    r"(?:[A-Z가-힣]{1,3}\s?(?:씨|모\(?\d*\)?씨?)|(?:^|\s)(?:한|어느|어떤) (?:피해자|고객|이용자|남성|여성|가수|주민|회원|가입자)|[2-9]0대\s?[가-힣]{0,6})[은는이가의도]"
)
CULPRITS = re.compile("총책|일당|구속|검거|입건|송치|혐의|조직|체포|피의자")
SUPPOSED = re.compile(
    r"(?:수|가능성이|우려가|수도) 있|수 있(?:다|습니다|어|는|을)|(?:될|할|나올|물릴|이를|낼|넘을|커질|늘어날|받을|달할|들) (?:전망|듯|것으로 (?:보|예상|전망)|수 있)"
    r"|전망(?:이|된|했|하)|예상(?:된|되|했)|추정하면|가정|만약|라면|다면|(?:하|되|나오|넘으|어기|위반하)면\s|까지 (?:부과|물|받|낼|가능|나올)|상한|한도|이내로 정|대상이 된다|도 가능(?:했|하)|(?:과징금|벌금|과태료)[이도]? 가능"
)
DUTY = re.compile(
    r"(?:법|법률|조항|시행령|규정|고시|조례|개정안|제\d+조)[은는이가에의]|(?:해야|하여야|알려야|신고해야|내야|받아야) (?:한|하|할|됩)|의무(?:가|를|는|화)"
)
DENIED = re.compile(
    r"사실(?:이|과|은)?\s?(?:무근|아니|다르|달라)|허위|거짓|사실로 확인되지 않|근거(?:가|는)? 없|부인(?:했|하|한|[….,\"”\s]|$)|가짜|오보|(?:유출|피해)[가-힣 ]{0,12}(?:없었다|없다고|없는 것으로|아니라고|되지 않았)|과장"
)
#: A claim that the next sentence answers: 판매자는 270만 명이라고 했다. 회사는 거짓이라고 했다.
THEIR_CLAIM = re.compile(
    "(?:해커|공격자|판매자|조직|작성자)[^.]{0,40}(?:주장|판다|팔|했다|밝혔|올렸)|훔쳤다[던는고]|빼냈다[던는고]"
)
ANSWER = re.compile(
    r"^[^.]{0,30}(?:회사|업체|측|당국|은행|병원|대학|관계자)?[은는이가도][^.]{0,60}(?:사실무근|사실이 아니|거짓|허위|부인)"
)
CLAIM = re.compile("[다라]는 (?:글|말|이야기)|주장|판다|팔겠|올렸|올린|라는 글|소문|의혹|게시")
#: 처음 40건 … 이제 96건; 82명이라고 했다가 117명으로 고쳤다.
AT_FIRST = re.compile(
    "당초|애초|처음(?:에는|엔| 발표| 집계|에)?|초기|최초|지난번|종전에는|기존|앞서|이전에|초반|1차 (?:발표|조사|집계|신고)|중간"
)
TAKEN_BACK = re.compile(
    r"^[은는이가을를도]?\s?(?:이라고|라고|으로|로|이라|라)?\s?(?:봤|했|밝혔|발표했|알려졌|신고했|집계됐|추정됐|파악됐|알렸|전해졌)[가-힣]{0,4}(?:다가|으나|지만|는데|던)|^에서\s?[^.]{0,30}(?:늘|줄|정정|수정|고[쳤친]|불어|증가|상향|낮)"
)
CORRECTED = re.compile(
    "정정|수정|고[쳤친쳐]|바로잡|늘[었어]|불어[났난]|증가|추가로|더 (?:있|나왔|확인)|최종|재집계|실제(?:로는)?|이제|현재는?|중복(?:을|된)?\\s?(?:빼|뺀|제외|제거)"
)
OTHER_CASE = re.compile(
    r"종전|역대|과거|(?:\d{4}년|지난해|재작년|작년)[^.]{0,24}(?:사고|사태|사건|해킹|유출)\s?(?:이후|뒤|당시|때|에 이어|보다|\()|이후 (?:처음|최대|가장)|(?:사건|사고|사태)(?:과|와) (?:비슷|닮|같)|같은 수법|사례(?:로|가|도|는)|비슷한 (?:사고|사건|일)|앞서 [^.]{0,20}(?:에서도|도 )"
)


EARLIER = re.compile(
    r"(?:첫|첫 번째|지난번|지난해|작년|이전|과거|앞선|예전|1차)\s?(?:의\s)?(?:사고|해킹|유출|공격|침해|사태)"
)


def is_per_unit(candidate: Candidate, context: Context) -> bool:
    """Whether the figure is that of one person, one item or one victim's own case."""
    if candidate.per or PER_UNIT.search(context.before[-30:]) or EACH.match(context.rest):
        return candidate.kind != "date"
    if candidate.kind != "money":
        return False
    whole = context.sentence
    return bool(ONE_CASE.search(context.left)) and not CULPRITS.search(whole)


def is_total(context: Context) -> bool:
    """Whether the figure is called a total, which is never that of one: 1인당 5만 원씩 모두 485만 원."""
    return bool(TOTAL.search(context.left))


def is_hypothetical(candidate: Candidate, context: Context) -> bool:
    """Whether the figure is a threshold, a maximum, a duty or a forecast."""
    if candidate.kind == "date":
        return False
    near = f"{context.before[-30:]} {context.after} {context.rest[:40]}"
    return bool(SUPPOSED.search(near)) or bool(
        DUTY.search(context.sentence) and candidate.bound in ("ge", "gt", "le", "lt")
    )


def is_denied(candidate: Candidate, context: Context) -> bool:
    """Whether the sentence says that the figure is false."""
    if candidate.kind == "date":
        return False
    if DENIED.search(context.rest):
        return bool(CLAIM.search(context.sentence) or DENIED.search(context.after))
    return bool(THEIR_CLAIM.search(context.sentence) and ANSWER.search(context.following))


def corrections(candidates: Sequence[Candidate], around: Sequence[Context]) -> dict[int, int]:
    """For each figure that the same speaker takes back, the position of the one that replaces it."""
    found = {}
    for position, (candidate, context) in enumerate(zip(candidates, around, strict=True)):
        if candidate.kind == "date" or (
            not (takes_back := TAKEN_BACK.match(context.rest)) and not AT_FIRST.search(context.before[-24:])
        ):
            continue
        for at in range(position + 1, min(len(candidates), position + 8)):
            other = candidates[at]
            if around[at].at > context.at + 1:
                break
            alike = (other.kind, other.unit, other.currency) == (candidate.kind, candidate.unit, candidate.currency)
            if not alike or other.value in (None, candidate.value):
                continue
            if takes_back or CORRECTED.search(f"{context.rest} {around[at].sentence}"):
                found[position] = at
            break
    return found


def is_other_case(context: Context) -> bool:
    """Whether the sentence looks back at another incident."""
    return bool(OTHER_CASE.search(context.sentence))


def is_earlier_case(context: Context) -> bool:
    """Whether the head of a table or list names an earlier incident of the same organisation: 첫 번째 사고."""
    return bool(EARLIER.search(f"{context.label} {context.heading}"))
