"""One post has many addresses; these functions say which of them it is known by."""

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

#: Query parameters that say where a reader came from, not what is read.
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|_ga|_gl|spm|ref|ref_src|referer|referrer|cmpid|nclick|"
    r"nv_ad|n_(?:media|query|rank|ad_group|ad|keyword)|napm|tab_type)(?:=.*)?|m=[01]|(?:from|source)=(?:rss|feed|naver|kakao|daum)",
    re.I,
)
#: The shared CMS of hundreds of outlets: one number is the post, whatever stands around it.
SHARED_CMS = re.compile(r"/news/articleView(?:Amp)?\.html$", re.I)
#: Mobile address of a Tistory post.
TISTORY_MOBILE = re.compile(r"^/m/(\d+|entry/.+)$")
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
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in DEFAULT_PORTS or not host:
        raise ValueError(f"{url[:200]!r} is no http or https address")
    port = parts.port  # ValueError when it is no number
    if port == DEFAULT_PORTS[scheme]:
        port = None
    if scheme == "http" and port is None and not is_ip(host):
        scheme = "https"
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = re.sub(r";jsessionid=[^/?#]*", "", parts.path, flags=re.I)
    fields = sorted(field for field in parts.query.split("&") if field and not TRACKING.fullmatch(field))
    number = next((field for field in fields if re.fullmatch(r"idxno=\d+", field)), None)
    if SHARED_CMS.search(path) and number:
        path, fields = "/news/articleView.html", [number]
    elif mobile := TISTORY_MOBILE.match(path):
        path = f"/{mobile[1]}"
    path = escaped(path.rstrip("/")) or "/"
    return urlunsplit((scheme, netloc, path, escaped("&".join(fields)), ""))


def escaped(part: str) -> str:
    """Part of an address in ASCII; escapes that are there already stay, whatever their charset."""
    quoted = quote(part, safe="/%:@!$&'()*+,;=~-._?")
    return re.sub(r"%[0-9a-f]{2}", lambda found: found[0].upper(), quoted, flags=re.I)


def is_ip(host: str) -> bool:
    """Whether a host is written as an address."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are on one host, ``www.`` and ``m.`` aside."""
    first, second = (re.sub(r"^(?:www|m)\.", "", (urlsplit(url).hostname or "").lower()) for url in (one, other))
    return bool(first) and first == second
