"""HTML becomes text: paragraphs, lists, tables and their headers; no buttons, adverts or other posts; nothing invisible."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.boilerplate import is_useless, without_boilerplate, without_byline
from crawler.markup import parse_html
from crawler.tables import MAX_COLSPAN, MAX_REPEATED
from crawler.text import MAX_TEXT, Drop, element_text, line_text, tidy


def text(html: str, drop: Drop = Drop()) -> str:  # noqa: B008, a frozen record
    """Text of a page's body."""
    return element_text(parse_html(f"<body>{html}</body>"), drop)


#: name, markup, lines of the text
BLOCKS = [
    ("paragraphs", "<p>가<p>나</p>다", ["가", "", "나", "", "다"]),
    ("line breaks", "<p>가<br>나<br/>다</p>", ["가", "나", "다"]),
    ("two breaks part a paragraph", "가<br><br>나<br>&nbsp;<br>다", ["가", "", "나", "", "다"]),
    ("divs", "<div>가<div>나</div>다</div>", ["가", "", "나", "", "다"]),
    ("words run on over inline markup", "<p>2억<b>4,000</b>만<span> 원</span></p>", ["2억4,000만 원"]),
    ("a word may break without a space", "<p>개인<wbr>정보</p>", ["개인정보"]),
    ("spaces are one", "<p>  가 \n\t 나&nbsp;&nbsp;다  </p>", ["가 나 다"]),
    ("headings and quotes", "<h2>가</h2><blockquote>나</blockquote>", ["가", "", "나"]),
    ("a rule parts", "가<hr>나", ["가", "", "나"]),
    ("terms", "<dl><dt>피해자</dt><dd>3명</dd></dl>", ["피해자", "", "3명"]),
    ("empty paragraphs", "<p></p><p>&nbsp;</p><p>가</p><div> </div>", ["가"]),
    ("nothing", "", [""]),
    # lists
    ("list", "<p>가</p><ul><li>나</li><li>다</li></ul><p>라</p>", ["가", "", "- 나", "- 다", "", "라"]),
    ("list without end tags", "<ol><li>가<li>나<li>다</ol>", ["- 가", "- 나", "- 다"]),
    ("paragraphs in items", "<ul><li><p>가</p></li><li><p>나</p></li></ul>", ["- 가", "- 나"]),
    ("list in a list", "<ul><li>가<ul><li>나</li></ul></li><li>다</li></ul>", ["- 가", "- 나", "- 다"]),
    ("breaks in items", "<ul><li>가<br>나</li></ul>", ["- 가 나"]),
    ("empty items", "<ul><li></li><li>가</li></ul>", ["- 가"]),
    ("two lists", "<ul><li>가</li></ul><ul><li>나</li></ul>", ["- 가", "", "- 나"]),
    # what nobody reads
    ("scripts", "가<script>나</script><style>다</style><noscript>라</noscript><template>마</template>", ["가"]),
    ("comments", "가<!-- 나 -->다<!--[if IE]>라<![endif]-->", ["가다"]),
    ("buttons", "<p>가</p><button>공유하기</button><select><option>나</select><textarea>다</textarea>", ["가"]),
    ("captions and media", "<figure><img alt='나'><figcaption>다</figcaption></figure><iframe>라</iframe><p>가</p>", ["가"]),
    ("drawings", "<svg><text>나</text></svg>가", ["가"]),
    ("code", "<p>가</p><pre><code>rm -rf 3명</code></pre><p>나</p>", ["가", "", "나"]),
    ("a quotation set as code is kept", "<pre>가  나\n다</pre>", ["가 나", "다"]),
    ("code in a sentence", "<p>포트 <code>3389</code>번</p>", ["포트 3389번"]),
    # characters
    ("entities", "<p>&lt;가&gt; &amp; &#45208; &quot;&#x1F600;&quot;</p>", ['<가> & 나 "😀"']),
    ("unknown entities", "<p>가&nosuch;나</p>", ["가&nosuch;나"]),
    ("zero bytes", "<p>가\x00나</p>", ["가나"]),
    ("invisible characters", "<p>가\u200b나\ufeff다\u00ad라\u2060마\u200e바</p>", ["가나다라마바"]),
    ("line separators", "<p>가\u2028나\u0085다</p>", ["가 나 다"]),
    ("hangul fillers are blanks", "<p>\u3164</p><p>가\u3164나</p>", ["가 나"]),
    ("letters of Hangul one by one", "<p>" + unicodedata.normalize("NFD", "피해자 3명") + "</p>", ["피해자 3명"]),
    ("consonants by themselves stay", "<p>ㅋㅋ</p>", ["ㅋㅋ"]),
    ("emoji stay whole", "<p>👩‍💻</p>", ["👩💻"]),
    # broken markup
    ("unclosed", "<div><p><b>가<div>나", ["가", "", "나"]),
    ("misnested", "<b><p>가</b>나</p>다", ["가나", "", "다"]),
    ("stray ends", "</p></div></table></b>가</li></ul>", ["가"]),
    ("a lone less-than", "<p>3 < 5 명</p>", ["3 < 5 명"]),
    ("a page in a page", "<div><p>가</p><html><body><p>나</p></body></html><p>다</p></div>라", ["가", "", "나", "", "다", "", "라"]),
    ("text behind the end", "<p>가</p></BODY ></html>\n<p>나</p>", ["가", "", "나"]),
    # tables
    ("table", "<table><tr><td>가<td>나<tr><td>다<td>라</table>", ["가 | 나", "다 | 라"]),
    ("header row by th", "<table><tr><th>항목<th>건수<tr><td>이름<td>3</table>", ["항목 | 건수", "--- | ---", "이름 | 3"]),
    (
        "header row by thead",
        "<table><thead><tr><td>항목<td>건수</thead><tbody><tr><td>이름<td>3</table>",
        ["항목 | 건수", "--- | ---", "이름 | 3"],
    ),
    ("headers in the first column", "<table><tr><th>이름<td>3<tr><th>주소<td>4</table>", ["이름 | 3", "주소 | 4"]),
    (
        "two header rows",
        "<table><tr><th rowspan=2>날짜<th colspan=2>피해<tr><th>건<th>원<tr><td>1일<td>2<td>300</table>",
        ["날짜 | 피해 | 피해", "날짜 | 건 | 원", "--- | --- | ---", "1일 | 2 | 300"],
    ),
    ("cells merged downwards", "<table><tr><td rowspan=2>가<td>1<tr><td>2</table>", ["가 | 1", "가 | 2"]),
    ("cells merged to the end", "<table><tr><td rowspan=0>가<td>1<tr><td>2<tr><td>3</table>", ["가 | 1", "가 | 2", "가 | 3"]),
    ("cells merged sideways", "<table><tr><td colspan=2>가<td>1<tr><td>a<td>b<td>2</table>", ["가 | 가 | 1", "a | b | 2"]),
    ("a block of merged cells", "<table><tr><td rowspan=2 colspan=2>가<td>1<tr><td>2</table>", ["가 | 가 | 1", "가 | 가 | 2"]),
    ("a line over the whole width", "<table><tr><td colspan=2>단위: 명<tr><td>가<td>1</table>", ["단위: 명", "가 | 1"]),
    ("nonsense in spans", "<table><tr><td colspan='x' rowspan='-3'>가<td colspan='0'>나</table>", ["가 | 나"]),
    ("empty cells keep their place", "<table><tr><td>가<td><td>나<tr><td><td>다<td></table>", ["가 | | 나", "| 다 |"]),
    ("empty rows", "<table><tr><tr><td>가<td>나<tr><td><td></table>", ["가 | 나"]),
    ("blocks in cells", "<table><tr><td><p>가</p><p>나</p><td><ul><li>다<li>라</ul></table>", ["가 나 | - 다 - 라"]),
    ("caption", "<table><caption>피해 현황</caption><tr><td>가<td>1</table>", ["피해 현황", "", "가 | 1"]),
    ("a table that lays out a page", "<table><tr><td><p>가</p><p>나</p></td></tr><tr><td>다</table>", ["가", "", "나", "", "다"]),
    (
        "table in a table",
        "<table><tr><td>가<td>나<table><tr><td>다<td>라</table><tr><td>마<td>바</table>",
        ["가 | 나", "마 | 바", "", "다 | 라"],
    ),
    (
        "table in a layout table",
        "<table><tr><td>가<table><tr><td>다<td>라</table>나</table>",
        ["가", "", "다 | 라", "", "나"],
    ),
    ("text around a table", "가<table><tr><td>나<td>다</table>라", ["가", "", "나 | 다", "", "라"]),
    ("cells outside of a table", "<td>가</td><td>나</td>", ["가", "", "나"]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "lines"), [case[1:] for case in BLOCKS], ids=[case[0] for case in BLOCKS])
