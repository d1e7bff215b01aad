"""One post has many addresses; these functions say which of them it is known by."""

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

#: Query parameters that say where a reader came from, not what is read.
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|_ga|_gl|spm|spref|ref|ref_src|referer|referrer|cmpid|nclick|"
    r"nv_ad|n_(?:media|query|rank|ad_group|ad|keyword)|napm|tab_type)(?:=.*)?|m=[01]|(?:from|source)=(?:rss|feed|naver|kakao|daum)",
    re.I,
)
#: The shared CMS of hundreds of outlets: one number is the post, whatever stands around it.
SHARED_CMS = re.compile(r"/news/articleView(?:Amp)?\.html$", re.I)
#: Mobile address of a Tistory post.
TISTORY_MOBILE = re.compile(r"^/m/(\d+|entry/.+)$")
#: A Tistory post as its category's list links to it: ``/384?category=1038135``.
TISTORY_POST = re.compile(r"/(?:\d+|entry/[^/]+)")
FROM_CATEGORY = re.compile(r"category=\d+")
HOST = re.compile(r"[a-z0-9._~-]+|[0-9a-f:.]+")
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str, base: str = "") -> str:
    """The address a post is known by: no mobile form, no tracking, no fragment; https where a host has its usual port.

    Raises ValueError when ``url`` is no http or https address.

    >>> canonical_url("http://www.example.com/news/articleView.html?idxno=7&sc_section_code=S1N3#top")
    'https://www.example.com/news/articleView.html?idxno=7'
    >>> canonical_url("/m/123?utm_source=x", base="https://blog.example.com/rss")
    'https://blog.example.com/123'
    """
    parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
    scheme, host = parts.scheme.lower(), "" if "\\" in parts.netloc else (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if scheme not in DEFAULT_PORTS or not HOST.fullmatch(host):
        raise ValueError(f"{url[:200]!r} is no http or https address")
    port = parts.port  # ValueError when it is no number
    if port == DEFAULT_PORTS[scheme]:
        port = None
    if scheme == "http" and port is None and not is_ip(host):
        scheme = "https"
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = re.sub(r";jsessionid=[^/?#]*", "", parts.path, flags=re.I)
    fields = sorted(escaped(field) for field in parts.query.split("&") if field and not TRACKING.fullmatch(field))
    number = next((field for field in fields if re.fullmatch(r"idxno=\d+", field)), None)
    if SHARED_CMS.search(path) and number:
        path, fields = "/news/articleView.html", [number]
    elif mobile := TISTORY_MOBILE.match(path):
        path = f"/{mobile[1]}"
    path = escaped(path.rstrip("/")) or "/"
    if TISTORY_POST.fullmatch(path):
        fields = [field for field in fields if not FROM_CATEGORY.fullmatch(field)]
    return urlunsplit((scheme, netloc, path, "&".join(fields), ""))


def escaped(part: str) -> str:
    """Part of an address in ASCII; escapes that are there already stay, whatever their charset."""
    quoted = quote(part, safe="/%:@!$&'()*+,;=~-._?")
    return re.sub(r"%[0-9a-f]{2}", lambda found: found[0].upper(), quoted, flags=re.I)


def path_of(url: str) -> str:
    """The path of an address, whole or relative; empty where it is no address of a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path if parts.scheme in ("", *DEFAULT_PORTS) else ""


def is_ip(host: str) -> bool:
    """Whether a host is written as an address."""
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are on one host, ``www.`` and ``m.`` aside."""
    first, second = (re.sub(r"^(?:www|m)\.", "", (urlsplit(url).hostname or "").lower()) for url in (one, other))
    return bool(first) and first == second
