"""Feeds become entries: three formats, the ways real ones are broken, and what only claims to be a feed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.feeds import MAX_ENTRIES, NotAFeed, parse_feed

URL = "https://note.example.com/rss/feed.xml"


def rss(*items: str, head: str = "", start: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """An RSS 2.0 feed with these items."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{start}<rss version="2.0"><channel><title>가람</title>{head}{inside}</channel></rss>'


def item(number: int = 1, rest: str = "") -> str:
    """An item with a link."""
    return f"<title>글 {number}</title><link>https://note.example.com/{number}</link>{rest}"


def read(text: str | bytes, content_type: str | None = None, url: str = URL):
    """The feed in a text."""
    return parse_feed(text if isinstance(text, bytes) else text.encode(), url, content_type)


def rows(text: str | bytes, **options) -> list[tuple[str, str, str | None]]:
    """Address, title and time of every entry."""
    return [(entry.url, entry.title, entry.published) for entry in read(text, **options).entries]


ATOM = """<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="x.css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'>
<id>tag:blogger.com,1999:blog-1</id><updated>2025-09-23T00:00:00.000-07:00</updated><title type='text'>달빛 노트</title>
<link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' href='http://note.example.com/feeds/posts/default'/>
<link rel='next' type='application/atom+xml' href='http://note.example.com/feeds/posts/default?start-index=26&amp;max-results=25'/>
<openSearch:totalResults>60</openSearch:totalResults>
<entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2025-09-21T21:30:00.001-07:00</published><updated>2025-09-22T08:00:00.000-07:00</updated>
<title type='html'>소액결제 &amp;amp; 피해</title><content type='html'>&lt;p&gt;278명&lt;/p&gt;</content>
<link rel='replies' type='application/atom+xml' href='http://note.example.com/feeds/2/comments/default'/>
<link rel='edit' href='https://www.blogger.com/feeds/1/posts/default/2'/>
<link rel='alternate' type='text/html' href='http://note.example.com/2025/09/a.html' title='소액결제'/></entry>
<entry><title>때 없는 글</title><link href='http://note.example.com/2025/09/b.html'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><link rel='next' href='/no'/></div></content></entry>
</feed>"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://note.example.com/"><title>가람</title><link>http://note.example.com/</link></channel>
<item rdf:about="http://note.example.com/archives/1.html"><title>첫 글</title><link>http://note.example.com/archives/1.html</link><dc:date>2004-11-24T02:22:24+09:00</dc:date></item>
<item rdf:about="http://note.example.com/archives/2.html"><title>둘째 글</title><dc:date>2004-11-23</dc:date></item>
</rdf:RDF>"""


def test_rss_of_tistory():
    text = rss(
        "<title>한빛누리몰 &amp;quot;41만 명&amp;quot;</title><link>https://note.example.com/318</link><description>&lt;p&gt;본문&lt;/p&gt;</description>"
        "<author>솔바람</author><guid isPermaLink='true'>https://note.example.com/318</guid><comments>https://note.example.com/318#entry318comment</comments>"
        "<pubDate>Wed, 11 Feb 2026 15:06:03 +0900</pubDate>",
        head="<link>https://note.example.com/</link><generator>TISTORY</generator><ttl>100</ttl><pubDate>Wed, 11 Feb 2026 15:10:00 +0900</pubDate>",
    )
    assert rows(text) == [("https://note.example.com/318", '한빛누리몰 "41만 명"', "2026-02-11T15:06:03+09:00")]


def test_rss_of_the_shared_cms_in_euc_kr():
    text = rss(
        "<title><![CDATA[[단독] 똠방마트 <b>930명</b> & 피해]]></title><link><![CDATA[ http://news.example.com/news/articleView.html?idxno=7&sc=1 ]]></link>"
        "<author>id@news.example.com (서다움)</author><pubDate>2026-02-11 23:50:00</pubDate>",
        start='<?xml version="1.0" encoding="EUC-KR"?>\n',
    )
    expected = (
        "https://news.example.com/news/articleView.html?idxno=7",
        "[단독] 똠방마트 930명 & 피해",
        "2026-02-11T23:50:00+09:00",
    )
    for content_type in (
        "text/xml",
        "text/xml; charset=EUC-KR",
        "text/xml; charset=UTF-8",
        "text/html; charset=ISO-8859-1",
    ):
        assert rows(text.encode("cp949"), content_type=content_type) == [expected]


