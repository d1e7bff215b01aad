"""One post, one address: every form it is linked by ends in the same canonical one, and no two posts in one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.pages import PLATFORMS
from crawler.urls import canonical_url, path_of, same_host

#: canonical address, the forms that lead to it
FORMS = {
    "https://www.news.example.com/news/articleView.html?idxno=7": [
        "https://www.news.example.com/news/articleView.html?idxno=7",
        "http://www.news.example.com/news/articleView.html?idxno=7",
        "HTTP://WWW.News.Example.COM:80/news/articleView.html?idxno=7",
        "https://www.news.example.com:443/news/articleView.html?idxno=7#comment",
        "https://www.news.example.com/news/articleView.html?sc_section_code=S1N3&page=2&total=100&idxno=7",
        "https://www.news.example.com/news/articleView.html?idxno=7&utm_source=naver&utm_medium=rss",
        "https://www.news.example.com/news/articleViewAmp.html?idxno=7",
        "https://www.news.example.com./news/articleView.html?idxno=7",
        "  https://www.news.example.com/news/articleView.html?idxno=7\n",
        "https://reader:secret@www.news.example.com/news/articleView.html?idxno=7",
    ],
    "https://note.tistory.com/384": [
        "https://note.tistory.com/384",
        "http://note.tistory.com/m/384",
        "https://note.tistory.com/384/",
        "https://note.tistory.com/384?category=1038135",
        "https://note.tistory.com/384?fbclid=abc&m=1#entry384comment",
    ],
    "https://note.tistory.com/entry/%EA%B0%80%EB%9E%8C": [
        "https://note.tistory.com/entry/가람",
        "https://note.tistory.com/m/entry/%ea%b0%80%eb%9e%8c",
        "https://note.tistory.com/entry/%EA%B0%80%EB%9E%8C?category=1",
    ],
    "https://note.blogspot.com/2025/09/a.html": [
        "http://note.blogspot.com/2025/09/a.html?m=1",
        "https://note.blogspot.com/2025/09/a.html?m=0",
        "https://note.blogspot.com/2025/09/a.html?spref=tw&utm_campaign=x",
    ],
    "https://board.example.com/view.do?bbsId=B1&nttId=5": [
        "https://board.example.com/view.do?bbsId=B1&nttId=5",
        "https://board.example.com/view.do?nttId=5&bbsId=B1",
        "https://board.example.com/view.do;jsessionid=AB12.node1?nttId=5&&bbsId=B1&",
    ],
    "https://search.example.com/?q=%B0%A1": ["https://search.example.com/?q=%b0%a1"],  # EUC-KR stays as it is
    "https://xn--o39a02t.kr/a%20b": ["http://가람.kr/a b", "https://xn--o39a02t.kr/a%20b"],
    "https://example.com/": ["http://example.com", "https://example.com/?", "https://EXAMPLE.com:443/#top"],
    "http://127.0.0.1:8000/1": ["http://127.0.0.1:8000/1"],
    "http://127.0.0.1/1": ["http://127.0.0.1:80/1"],  # a bare address has no https
    "http://[::1]:8000/1": ["http://[::1]:8000/1"],
    "http://example.com:8080/1": ["http://example.com:8080/1"],
}


@pytest.mark.parametrize(("written", "url"), [(form, url) for url, forms in FORMS.items() for form in forms])
def test_every_form_has_one_address(written, url):
    assert canonical_url(written) == url
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("written", "base", "url"),
    [
        ("/384", "http://note.tistory.com/rss", "https://note.tistory.com/384"),
        ("articleView.html?idxno=7", "https://n.example.com/news/articleList.html?page=2", "https://n.example.com/news/articleView.html?idxno=7"),
        ("?idx=7", "https://n.example.com/view.asp?idx=1", "https://n.example.com/view.asp?idx=7"),
        ("//other.example.com/1", "https://n.example.com/", "https://other.example.com/1"),
        ("../2", "https://n.example.com/a/b/1", "https://n.example.com/a/2"),
        ("https://n.example.com/3", "", "https://n.example.com/3"),
        ("?0&{", "https://n.example.com/b", "https://n.example.com/b?%7B&0"),
        ("?%7B&0", "https://n.example.com/b", "https://n.example.com/b?%7B&0"),
    ],
)  # fmt: skip
def test_relative_address_is_completed(written, base, url):
    assert canonical_url(written, base) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example.com/1", "https://b.example.com/1"),
        ("https://a.example.com/1", "https://a.example.com/2"),
        ("https://a.example.com/view?idx=1", "https://a.example.com/view?idx=2"),
        ("https://a.example.com/view?no=1&page=2", "https://a.example.com/view?no=1&page=3"),
        ("https://a.example.com/list?category=1", "https://a.example.com/list?category=2"),
        ("https://a.example.com/news/articleView.html?idxno=1", "https://a.example.com/news/articleView.html?idxno=11"),
        ("https://a.example.com/A", "https://a.example.com/a"),
        ("http://a.example.com:8080/1", "http://a.example.com:8081/1"),
    ],
)
def test_two_posts_keep_two_addresses(one, other):
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "written",
    ["", "x", "/1", "//a.example.com/1", "http://", "https:///1", "http://[", "http://[::1", "http://a b.example/1",
     "http://a\x00b/1", "http://a\\@b.example/1", "http://a.example:99999/1", "http://a.example:x/1", "http://.../1",
     "file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.example", "data:text/html,x", "ftp://a.example/1",
     "http://" + "가" * 100 + ".kr/", "http://<script>/1"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_raises_value_error(written):
    with pytest.raises(ValueError):
        canonical_url(written)


@settings(deadline=None)
@given(
    st.text(max_size=40) | st.text(alphabet="htps:/.?#[]@%&=m1가 \\", max_size=40),
    st.sampled_from(["", "https://a.example/b"]),
)
def test_any_text_is_an_address_or_a_value_error(written, base):
    try:
        url = canonical_url(written, base)
    except ValueError:
        return
    assert url.isascii()
    assert not any(character.isspace() for character in url)
    assert canonical_url(url) == url


@settings(deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="htps:/.?#[]@%&=m1entry2025html", max_size=40))
def test_asking_whether_it_is_a_post_never_raises(written):
    assert path_of(written) is not None
    for platform in PLATFORMS.values():
        assert platform.is_post(written) in (True, False)


@pytest.mark.parametrize(
    ("platform", "url", "is_post"),
    [
        ("tistory", "https://note.tistory.com/384", True),
        ("tistory", "/m/384", True),
        ("tistory", "/entry/가람", True),
        ("tistory", "/entry/%EA%B0%80", True),
        ("tistory", "/category/보안", False),
        ("tistory", "/", False),
        ("tistory", "/tag/1", False),
        ("tistory", "/archive/202501", False),
        ("tistory", "javascript:/384", False),
        ("blogspot", "https://note.blogspot.com/2025/09/a.html", True),
        ("blogspot", "https://note.blogspot.com/2025/09/", False),
        ("blogspot", "https://note.blogspot.com/p/about.html", False),
        ("blogspot", "https://note.blogspot.com/search/label/x", False),
        ("ndsoft", "/news/articleView.html?idxno=1", True),
        ("ndsoft", "/news/articleViewAmp.html?idxno=1", True),
        ("ndsoft", "/news/articleView.html", False),
        ("ndsoft", "/news/articleList.html?idxno=1", False),
        ("ndsoft", "http://[/news/articleView.html?idxno=1", False),
    ],
)
def test_address_of_a_post_is_told_from_that_of_a_list(platform, url, is_post):
    assert PLATFORMS[platform].is_post(url) is is_post


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.a.example/1", "http://a.example/2", True),
        ("https://m.a.example/1", "https://www.a.example/2", True),
        ("https://a.example:8080/1", "https://A.example/1", True),
        ("https://a.example/1", "https://b.example/1", False),
        ("https://a.example/1", "/1", False),
        ("", "", False),
    ],
)
def test_same_host(one, other, same):
    assert same_host(one, other) is same
