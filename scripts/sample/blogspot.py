"""The Blogspot blog "사고 기록장": which address shows what, in the markup of a later theme, with the platform's Pacific times."""

import hashlib
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from scripts.sample.posts import SamplePost
from scripts.sample.shown import Reply, Shown, newest, number_in, other_posts, page_of, render, summary

NAME = "사고 기록장"
BLOG_ID = 4_471_902_286_613_350_921
#: The platform's default time zone; a Korean owner who never set it gets addresses and times of the day before.
PACIFIC = ZoneInfo("America/Los_Angeles")
ON_HOME = 7
#: One answer holds at most so many entries, whatever was asked.
MOST_ENTRIES = 150
HTML = "text/html; charset=UTF-8"


def local(post: SamplePost) -> datetime:
    """Publication time by the blog's own clock."""
    return post.published.astimezone(PACIFIC)


def address(post: SamplePost) -> str:
    """Path of a post: year and month by the blog's own clock."""
    return f"/{local(post):%Y/%m}/{post.slug.removeprefix('blogspot-')}.html"


def post_id(post: SamplePost) -> int:
    """The platform's number of a post."""
    return int.from_bytes(hashlib.blake2b(post.slug.encode(), digest_size=8).digest(), "big") % 10**18 + 10**18


def addresses(shown: Shown) -> dict[str, SamplePost]:
    """Path of every post shown."""
    return {address(post): post for post in shown.posts}


def answer(shown: Shown, path: str, query: dict[str, str]) -> Reply | None:
    """What the blog answers to a GET of ``path`` (already unquoted), None where it has nothing."""
    if path == "/robots.txt":
        rules = "User-agent: Mediapartners-Google\nDisallow: \n\nUser-agent: *\nDisallow: /search\nAllow: /\n"
        return Reply(f"{rules}\nSitemap: {shown.base}/sitemap.xml\n".encode(), "text/plain; charset=utf-8")
    if path == "/feeds/posts/default":
        return feed(shown, shown.posts, query)
    if path in {f"/feeds/{post_id(post)}/comments/default" for post in shown.posts}:
        return feed(shown, (), query)  # nobody has commented yet
    if path == "/sitemap.xml":
        entries = [(shown.base + address(post), local(post).isoformat()) for post in shown.posts]
        text = render("sitemap.xml", entries=entries)
        return Reply(text.encode(), "text/xml; charset=utf-8", newest(shown.posts))
    if path == "/":
        return listing(shown, page_of(shown.posts, 1, ON_HOME), NAME)
    if path == "/search":
        start = number_in(query, "start", 0)
        return listing(shown, list(shown.posts[max(0, start) : max(0, start) + ON_HOME]), NAME)
    if path.startswith("/search/label/"):
        label = path.removeprefix("/search/label/")
        return listing(shown, [post for post in shown.posts if post.category == label], label)
    if path.endswith("/"):
        in_month = [post for post in shown.posts if address(post).startswith(path)]
        return listing(shown, in_month, NAME) if in_month else None
    post = addresses(shown).get(path)
    return page(shown, post) if post else None


def iso(post: SamplePost) -> str:
    """Publication time as the theme writes it, with the blog's own offset."""
    return local(post).isoformat(timespec="seconds")


def korean_day(post: SamplePost) -> str:
    """Publication day as a Korean theme prints it: ``4월 18, 2023``."""
    when = local(post)
    return f"{when.month}월 {when.day:02}, {when.year}"


def shared(shown: Shown, post: SamplePost | None) -> dict[str, object]:
    """What every page of the theme shows: the name, the archive and the popular posts, each of these with its own time."""
    if post:
        popular = other_posts(shown, post, 5)
    else:
        popular = sorted(shown.posts, key=lambda one: (not any(c.isdigit() for c in one.title), one.slug))[:3]
    return {
        "name": NAME,
        "base": shown.base,
        "blog_id": BLOG_ID,
        "popular": [(one, shown.base + address(one), iso(one), korean_day(one), summary(one, 120)) for one in popular],
        "months": sorted(Counter(f"{local(one):%Y/%m}" for one in shown.posts).items(), reverse=True),
        "labels": sorted({one.category for one in shown.posts}),
    }


def page(shown: Shown, post: SamplePost) -> Reply:
    """The page of one post."""
    place = shown.posts.index(post)
    after = shown.posts[place - 1] if place else None
    before = shown.posts[place + 1] if place + 1 < len(shown.posts) else None
    values = shared(shown, post)
    text = render(
        "blogspot_post.html",
        post=post,
        url=shown.base + address(post),
        post_id=post_id(post),
        published=iso(post),
        visible=korean_day(post),
        description=summary(post, 140),
        older=shown.base + address(before) if before else "",
        newer=shown.base + address(after) if after else "",
        **values,
    )
    mentioned = [post, *(one for one in (after, before) if one), *(row[0] for row in values["popular"])]
    return Reply(text.encode(), HTML, newest([*mentioned, *shown.posts]))


def listing(shown: Shown, posts: list[SamplePost], label: str) -> Reply:
    """A page that lists posts: the home page, an archive or a label."""
    items = [(post, shown.base + address(post), iso(post), korean_day(post), summary(post, 240)) for post in posts]
    text = render("blogspot_list.html", label=label, items=items, **shared(shown, None))
    return Reply(text.encode(), HTML, newest(shown.posts))


def feed(shown: Shown, kept: tuple[SamplePost, ...], query: dict[str, str]) -> Reply:
    """The Atom feed of ``kept``, paged by ``start-index`` (from 1) and ``max-results``."""
    start = max(1, number_in(query, "start-index", 1))
    size = min(max(0, number_in(query, "max-results", 25)), MOST_ENTRIES)
    posts = kept[start - 1 : start - 1 + size]
    entries = [
        (
            post,
            shown.base + address(post),
            post_id(post),
            local(post).isoformat(timespec="milliseconds"),
            render("blogspot_body.html", post=post),
        )
        for post in posts
    ]
    text = render(
        "blogspot_atom.xml",
        name=NAME,
        base=shown.base,
        blog_id=BLOG_ID,
        updated=newest(shown.posts).astimezone(PACIFIC).isoformat(timespec="milliseconds"),
        labels=sorted({post.category for post in shown.posts}),
        total=len(kept),
        start=start,
        size=size,
        entries=entries,
        following=start + size if start - 1 + size < len(kept) and size else 0,
    )
    return Reply(text.encode(), "application/atom+xml; charset=UTF-8", newest(shown.posts))