def test_atom_of_blogger():
    feed = read(ATOM)
    assert [(one.url, one.title, one.published) for one in feed.entries] == [
        ("https://note.example.com/2025/09/a.html", "소액결제 & 피해", "2025-09-21T21:30:00-07:00"),
        ("https://note.example.com/2025/09/b.html", "때 없는 글", None),
    ]
    assert feed.entries[0].fetch_url == "http://note.example.com/2025/09/a.html"
    assert feed.next_url == "http://note.example.com/feeds/posts/default?start-index=26&max-results=25"


def test_rss_1_0():
    assert rows(RDF) == [
        ("https://note.example.com/archives/1.html", "첫 글", "2004-11-24T02:22:24+09:00"),
        ("https://note.example.com/archives/2.html", "둘째 글", "2004-11-23"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("spaces before", "\n \n" + rss(item())),
        ("two marks before", "\ufeff\ufeff" + rss(item())),
        ("a warning before", "<br />\n<b>Warning</b>: date() in x.php<br />\n" + rss(item())),
        ("a comment before", rss(item(), start="<!-- made by hand -->")),
        ("no declaration", rss(item(), start="")),
        ("another namespace", rss(item()).replace("<rss ", '<rss xmlns:a="http://www.w3.org/2005/Atom" ').replace("<item>", '<a:link rel="self" href="/x"/><item>')),
        ("cut off", rss(item(), item(2))[: rss(item(), item(2)).index("글 2")]),
        ("an unclosed element", rss(item(1, "<description><p>가<br>나</description>"))),
        ("a bare ampersand", rss(item(1, "<description>A & B</description>"))),
        ("entities of HTML", rss(item(1, "<description>가&nbsp;나&middot;다&nosuch;</description>"))),
        ("zero bytes and controls", rss(item(1, "<description>가\x00\x0b\x1f나</description>"))),
        ("no end tags", rss(item()).removesuffix("</channel></rss>")),
        ("a prefix nobody declared", rss(item(1, "<dc:date>2025-01-02</dc:date>"))),
        ("junk behind", rss(item()) + "<!-- 0.2 s --><script>x</script>"),
        ("two doctypes", "<!DOCTYPE a [<!ENTITY q ']>'>]><!DOCTYPE b>" + rss(item(), start="")),
    ],
)  # fmt: skip
def test_broken_feed_is_read_as_far_as_it_goes(name, text):
    assert rows(text)[0][:2] == ("https://note.example.com/1", "글 1")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("&lt;b&gt;굵게&lt;/b&gt; 가늘게", "굵게 가늘게"),
        ("<![CDATA[<b>굵게</b>]]>", "굵게"),
        ("<b>굵게</b> 가늘게", "굵게 가늘게"),
        ("&lt;단독&gt; 가람", "<단독> 가람"),
        ("1 &lt; 2", "1 < 2"),
        ("가\n   나\t다", "가 나 다"),
        ("가\u200b나&nbsp;다", "가나 다"),
        ("&#51312;사", "조사"),
        ("https://a.example", "https://a.example"),
        ("", ""),
    ],
)
def test_title_is_plain_text(title, shown):
    assert rows(rss(f"<title>{title}</title><link>/1</link>"))[0][1] == shown


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>/7</link>", "https://note.example.com/7"),
        ("<link>7</link>", None),  # a number is no address
        ("<link>./7</link>", "https://note.example.com/rss/7"),
        ("<link>view.asp?idx=7</link><guid>/8</guid>", "https://note.example.com/rss/view.asp?idx=7"),
        ("<link>없음</link><guid>/8</guid>", "https://note.example.com/8"),
        ("<link/><guid>https://note.example.com/7</guid>", "https://note.example.com/7"),
        ("<guid isPermaLink='false'>https://note.example.com/7</guid>", None),
        ("<guid>tag:note,1</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>http://[</link><guid>/7</guid>", "https://note.example.com/7"),
        ("<link href='/7'/>", "https://note.example.com/7"),
        ("<link rel='self' href='/6'/><link rel='alternate' href='/7'/>", "https://note.example.com/7"),
        ("<link>https://note.example.com/7?utm_source=rss&amp;utm_medium=x</link>", "https://note.example.com/7"),
        (
            "<link>https://proxy.example/~r/1</link><f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>http://note.example.com/7</f:origLink>",
            "https://note.example.com/7",
        ),
        ("<title>주소 없음</title>", None),
    ],
)
def test_address_of_an_entry(inside, url):
    feed = read(rss(inside))
    assert [entry.url for entry in feed.entries] == ([url] if url else [])
    assert feed.without_address == (0 if url else 1)


