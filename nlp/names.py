"""Spans of a text that could name an organisation: text and sentences in, candidates in reading order out.

A candidate is a known name, or a word (without its particles) that looks like one: a proper noun, a Latin name, a word that ends
like a company, or what stands right after 업체, 거래소 and the like. Whether it is a victim is decided elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from operator import attrgetter

from nlp.gazetteer import AFTER_NAME, COMPANY_MARK, Known, canonical, known_names
from nlp.tokenizer import Sentence, Token


def words_under(heading: str) -> frozenset[str]:
    """The words of one list of ``data/name_words.txt``."""
    found: set[str] = set()
    inside = False
    for line in (files("nlp") / "data" / "name_words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            inside = line == f"[{heading}]"
        elif inside and not line.startswith("#"):
            found.update(line.split())
    return frozenset(found)


#: Endings of organisation names; what stands before must be a name of its own.
SUFFIXES = words_under("suffixes")
SUFFIX_SIZES = sorted({len(one) for one in SUFFIXES}, reverse=True)
#: Words that make no name of what ends like one: 국내 은행, 온라인 쇼핑몰, 간편결제 카드 ...
GENERIC = words_under("generic")
#: Words that Kiwi may take for proper nouns, or that stand where a name could, but name no organisation.
NOT_NAMES = words_under("not names")
NOT_LATIN = words_under("not latin")
#: Nouns that announce a name: 거래소 빗썸, 쇼핑몰 또바기몰.
DESCRIBED = re.compile(
    r"(?:업체|회사|기업|거래소|플랫폼|쇼핑몰|마켓|운영사|통신사|로펌|법무법인|회계법인|부품사|제조사|게임사|여행사|카드사|보험사|증권사|항공사|금융사|서점|병원|대학|재단|그룹|서비스|사이트|앱|스타트업|"
    r"브랜드|체인|자회사|계열사|모회사|협력사|학원|커뮤니티|포털|결제사|대행사|유통사|제약사|건설사|방산업체|물류사|택배사|프로젝트|브릿지|프로토콜|기관|공기업)\s?[\"'‘“<〈《「『]?$"
)
#: Firms with names of two letters, also the second of two: 로펌 동인과 로고스.
LAW_FIRM = re.compile(r"(?:로펌|법무법인|회계법인|거래소)\s?(?:[가-힣A-Za-z]{2,8}(?:과|와|,|·)\s?)?[\"'‘“]?$")
PERSON = re.compile(
    r"\s?(?:씨|군|양|대표|기자|교수|변호사|사장|회장|부회장|장관|차관|의원|위원장|원장|팀장|이사|부장|과장|연구원|센터장|본부장|실장|특파원|앵커|대통령|총리|청장|국장|소장|박사|최고경영자|CEO|CISO|아나운서|리포터|감독|선수|부대표|총책)(?![가-힣]*(?:소|회의|실))"
)
NOUNS = frozenset({"NNG", "NNP", "SL", "SN", "XR", "XPN", "XSN", "NNB", "NR", "MM", "MAG", "SH"})
TAIL = frozenset({"VCP", "VCN", "XSV", "XSA"})
NOT_WORD = frozenset(
    {
        "SF",
        "SP",
        "SS",
        "SSO",
        "SSC",
        "SE",
        "SO",
        "SW",
        "SB",
        "W_URL",
        "W_EMAIL",
        "W_SERIAL",
        "W_EMOJI",
        "W_HASHTAG",
        "W_MENTION",
        "UN",
    }
)
#: Tags that stand inside a word only where Kiwi has taken an unknown name apart: 다온물류 is 다/MAG 오/VV ㄴ/ETM 물류/NNG.
ODD_INSIDE = frozenset({"VV", "VA", "MAG", "MM", "NP"})
PARTICLE_AHEAD = re.compile(r"[\"'’”』」>]?(?:\([^()]{1,30}\))?(?:은|는|이|가|에|의|도|과|와|을|를|측|,|…|·)")
#: Ends of words for people, things and figures that may follow 업체 or 회사.
COMMON_END = re.compile(
    r"(?:자|원|들|측|사|인|명|곳|등|수|건|위|법|회|관계자|대표|직원|이용자|고객|회원|정보|서버|시스템|계정|노트북|메일|이름|주소|번호|홈페이지|공지|사고|피해|공격|해킹|조사|수사|이야기|"
    r"소|가지|정도|이상|이하|가운데|대부분|전체|일부|모두|뿐|말|일|때|것|점|안|중|후|전|내|외|상|하|적|성|용|별|간|당|씩|쯤|여|째|번|차|층|년|월|시|분|초)$"
)
ROW = re.compile(r"((?:[가-힣A-Za-z]{2,6}·)+)[가-힣A-Za-z]{2,6}?(카드|은행|캐피탈|생명|화재|손보|증권|대학교|대)")
WORD_BEFORE = re.compile("[0-9A-Za-z가-힣]")
WRITTEN = re.compile("[0-9A-Za-z가-힣&.+-]{2,24}")
SHORT_LATIN = 4  # capital letters up to which a Latin word is an abbreviation of anything
LOOSE_ENDS = ("들", "측", "발")


@dataclass(frozen=True, slots=True)
class Name:
    """One span that could name an organisation."""

    start: int
    end: int
    name: str
    kind: str  # a kind of the gazetteer, or "" where unknown
    shape: str  # "known", "suffix", "proper", "latin", "letters", "described", "odd"
    sentence: int


def find_names(text: str, sentences: Sequence[Sentence]) -> list[Name]:
    """Candidates in reading order, without overlap; a word seen once as a name counts as one wherever it stands."""
    taken: dict[int, Name] = {}
    covered: set[int] = set()
    at = 0
    spans = list(known_names(text))
    spans = sorted([*spans, *shared_endings(text)], key=lambda span: span[0])
    for number, sentence in enumerate(sentences):
        while at < len(spans) and spans[at][0] < sentence.end:
            start, end, entry = spans[at]
            at += 1
            if start >= sentence.start and covered.isdisjoint(range(start, end)):
                taken[start] = Name(start, end, entry.name, entry.kind, "known", number)
                covered.update(range(start, end))
        for name in unknown_names(text, sentence, number):
            follows = (
                name.start - 2 in covered
                and text[name.start - 1] == " "
                and name.shape in ("proper", "latin", "letters")
            )
            if not follows and covered.isdisjoint(range(name.start, name.end)):  # 디올 꾸뛰르 is one name
                taken[name.start] = name
                covered.update(range(name.start, name.end))
    for name in repeated(text, sentences, list(taken.values())):
        if covered.isdisjoint(range(name.start, name.end)):
            taken[name.start] = name
            covered.update(range(name.start, name.end))
    return [taken[start] for start in sorted(taken)]


def shared_endings(text: str) -> Iterator[tuple[int, int, Known]]:
    """Known names that leave their ending to the last of a row: 국민·롯데·농협카드."""
    for row in ROW.finditer(text):
        if not AFTER_NAME.match(text, row.end()):
            continue
        for part in re.finditer(r"[가-힣A-Za-z]{2,6}(?=·)", row[0]):
            entry = canonical(part[0] + row[2])
            if entry:
                yield row.start() + part.start(), row.start() + part.end(), entry


def repeated(text: str, sentences: Sequence[Sentence], names: list[Name]) -> Iterator[Name]:
    """Further places of the unknown names, where the words around split them differently."""
    forms = {text[one.start : one.end]: one for one in names if one.kind == "" and one.end - one.start >= 3}
    for form, first in forms.items():
        end = 0
        while (start := text.find(form, end)) >= 0:
            if start and WORD_BEFORE.match(text, start - 1):
                end = start + 1
                continue
            end = start + len(form)
            if start == first.start or not AFTER_NAME.match(text, end):
                continue
            number = bisect_right(sentences, start, key=attrgetter("start")) - 1
            if number >= 0 and start < sentences[number].end:
                yield Name(start, end, first.name, first.kind, first.shape, number)


def words(sentence: Sentence) -> Iterator[list[Token]]:
    """The tokens of each run that no space and no sign interrupts."""
    run: list[Token] = []
    for token in sentence.tokens:
        if token.start == token.end:
            continue
        if token.tag in NOT_WORD or (run and token.start > run[-1].end):
            if run:
                yield run
            run = []
        if token.tag not in NOT_WORD:
            run.append(token)
    if run:
        yield run


def unknown_names(text: str, sentence: Sentence, number: int) -> Iterator[Name]:
    """Words of a sentence that look like the name of an organisation that is in no list."""
    latin: list[tuple[int, int]] = []
    for word in words(sentence):
        stem = stem_of(word)
        if not stem:
            continue
        start, end = stem[0].start, stem[-1].end
        if text[start:end].endswith("서") and suffix_of(text[start : end - 1]):
            end -= 1  # headlines shorten 에서: 단비보험서 12만 건 샜다
        surface = text[start:end]
        shape = shape_of(text, surface, stem, start, end, sentence)
        if shape == "latin":
            if latin and text[latin[-1][1] : start] == " ":
                latin[-1] = (latin[-1][0], end)
            else:
                latin.append((start, end))
        elif shape:
            mark = COMPANY_MARK.search(text, max(0, start - 5), start)
            entry = canonical(surface)
            yield Name(
                start,
                end,
                entry.name if entry else surface,
                entry.kind if entry else "",
                shape if not mark else "suffix",
                number,
            )
    for start, end in latin:
        short = end - start <= SHORT_LATIN and text[start:end].isupper()
        yield Name(start, end, text[start:end], "", "letters" if short else "latin", number)


def stem_of(word: list[Token]) -> list[Token]:
    """The tokens of a word without particles and endings; empty where no noun is left."""
    end = len(word)
    while end and ends_a_word(word[end - 1]):
        end -= 1
    stem = word[:end]
    if stem and stem[0].tag in {"SN", "NR", "NNB", "NP"}:
        return []
    return stem


def ends_a_word(token: Token) -> bool:
    """Whether a token is a particle, an ending or the like and no part of a name."""
    return token.tag[0] in "JE" or token.tag in TAIL or (token.tag == "XSN" and token.form in LOOSE_ENDS)


def suffix_of(surface: str) -> str:
    """The longest ending of organisation names that a word has with something before it, or ""."""
    return next((tail for size in SUFFIX_SIZES if size < len(surface) and (tail := surface[-size:]) in SUFFIXES), "")


def shape_of(text: str, surface: str, stem: list[Token], start: int, end: int, sentence: Sentence) -> str:
    """What makes a word look like an organisation's name, or "" where nothing does."""
    tags = {token.tag for token in stem}
    if surface in NOT_NAMES or surface.startswith(("해킹", "유출", "개인정보", "랜섬웨어")):
        return ""
    if tags == {"SL"} or (stem[0].tag == "SL" and tags <= {"SL", "SN"}):
        return "latin" if len(surface) > 1 and surface[0].isupper() and surface.casefold() not in NOT_LATIN else ""
    if not WRITTEN.fullmatch(surface) or PERSON.match(text, end):
        return ""
    suffix = suffix_of(surface)
    if suffix:
        head = surface[: -len(suffix)]
        if len(suffix) == 1 and ("NNP" not in tags or len(head) < 2):
            return ""
        made_of_common = all(
            token.form in GENERIC or token.form in NOT_NAMES for token in stem if token.end <= end - len(suffix)
        )
        inside = [token for token in stem if token.end <= end - len(suffix)]
        if head in GENERIC or head in NOT_NAMES or (inside and made_of_common) or len(head) < 2:
            return ""
        return "suffix"
    if tags & {"NNP"} and tags <= NOUNS and all(token.form not in NOT_NAMES for token in stem if token.tag == "NNP"):
        return "proper" if stem[-1].tag != "NNG" or len(stem) == 1 or stem[-1].form not in NOT_NAMES else ""
    if (
        stem[0].tag == "SL"
        and tags <= {"SL", "SN", "NNG"}
        and stem[0].form.isupper()
        and stem[0].form.casefold() not in NOT_LATIN
    ):
        return "proper"  # SK컴즈: letters and a word
    before = text[max(sentence.start, start - 14) : start]
    if not PARTICLE_AHEAD.match(text, end) or stem[-1].tag not in {"NNG", "NNP", "SL", "XSN"} or surface in GENERIC:
        return ""
    if LAW_FIRM.search(before):
        return "described"
    if COMMON_END.search(surface) or all(token.form in NOT_NAMES or token.form in GENERIC for token in stem):
        return ""
    if DESCRIBED.search(before) and (len(surface) > 2 or before.endswith(("'", '"', "‘", "“"))):
        return "described"
    inside = {token.tag for token in stem[:-1]}
    return "odd" if inside & ODD_INSIDE and len(surface) > 3 and not inside & {"XSV", "XSA", "VX", "EC", "EP"} else ""
