"""The Tistory blog "보안 노트": which address shows what, in the markup of the current editor."""

from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

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

NAME = "보안 노트"
PER_PAGE = 8
IN_FEED = 50
#: What every blog of the platform answers; it names no sitemap.
ROBOTS = """User-agent: *
Disallow: /guestbook
Disallow: /m/guestbook
Disallow: /manage
Disallow: /owner
Disallow: /admin
Disallow: /search
Disallow: /m/search

User-agent: bingbot
Crawl-delay: 20
"""
#: Every post carries these tags, so their lists are the whole blog.
TAGS = {"/tag/침해사고": "침해사고", "/tag/보안일기": "보안일기"}
#: No charset in the header, and the <meta> comes 7 kB later: a reader has to look that far.
HTML = "text/html"


def address(shown: Shown, post: SamplePost) -> str:
    """Path of a post."""
    return f"/{post_number(shown, post)}"


def post_number(shown: Shown, post: SamplePost) -> int:
    """Number of a post; drafts and deleted posts leave gaps."""
    running = shown.numbers[post.slug]
    return 101 + running + running // 3


def addresses(shown: Shown) -> dict[str, SamplePost]:
    """Path of every post shown."""
    return {address(shown, post): post for post in shown.posts}


def answer(shown: Shown, path: str, query: dict[str, str]) -> Reply | None:
    """What the blog answers to a GET of ``path`` (already unquoted), None where it has nothing."""
    if path == "/robots.txt":
        return Reply(ROBOTS.encode(), "text/plain; charset=utf-8")
    if path == "/rss":
        return feed(shown)
    if path == "/sitemap.xml":
        return sitemap(shown)
    if path in {"/", "/category"} or path in TAGS:
        return listing(shown, shown.posts, path, TAGS.get(path, "분류 전체보기"), query)
    if path.startswith("/category/"):
        label = path.removeprefix("/category/")
        return listing(shown, tuple(post for post in shown.posts if post.category == label), path, label, query)
    if path == "/guestbook":
        return Reply(render("tistory_guestbook.html", name=NAME).encode(), HTML)
    post = addresses(shown).get(path.removeprefix("/m") if path.startswith("/m/") else path)
    return page(shown, post) if post else None


def body_html(post: SamplePost) -> str:
    """The body as the current editor writes it; header cells are plain cells there."""
    return render("tistory_body.html", post=post)


def page(shown: Shown, post: SamplePost) -> Reply:
    """The page of one post."""
    others = other_posts(shown, post, 5)
    text = render(
        "tistory_post.html",
        name=NAME,
        base=shown.base,
        post=post,
        number=post_number(shown, post),
        url=shown.base + address(shown, post),
        blog_id=6_120_431,
        summary=summary(post, 400),
        published=post.published.isoformat(timespec="seconds"),
        reg_date=post.published.strftime("%Y%m%d%I%M%S"),  # the platform writes a 12-hour clock here
        visible=visible_time(post.published),
        config=config(shown),
        posting=posting(shown, post),
        categories=categories(shown),
        category_url="/category/" + quote(post.category),
        card=others[-1] if others else None,
        tags=[(quote(path), tag) for path, tag in TAGS.items()],
        others=[(other, address(shown, other), shown.numbers[other.slug] % 4) for other in others],
    )
    return Reply(text.encode(), HTML, newest([post, *others]))


def config(shown: Shown) -> dict[str, object]:
    """The settings the platform's script pushes in front of everything else in the head."""
    blog = {"id": 6_120_431, "name": "boan-note", "title": NAME, "isDormancy": False, "status": "open"}
    switches = {f"feature_{number:03}": number % 3 == 0 for number in range(1, 211)}
    return {"TOP_SSL_URL": shown.base, "PREVIEW": False, "ROLE": "guest", "BLOG": blog, "SWITCHES": switches}


def posting(shown: Shown, post: SamplePost) -> dict[str, object]:
    """The JSON-LD of a post, which has no articleBody."""
    url = shown.base + address(shown, post)
    published = post.published.isoformat(timespec="seconds")
    return {
        "@context": "http://schema.org",
        "@type": "BlogPosting",
        "mainEntityOfPage": {"@id": url, "name": None},
        "url": url,
        "headline": post.title,
        "description": summary(post, 400),
        "author": {"@type": "Person", "name": post.author, "logo": None},
        "datePublished": published,
        "dateModified": published,
        "publisher": {"@type": "Organization", "name": "TISTORY"},
    }


def categories(shown: Shown) -> list[tuple[str, str, int]]:
    """Name, path and number of posts of every category."""
    names = sorted({post.category for post in shown.posts})
    return [(name, "/category/" + quote(name), sum(p.category == name for p in shown.posts)) for name in names]


def listing(shown: Shown, posts: tuple[SamplePost, ...], path: str, label: str, query: dict[str, str]) -> Reply:
    """A page of the list of one category, or of all; past the end it is there, but empty."""
    number = number_in(query, "page", 1)
    on_page = page_of(posts, number, PER_PAGE)
    text = render(
        "tistory_list.html",
        name=NAME,
        base=shown.base,
        label=label,
        path=quote(path),
        number=number,
        pages=pages_in(len(posts), PER_PAGE),
        categories=categories(shown),
        config=config(shown),
        items=[(post, address(shown, post), summary(post, 200), f"{post.published:%Y.%m.%d}") for post in on_page],
    )
    return Reply(text.encode(), HTML, newest(shown.posts))


def feed(shown: Shown) -> Reply:
    """The RSS feed with whole bodies, newest first."""
    posts = shown.posts[:IN_FEED]
    items = [
        (post, shown.base + address(shown, post), body_html(post), format_datetime(post.published)) for post in posts
    ]
    text = render("tistory_rss.xml", name=NAME, base=shown.base, built=format_datetime(newest(posts)), items=items)
    return Reply(text.encode(), "text/xml; charset=utf-8", newest(posts))


def sitemap(shown: Shown) -> Reply:
    """The sitemap: one urlset with the lists and every post."""
    lists = [(shown.base + path, newest(shown.posts).isoformat()) for path in ["/", "/category"]]
    posts = [(shown.base + address(shown, post), post.published.isoformat()) for post in shown.posts]
    text = render("sitemap.xml", entries=lists + posts)
    return Reply(text.encode(), "application/xml; charset=utf-8", newest(shown.posts))


def visible_time(when: datetime) -> str:
    """The time as the skin prints it.

    >>> visible_time(datetime(2026, 3, 4, 9, 12))
    '2026. 3. 4. 09:12'
    """
    return f"{when.year}. {when.month}. {when.day}. {when:%H:%M}"
