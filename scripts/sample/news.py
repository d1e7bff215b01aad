"""The news site "한빛보안신문": which address shows what, in the markup of the shared CMS and written in EUC-KR (as cp949)."""

from datetime import datetime

from scripts.sample.posts import SamplePost
from scripts.sample.shown import (
    Reply,
    Shown,
    newest,
    number_in,
    other_posts,
    page_of,
    pages_in,
    render,
    summary,
)

NAME = "한빛보안신문"
PER_PAGE = 10
IN_FEED = 50
HTML = "text/html; charset=euc-kr"
XML = "text/xml; charset=euc-kr"
ROBOTS = """User-agent: *
Disallow: /member/
Disallow: /bbs/
Allow: /
"""


def article_number(shown: Shown, post: SamplePost) -> int:
    """The ``idxno`` of an article: it rises with time, with the gaps other articles leave."""
    running = shown.numbers[post.slug]
    return 48_211 + 7 * running + running * running % 5


def address(shown: Shown, post: SamplePost) -> str:
    """Path and query of an article."""
    return f"/news/articleView.html?idxno={article_number(shown, post)}"


def addresses(shown: Shown) -> dict[str, SamplePost]:
    """Path and query of every article shown."""
    return {address(shown, post): post for post in shown.posts}


def answer(shown: Shown, path: str, query: dict[str, str]) -> Reply | None:
    """What the site answers to a GET of ``path``, None where it has nothing."""
    if path == "/robots.txt":
        return Reply(f"{ROBOTS}\nSitemap: {shown.base}/sitemap.xml\n".encode(), "text/plain")
    if path == "/sitemap.xml":
        entries = [(shown.base + address(shown, post), post.published.isoformat()) for post in shown.posts]
        return Reply(render("sitemap.xml", entries=entries).encode(), "text/xml; charset=utf-8", newest(shown.posts))
    if path in {"/", "/news/articleList.html"}:
        return listing(shown, query)
    if path == "/rss/allArticle.xml":
        return feed(shown, list(shown.posts[:IN_FEED]), "전체기사")
    if path == "/rss/clickTop.xml":
        return feed(shown, most_read(shown, 10), "인기기사")
    if path == "/news/articleView.html":
        post = addresses(shown).get(f"{path}?idxno={query.get('idxno')}")
        return page(shown, post) if post else None
    return None


def most_read(shown: Shown, count: int) -> list[SamplePost]:
    """The articles most read, which are not the newest: headlines with a figure draw readers, long ones more."""
    return sorted(shown.posts, key=lambda p: (not any(c.isdigit() for c in p.title), -len(p.title), p.slug))[:count]


def minute(when: datetime) -> str:
    """The time as the site prints it: ``2026.03.04 09:12``."""
    return f"{when:%Y.%m.%d %H:%M}"


def mail(post: SamplePost) -> str:
    """Mail address of the reporter, on a host that cannot exist."""
    return f"desk{sum(map(ord, post.author)) % 90 + 10}@hanbit-security.example"


def encode(text: str) -> bytes:
    """Bytes of a page; only what posts.py has checked gets here."""
    return text.encode("cp949")


def page(shown: Shown, post: SamplePost) -> Reply:
    """The page of one article."""
    related = other_posts(shown, post, 3)
    popular = [one for one in most_read(shown, 6) if one.slug != post.slug][:5]
    text = render(
        "news_article.html",
        name=NAME,
        base=shown.base,
        post=post,
        url=shown.base + address(shown, post),
        number=article_number(shown, post),
        description=summary(post, 150),
        published=post.published.isoformat(timespec="seconds"),
        visible=minute(post.published),
        mail=mail(post),
        headings=[block.text for block in post.blocks if block.kind == "heading"],
        related=[(one, address(shown, one)) for one in related],
        popular=[(one, address(shown, one)) for one in popular],
    )
    return Reply(encode(text), HTML, newest([post, *related, *popular]))


def listing(shown: Shown, query: dict[str, str]) -> Reply:
    """A page of the list of all articles; past the end the site shows its last page again, with status 200."""
    pages = pages_in(len(shown.posts), PER_PAGE)
    number = min(max(1, number_in(query, "page", 1)), pages)
    items = [
        (post, address(shown, post), summary(post, 120), minute(post.published))
        for post in page_of(shown.posts, number, PER_PAGE)
    ]
    total = len(shown.posts)
    text = render("news_list.html", name=NAME, base=shown.base, items=items, number=number, pages=pages, total=total)
    return Reply(encode(text), HTML, newest(shown.posts))


def feed(shown: Shown, posts: list[SamplePost], label: str) -> Reply:
    """A feed of the older kind: no zone in its times, which are Korean."""
    items = [
        (post, shown.base + address(shown, post), summary(post, 200), f"{post.published:%Y-%m-%d %H:%M:%S}", mail(post))
        for post in posts
    ]
    text = render("news_rss.xml", name=NAME, base=shown.base, label=label, items=items)
    return Reply(encode(text), XML, newest(shown.posts))