def test_relative_links_are_completed_by_the_feeds_base():
    text = rss("<link>/7</link>", "<link/><guid>x/8</guid>").replace(
        "<rss ", '<rss xml:base="https://blog.example.com/a/" '
    )
    assert [entry.url for entry in read(text).entries] == [
        "https://blog.example.com/7",
        "https://blog.example.com/a/x/8",
    ]
    broken = rss("<link>/7</link>").replace("<item>", '<item xml:base="http://[">')
    assert [entry.url for entry in read(broken).entries] == ["https://note.example.com/7"]


@pytest.mark.parametrize(
    ("dates", "time"),
    [
        ("<pubDate>Tue, 27 Dec 2005 13:30:33+0900</pubDate>", "2005-12-27T13:30:33+09:00"),
        ("<pubDate>2004-12-27T11:30:00</pubDate>", "2004-12-27T11:30:00+09:00"),
        ("<pubDate><![CDATA[ 2024-01-02 10:00:00 ]]></pubDate>", "2024-01-02T10:00:00+09:00"),
        ("<pubDate>어제</pubDate><updated>2024-01-02</updated>", "2024-01-02"),
        ("<updated>2024-01-03</updated><pubDate>2024-01-02</pubDate>", "2024-01-02"),
        ("<pubDate>0000-00-00 00:00:00</pubDate>", None),
        ("<pubDate/>", None),
        ("", None),
    ],
)
def test_time_of_an_entry(dates, time):
    assert rows(rss(item(1, dates)))[0][2] == time


def test_feed_that_only_knows_days_says_days():
    days = [item(number, f"<pubDate>Mon, 0{number} Jun 2026 00:00:00 +0900</pubDate>") for number in (1, 2, 3)]
    assert [time for *_, time in rows(rss(*days))] == ["2026-06-01", "2026-06-02", "2026-06-03"]
    mixed = rows(rss(*days, item(4, "<pubDate>2026-06-04 10:00:00</pubDate>")))
    assert [time for *_, time in mixed][:1] == ["2026-06-01T00:00:00+09:00"]
    assert rows(rss(*days[:2]))[0][2] == "2026-06-01T00:00:00+09:00"  # two may be chance


def test_two_entries_of_one_post_are_one():
    text = rss(item(1), item(2), "<title>다시</title><link>http://note.example.com/m/1?utm_source=x</link>")
    assert [entry.title for entry in read(text).entries] == ["글 1", "글 2"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!doctype html><html><body><p>점검 중</p></body></html>", "an HTML page"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'><head/></html>", "an HTML page"),
        ("<!doctype html><html><body><pre><rss version='2.0'></pre></body></html>", "an HTML page"),
        ("", "nothing at all"),
        ("\ufeff \n", "nothing at all"),
        ('{"items": []}', "no XML"),
        ("점검 중입니다", "no XML"),
        ("%PDF-1.7", "no XML"),
        ("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "XML of another kind (<urlset>)"),
        ("<!-- rss --><error>no</error>", "XML of another kind (<error>)"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_named(text, what):
    with pytest.raises(NotAFeed) as raised:
        read(text)
    assert str(raised.value) == what


def test_feed_without_entries_is_a_feed():
    assert read(rss()).entries == []
    assert read("<rss/>").entries == []


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('<a:link rel="next" href="/rss?page=2"/>', "https://note.example.com/rss?page=2"),
        ('<a:link rel="next" href=" https://other.example.com/2 "/>', "https://other.example.com/2"),
        ('<a:link rel="next" href="http://["/><a:link rel="next" href="?p=2"/>', "https://note.example.com/rss/feed.xml?p=2"),
        ('<a:link rel="next" href="file:///etc/passwd"/>', None),
        ('<a:link rel="next" href="javascript:x"/>', None),
        ('<a:link rel="next"/>', None),
        ('<a:link rel="self" href="/rss"/>', None),
    ],
)  # fmt: skip
def test_next_page_of_a_feed(link, url):
    text = rss(item(), head=link).replace("<rss ", '<rss xmlns:a="http://www.w3.org/2005/Atom" ')
    assert read(text).next_url == url