def test_text_of_markup(html, lines):
    assert text(html).split("\n") == lines


def test_what_is_to_be_left_out_is_left_out_at_any_depth():
    drop = Drop(
        frozenset(["ad"]), frozenset(["tail"]), ("AD_",), (("data-x", None), ("data-y", "1")), frozenset(["nav"])
    )
    html = (
        "<p>가</p><div class='wide ad'><p>나</p></div><div id=tail>다</div><i id=AD_7>라</i><i data-x>마</i><i data-y=1>바</i>"
        "<nav>사</nav><i data-y=2>아</i><table><tr class=ad><td>자<td>차<tr><td>카<td class=ad>타<td>파</table>"
    )
    assert text(html, drop).split("\n") == ["가", "", "아", "", "카 | 파"]


def test_text_behind_what_is_left_out_stays():
    assert text("가<script>x</script>나<i class=ad>y</i>다", Drop(frozenset(["ad"]))) == "가나다"


def test_line_text_is_one_line():
    assert line_text(parse_html("<h1>가<br>나\n 다</h1>")) == "가 나 다"


def test_merged_cells_add_no_more_than_a_document_may_hold():
    row = '<tr><td colspan="999999999" rowspan="999999999">' + "가" * 100 + "<td>나</tr>"
    got = text("<table>" + row + "<tr><td>다</tr>" * 500 + "</table>")
    assert got.split("\n")[0].count("가" * 100) == MAX_COLSPAN
    assert len(got) < MAX_REPEATED + 20_000
    assert got.count("다") == 500


