"""Lines of a post that are not the post: buttons, adverts, copyright, reporters' addresses, lists of other posts.

Most of these go with their element when a page is read; these rules are for what stands in the text itself.
"""

import re

#: Whole lines that say nothing.
USELESS = re.compile(
    r"""(?x)
    티스토리\s?뷰 | 티스토리툴바 | 반응형 | \d{2,4}x\d{2,4} | ADVERTISEMENT | AD | 광고 | by\ Taboola | \$\$ARTICLEAD\$\$
    | 공감(\s?\d+)? | 좋아요\s?\d* | (기사\s?)?공유하기 | URL\s?복사(하기)? | 구독하기 | 게시글\s?관리 | 신고하기 | 이웃추가 | 더보기 | 접기
    | 스크랩 | 인쇄(하기)? | 본문\s?기타\s?기능 | 카카오스토리로\s?공유 | 공유\s?링크\s?만들기 | 기타\s?앱
    | [가-힣A-Za-z]+\(으\)로\s?기사보내기 | 다른\s공유\s찾기 | 기사스크랩하기 | 바로가기\s복사하기
    | 글자크기\s?(설정|변경)?.{0,80} | 기사의\ 본문\ 내용은\ 이\ 글자크기로\ 변경됩니다\.? | (AI가\s)?기사를\s읽어드립니다\.? | Translated\ by.{0,40}
    | Email\ This | BlogThis! | Share\ to\ (Twitter|X|Facebook|Pinterest)
    """
)
#: The owner of the words, and what must not be done with them.
COPYRIGHT = re.compile(
    r"(?i)(?=.{4,200}$)[<\[(]*\s*(?:저작권자|copyright|copyrights|ⓒ|©|\(c\)|무단\s?전재).*"
    r"(?:무단|재배포|금지|reserved|AI\s?학습).*"
)
REPORTER = re.compile(
    r"\[?\s*(?:[가-힣]{2,4}\s?(?:기자|선임기자|수습기자|특파원|논설위원|객원기자|인턴기자)|온라인뉴스팀|디지털뉴스팀)?[\s/=(\[|]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+[\s)\]]*"
)
REPORTER_ONLY = re.compile(
    r"[\[/(=\s]*[가-힣]{2,4}\s?(?:기자|선임기자|수습기자|특파원|인턴기자)[\])\s]*|온라인뉴스팀|디지털뉴스팀"
)
TIP_OFF = re.compile(
    r".{0,20}제보(?:는|를|하기|\s?메일|\s?전화).{0,160}(?:\d{2,4}-\d{3,4}(?:-\d{4})?|@|카카오톡|카톡).{0,80}"
)
#: Headings of lists of other posts; what follows them up to the next whole sentence goes too.
OTHER_POSTS = re.compile(
    r"""(?x)
    ['‘’"“]?.{1,80}?['’‘"”]?\s카테고리의\s다른\s글 | 이\s블로그의\s인기\s게시물 | (?:\[|▶|<|☞|■)?\s?관련\s?(?:기사|글|뉴스)\s?(?:\]|>)?
    | (?:가장\s)?많이\s본\s(?:뉴스|기사) | 이\s시각\s.{1,20} | .{0,12}기자의\s다른\s?기사.{0,10} | 함께\s보면\s좋은\s기사
    """
)
#: A line that was written as part of a text rather than as a headline.
SENTENCE = re.compile(r"(?s).{15,}(?:다|요|죠|까|음|함|됨)[.!?]['\"”’)\]]*$")
#: The paper and the reporter before the first word.
BYLINES = [
    re.compile(
        r"\[[^\[\]\n]{1,30}?[=\s][가-힣]{2,4}\s?(?:기자|선임기자|수습기자|특파원|인턴기자|객원기자)[^\[\]\n]{0,12}\]\s*"
    ),
    re.compile(r"\([가-힣·]{2,12}=[^()\n]{2,14}\)\s*[가-힣·,]{2}[가-힣·, ]{0,28}기자\s*=\s*"),
    re.compile(r"[\[【][가-힣·]{2,12}=[^\[\]【】\n]{2,14}[\]】]\s*(?:[가-힣·,]{2}[가-힣·, ]{0,28}기자\s*=\s*)?"),
]


def is_useless(line: str) -> bool:
    """Whether a whole line is a button, an advert's label, a copyright or a reporter's address."""
    return any(rule.fullmatch(line) for rule in (USELESS, COPYRIGHT, REPORTER, REPORTER_ONLY, TIP_OFF))


def without_boilerplate(text: str) -> str:
    """The text without useless lines and without lists of other posts."""
    kept: list[str] = []
    among_others = False
    for line in text.split("\n"):
        bare = line.strip().removeprefix("- ").strip()
        if not bare:
            kept.append("")
            continue
        if OTHER_POSTS.fullmatch(bare):
            among_others = True
            continue
        if among_others and not SENTENCE.match(bare):
            continue
        among_others = False
        if not is_useless(bare):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def without_byline(text: str) -> str:
    """The text without the paper and reporter that stand before its first word.

    >>> without_byline("[서울=뉴시스]홍길동 기자 = 경찰은 10일 밝혔다.")
    '경찰은 10일 밝혔다.'
    """
    for byline in BYLINES:
        if found := byline.match(text):
            return text[found.end() :]
    return text
