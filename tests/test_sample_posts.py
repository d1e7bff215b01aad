"""The bundled posts: every file keeps the format, and every page gives its post back and nothing of the others."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from nlp.mentions import INCIDENT_TYPES
from scripts.sample import blogspot, news, tistory
from scripts.sample.posts import POSTS, PostError, SamplePost, load_posts, parse_post, read_post
from scripts.sample.shown import Shown, other_posts
from warehouse.copies import sketch
from warehouse.incidents import Report, group_incidents

FILES = sorted(POSTS.glob("*.md"))
GOOD = """+++
site = "news"
title = "솔빛마켓 회원 31만 명 정보 유출"
published = "2026-03-04T09:12:00+09:00"
author = "강하늘 기자"
category = "사건"
incident = "solbit-2026"
relevant = true
type = "data_leak"
org = ["솔빛마켓"]
facts = [["count", "victims", 310000, "31만 명"], ["date", "occurred", "2026-03-02", "지난 2일"]]
marks = [["count", "victims", 280000, "28만 명", "superseded"]]
+++
솔빛마켓은 지난 2일 회원 31만 명의
정보가 유출됐다고 밝혔다. 처음에는 28만 명이라고 했다.

## 규모
| 항목 | 수 |
| 회원 | 31만 명 |
- 이름
- 전화번호
> 죄송합니다.
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_post_keeps_the_format(path):
    assert read_post(path).slug == path.stem  # raises PostError with the file and the fault


def test_a_good_post_is_read_whole():
    post = parse_post(GOOD, "news-solbit-1")
    assert [block.kind for block in post.blocks] == ["paragraph", "heading", "table", "list", "quote"]
    assert (
        post.blocks[0].text
        == "솔빛마켓은 지난 2일 회원 31만 명의 정보가 유출됐다고 밝혔다. 처음에는 28만 명이라고 했다."
    )
    assert post.blocks[2].rows == (("항목", "수"), ("회원", "31만 명"))
    assert post.blocks[3].items == ("이름", "전화번호")
    assert post.facts[0].value == 310_000
    assert post.marked[0].marks == ("superseded",)
    assert post.published.isoformat() == "2026-03-04T09:12:00+09:00"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('site = "news"', 'site = "naver"', "unknown site 'naver'"),
        ("2026-03-04T09:12:00+09:00", "2026-03-04T09:12:00Z", r"must end in \+09:00"),
        ("2026-03-04T09:12:00+09:00", "2026-13-04T09:12:00+09:00", "no ISO time"),
        ("2026-03-04T09:12:00+09:00", "2024-03-04T09:12:00+09:00", "lies outside"),
        ('"31만 명"]', '"32만 명"]', "'32만 명' stands neither in the title nor in the body"),
        ('["솔빛마켓"]', '["솔빛 마켓"]', "'솔빛 마켓' stands neither"),
        ('"victims", 310000', '"victim", 310000', "'victim' in .* is no fact role of count"),
        ('"victims", 310000', '"other_count", 310000', "'other_count' in .* is no fact role"),
        ('["count", "victims", 310000', '["number", "victims", 310000', "unknown kind 'number'"),
        ('310000, "31만', '"310000", "31만', "is no number"),
        ('310000, "31만', '310000.0, "31만', "is no number"),
        ('310000, "31만', 'true, "31만', "is no number"),
        ("2026-03-02", "2026-02-30", "is no ISO date"),
        ("2026-03-02", "2026년 3월", "is no ISO date"),
        ('"data_leak"', '"leak"', "unknown incident type 'leak'"),
        ("relevant = true", "relevant = false", "not relevant has no type"),
        ("relevant = true", 'relevant = "yes"', "'relevant' must be bool"),
        ('"solbit-2026"', '""', "needs the slug of its incident"),
        ('"superseded"', '"old"', "unknown mark 'old'"),
        (', "superseded"', "", "must be .*mark"),
        ('author = "강하늘 기자"\n', "", "'author' is missing"),
        ('author = "강하늘 기자"', 'writer = "강하늘"\nauthor = "강하늘 기자"', "unknown key 'writer'"),
        ("- 이름", "- 이름 😀", "'😀' is not in cp949"),
        ("| 회원 | 31만 명 |", "| 회원 | 31만 명 | 끝 |", "does not have the 2 cells of its header"),
        ("| 회원 | 31만 명 |", "|---|---|", "no line between header and rows"),
        ("| 회원 | 31만 명 |\n", "", "no row below its header"),
        ("## 규모", "### 규모", "markup that the format does not have"),
        ("+++\nsite", "site", "between two '\\+\\+\\+' lines"),
        ("marks = [", "marks = ", "no TOML"),
    ],
)
def test_a_broken_post_is_refused_with_its_name_and_fault(old, new, complaint):
    assert old in GOOD
    with pytest.raises(PostError, match=rf"^news-solbit-1\.md: .*{complaint}"):
        parse_post(GOOD.replace(old, new, 1), "news-solbit-1")


def test_an_empty_body_a_bad_name_bytes_and_a_repeated_title_are_refused(tmp_path):
    with pytest.raises(PostError, match="body is empty"):
        parse_post(GOOD[: GOOD.rindex("+++") + 4], "news-solbit-1")
    with pytest.raises(PostError, match="file name"):
        parse_post(GOOD, "뉴스-1")
    (tmp_path / "a.md").write_bytes(GOOD.encode("cp949"))
    with pytest.raises(PostError, match=r"a\.md: not UTF-8"):
        load_posts(tmp_path)
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    (tmp_path / "b.md").write_text(GOOD, "utf-8")
    with pytest.raises(PostError, match=r"b\.md: a\.md already has this title"):
        load_posts(tmp_path)