def test_text_is_cut_at_a_million_characters():
    assert len(text("<p>가나다라마</p>" * 200_000)) == MAX_TEXT


@settings(deadline=None)
@given(st.text(max_size=200))
def test_tidy_text_is_tidy_already(written):
    once = tidy(written)
    assert tidy(once) == once
    assert not re.search(r"[\x00\u200b\ufeff\t\r]|  |\n\n\n|^\s|\s$", once)


# --- lines that are not the post


@pytest.mark.parametrize(
    "line",
    ["티스토리 뷰", "반응형", "728x90", "ADVERTISEMENT", "광고", "공감", "공감 12", "공유하기", "URL 복사", "구독하기", "게시글 관리",
     "더보기", "접기", "공유 링크 만들기", "기타 앱", "기사를 읽어드립니다.", "글자크기 설정",
     "기사의 본문 내용은 이 글자크기로 변경됩니다.", "페이스북(으)로 기사보내기", "by Taboola", "$$ARTICLEAD$$",
     "저작권자 © 가람일보 무단전재 및 재배포 금지", "<저작권자(c) 가람통신, 무단 전재-재배포, AI 학습 및 활용 금지>",
     "ⓒ 가람일보. All rights reserved", "홍길동 기자 hong@garam.example", "[홍길동 기자(hong@garam.example)]",
     "홍길동 기자", "온라인뉴스팀", "hong@garam.example", "☞ 제보는 02-700-1234, 카카오톡 가람일보로"],
)  # fmt: skip
def test_useless_lines_go(line):
    assert is_useless(line)
    assert without_boilerplate(f"가람은 3명이라고 했다.\n{line}\n나") == "가람은 3명이라고 했다.\n나"


@pytest.mark.parametrize(
    "line",
    ["공감한다는 댓글이 300건이었다.", "광고 계정 3만 개가 털렸다.", "저작권 침해 신고는 20건이다.", "구독하기 쉬운 서비스다.",
     "홍길동 기자는 3일 만났다고 했다.", "제보는 모두 12건이었다.", "더보기 단추를 눌러 악성 앱을 깔게 했다.",
     "관련 기사 12건을 모두 지웠다.", "피해자 1,280x 늘어", "메일 주소는 help@garam.example 이다."],
)  # fmt: skip
def test_sentences_with_the_same_words_stay(line):
    assert not is_useless(line)
    assert without_boilerplate(line) == line


@pytest.mark.parametrize(
    "heading",
    ["관련기사", "[관련기사]", "▶ 관련 기사", "관련글", "많이 본 뉴스", "'보안' 카테고리의 다른 글", "이 블로그의 인기 게시물",
     "이 시각 주요뉴스", "홍길동 기자의 다른기사"],
)  # fmt: skip
def test_lists_of_other_posts_go_until_the_next_sentence(heading):
    written = f"가람은 3명이라고 했다.\n\n{heading}\n- 나루은행 950만 명 유출\n산들카드 88만 명\n\n가람은 내일 다시 알리겠다고 했다."
    assert without_boilerplate(written) == "가람은 3명이라고 했다.\n\n가람은 내일 다시 알리겠다고 했다."


@pytest.mark.parametrize(
    "byline",
    ["[가람일보 홍길동 기자] ", "[가람경제=홍길동 기자]", "(서울=가람통신) 홍길동 기자 = ", "(세종=가람통신) 홍길동 임꺽정 기자 = ",
     "(서울·대전=가람통신) 홍길동·임꺽정 기자 =", "【서울=가람】", "[서울=가람]홍길동 기자 = "],
)  # fmt: skip
def test_byline_goes(byline):
    assert without_byline(byline + "경찰은 10일 밝혔다.") == "경찰은 10일 밝혔다."


@pytest.mark.parametrize(
    "start", ["[단독] 경찰은", "(서울) 경찰은", "[긴급] 홍길동 기자가", "경찰은 (서울=가람통신) 홍길동 기자 = "]
)
def test_other_beginnings_stay(start):
    assert without_byline(start) == start
