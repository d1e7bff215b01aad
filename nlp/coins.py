"""Which coin a number with 개 counts, by the words around it. The text and the number's place come in, its code or None goes out."""

import re

from nlp.currencies import COIN_CODES, COINS

_OF_COIN = re.compile(rf"의?[ ]?({'|'.join(sorted(COINS, key=len, reverse=True))})")
_OF_SOME_COIN = re.compile("의?[ ]?(?:코인|가상자산|가상화폐|암호화폐|토큰)")
_ANY_COIN = re.compile(
    "|".join([*sorted(COINS, key=len, reverse=True), rf"(?<![A-Za-z])(?:{'|'.join(sorted(COIN_CODES))})(?![A-Za-z])"])
)
# 솔라나가 3만8천 개: the coin is the noun that is counted, unless another noun stands behind 개 (비트코인을 12개 지갑에).
_COIN_NOUNS = sorted(set(COINS) - {"아이콘", "메이커", "코스모스", "대시", "네오", "넴"}, key=len, reverse=True)
_COIN_SUBJECT = re.compile(
    rf"(?<![가-힣])({'|'.join(_COIN_NOUNS)})(?:[이가은는을를도]|만|[ ]수량[은이])[ ](?:약|총|모두|무려|최소|최대|각각)?[ ]?$"
)
_OF_OTHERS = re.compile(
    "당|에[ ](?:약[ ])?[0-9]|의?[ ]?(?:지갑|거래소|주소|계정|계좌|업체|기업|기관|회사|국가|나라|블록|종|서비스|네트워크|프로젝트|체인|은행|코인|토큰|시장|노드|월|년|국|사(?![가-힣]))"
)
# 비트코인을 요구했고 그 수는 모두 20개: a verb with no other noun, and the words of a total.
_SS = "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 20)
_TOTAL_WORDS = r"(?:그[ ]?(?:수|양|수량|개수|물량|규모)[은는이가][ ](?:모두[ ]|총[ ]|약[ ])?|(?:모두|총|전부|합쳐|다[ ]합쳐)[ ](?:약[ ])?)"
_TOTAL = re.compile(f"{_TOTAL_WORDS}$")
_COIN_TOLD = re.compile(
    rf"(?<![가-힣])({'|'.join(_COIN_NOUNS)})(?:[이가은는을를도])[ ](?:[가-힣]{{1,5}}(?:으로|로)[ ])?[가-힣]{{0,5}}[{_SS}](?:고|으며|는데|지만),?[ ]{_TOTAL_WORDS}$"
)
_COIN_LOOK = 300  # characters in which the coin must have been named


def coin_counted(text: str, start: int, end: int) -> tuple[str, tuple[str, ...]] | None:
    """The coin, with the flags of the amount, that a number ending in 개 counts: 865만 개의 위믹스, 위믹스가 865만 개; None for other things.

    Of 865만 개의 코인 it is the one named last before, flagged inferred.
    """
    subject = _COIN_SUBJECT.search(text, max(0, start - 20), start)
    if subject and not _OF_OTHERS.match(text, end):
        return COINS[subject[1]], ()
    told = _TOTAL.search(text, max(0, start - 14), start) and _COIN_TOLD.search(text, max(0, start - 45), start)
    if told and not _OF_OTHERS.match(text, end):
        return COINS[told[1]], ()
    if coin := _OF_COIN.match(text, end):
        return COINS[coin[1]], ()
    if not _OF_SOME_COIN.match(text, end):
        return None
    named = _ANY_COIN.findall(text, max(0, start - _COIN_LOOK), start)
    return (COINS.get(named[-1]) or named[-1], ("inferred",)) if named else None