# --- the collection as a whole


@pytest.fixture(scope="module")
def posts():
    return load_posts()


def test_there_are_enough_posts_incidents_and_hard_negatives(posts):
    assert len(posts) >= 60
    assert len({post.incident for post in posts if post.incident}) >= 15
    assert {post.type for post in posts if post.relevant} == set(INCIDENT_TYPES)
    assert sum(not post.relevant for post in posts) >= 15
    assert min(Counter(post.site for post in posts).values()) >= 15


def test_incidents_spread_over_the_months(posts):
    first = {post.incident: post.published for post in reversed(posts) if post.incident}
    assert len({(day.year, day.month) for day in first.values()}) >= 12


def test_wordings_are_repeated_across_sites(posts):
    """A copy repeats every paragraph of another site's post but the opening."""
    found = [
        (post.slug, other.slug)
        for post in posts
        for other in posts
        if post.site != other.site and len(other.blocks) > 3 and set(other.blocks[1:]) <= set(post.blocks)
    ]
    assert len(found) >= 2


def test_what_the_posts_state_groups_into_the_incidents_they_name(posts):
    """The facts written by hand, without any extraction, are enough to tell the incidents apart."""
    relevant = {post.slug: post for post in posts if post.relevant}
    grouped = group_incidents(report(post) for post in relevant.values())
    found = {frozenset(slug for slug, _ in one.documents) for one in grouped}
    named = {frozenset(s for s, p in relevant.items() if p.incident == post.incident) for post in relevant.values()}
    assert found == named


def report(post: SamplePost) -> Report:
    """What grouping would know of a post whose facts were all read rightly."""
    own = [fact for fact in post.facts if fact.kind != "date" and fact.value >= 10]
    days = [fact.value for fact in post.facts if fact.role == "occurred" and len(fact.value) == 10]
    return Report(
        document_id=post.slug,
        published=post.published.date(),
        incident_type=post.type,
        organisations=post.org,
        occurred=tuple((date.fromisoformat(day), date.fromisoformat(day) + timedelta(days=1)) for day in days),
        figures=frozenset((f.role, "KRW" if f.kind == "money" else "", Decimal(str(f.value))) for f in own),
        follow_up=any(fact.role in {"fine", "compensation", "sanction"} for fact in post.facts),
        sketch=tuple(sketch(post.text)),
    )


def test_the_collection_has_the_cases_it_exists_for(posts):
    marks = Counter(mark.split(":")[0] for post in posts for fact in post.marked for mark in fact.marks)
    assert {"superseded", "negated_or_denied", "hypothetical", "per_unit", "incident"} <= set(marks)
    kinds = Counter(block.kind for post in posts for block in post.blocks)
    assert {"paragraph", "heading", "list", "quote", "table"} <= set(kinds)
    for site in ("tistory", "blogspot", "news"):
        assert any(block.kind == "table" for post in posts if post.site == site for block in post.blocks)
    assert max(Counter(post.incident for post in posts if post.incident).values()) >= 3


# --- what the parser gives back


def rendered() -> list[tuple]:
    """Post, page bytes, address and content type of every post in its own site's template."""
    found = []
    try:
        everything = load_posts()
    except PostError:  # the test of the format names the file
        return []
    for site, module in [("tistory", tistory), ("blogspot", blogspot), ("news", news)]:
        own = [post for post in everything if post.site == site]
        base = f"https://{site}.example"
        shown = Shown(base, tuple(reversed(own)), {post.slug: number for number, post in enumerate(own)})
        for path, post in module.addresses(shown).items():
            reply = module.page(shown, post)
            found.append((post, shown, reply.body, base + path, reply.content_type))
    return found


PAGES = rendered()
BOILERPLATE = [
    *("카테고리의 다른 글", "공유하기", "구독하기", "게시글 관리", "반응형", "728x90", "관련글", "티스토리 뷰", "TAG"),
    *("이 블로그의 인기 게시물", "공유 링크 만들기", "Pinterest", "기타 앱", "라벨", "보관함", "댓글 쓰기", "이전 글"),
    *("ADVERTISEMENT", "관련기사", "무단전재", "기사공유하기", "URL 복사", "글자크기", "기사를 읽어드립니다", "제보는"),
    *("많이 본 뉴스", "기자의 다른기사", "hanbit-security.example", "[한빛보안신문", "02-6000"),
]


def squeezed(text: str) -> str:
    """Text without any white space, for comparing across line breaks."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("post", "shown", "body", "url", "content_type"), PAGES, ids=[page[0].slug for page in PAGES])
def test_parser_gives_back_the_post_and_nothing_else(post, shown, body, url, content_type):
    from crawler.pages import parse_page

    document = parse_page(body, url, content_type)
    assert document.title == post.title
    assert document.url == url
    assert datetime.fromisoformat(document.published) == post.published
    text = squeezed(document.text)
    for block in post.blocks:
        for piece in [block.text, *block.items, *(cell for row in block.rows for cell in row)]:
            assert squeezed(piece) in text
    whole = f"{document.title}\n{document.text}"
    missing = [fact.surface for fact in (*post.facts, *post.marked) if fact.surface not in whole]
    assert not missing
    left = [word for word in BOILERPLATE if word in document.text and word not in post.text]
    assert not left
    strangers = [other.title for other in other_posts(shown, post, len(shown.posts)) if other.title not in post.text]
    assert not [title for title in strangers if squeezed(title) in text]