def test_link_to_a_next_page_inside_an_entry_is_not_the_feeds():
    assert read(rss(item(1, '<link rel="next" href="/2"/>'))).next_url is None


LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10 if n else "lol"}">' for n in range(10))
PERCENT = "".join(f'<!ENTITY % p{n} "{f"&#37;p{n - 1};" * 10 if n else "x"}">' for n in range(10))


@pytest.mark.parametrize(
    "doctype",
    [f"<!DOCTYPE rss [{LAUGHS}]>", f"<!DOCTYPE rss [{PERCENT}%p9;]>", f"<!DOCTYPE a><!DOCTYPE rss [{LAUGHS}]>",
     '<!DOCTYPE rss [<!ENTITY lol9 SYSTEM "file:///etc/hostname">]>', '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
     '<!DOCTYPE rss [<!ENTITY q "]>"><!ENTITY lol9 SYSTEM "/etc/hostname">]>'],
    ids=["laughs", "percent", "second", "file", "system", "quoted"],
)  # fmt: skip
def test_entities_are_never_expanded_and_nothing_is_loaded(doctype):
    started = time.monotonic()
    feed = read(rss("<title>가&lol9;나</title><link>/1</link>", start=f'<?xml version="1.0"?>{doctype}'))
    assert [(entry.url, entry.title) for entry in feed.entries] in (
        [("https://note.example.com/1", "가나")],
        [("https://note.example.com/1", "가&lol9;나")],
    )
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE rss [" * 200_000, rss(start="<!DOCTYPE a[" * 8_000), rss("<link>/1</link>" + "<a>" * 100_000), "<" * 1_000_000,
     rss("<title>" + "&a" * 500_000 + "</title><link>/1</link>"), rss(*["<item>" * 100] * 1_000), "<rss>" * 100_000,
     rss("<title>" + "&lt;b&gt;" * 100_000 + "</title><link>/1</link>"), "<rss><!--" + "<!--" * 300_000],
    ids=["doctypes", "doctypes before", "deep", "less-than", "ampersands", "items", "roots", "title", "comments"],
)  # fmt: skip
def test_hostile_feed_takes_bounded_time(text):
    started = time.monotonic()
    try:
        feed = read(text)
    except NotAFeed:
        return
    finally:
        assert time.monotonic() - started < 10
    assert len(feed.entries) <= MAX_ENTRIES


def test_long_feed_is_read_in_bounded_time_and_says_what_it_left_out():
    started = time.monotonic()
    feed = read(rss(*[item(number) for number in range(MAX_ENTRIES + 7)]))
    assert (len(feed.entries), feed.left_out) == (MAX_ENTRIES, 7)
    assert time.monotonic() - started < 10


PIECES = st.sampled_from(
    ["<rss>", "</rss>", "<channel>", "<item>", "</item>", "<entry>", "<title>", "</title>", "<link>", "</link>", "<link href='http://['/>",
     "<link rel='next' href='//['/>", "<guid>", "<pubDate>", "</pubDate>", "2025-13-01", "http://[", "/1", "&lt;", "&x;", "&", "<![CDATA[", "]]>",
     "<!--", "-->", "<?x", "?>", "<!DOCTYPE a [", "<x:y>", " xml:base='http://['", "가", "\x00", "\ud800"]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join),
    st.sampled_from(["", "<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>"]),
)
def test_no_soup_raises_anything_but_not_a_feed(soup, start):
    try:
        feed = parse_feed((start + soup).encode("utf-8", "surrogatepass"), URL)
    except NotAFeed:
        return
    assert all(entry.url.isascii() for entry in feed.entries)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_not_a_feed(body):
    try:
        assert parse_feed(body, URL).entries == []
    except NotAFeed as error:
        assert str(error)  # noqa: PT017, the other outcome is a feed
