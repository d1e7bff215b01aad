"""Bytes of a page or feed become text, by what the bytes are rather than by what somebody says they are."""

import codecs
import re

from crawler.text import words

#: A <meta charset> was seen 12 kB into real pages, behind an injected script.
HEAD = 65_536
#: What Korean pages call the charset that is really cp949, a superset of euc-kr.
CP949 = words(
    "euc-kr euckr euc_kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 ks_c_5601 korean iso-ir-149 cp949 ms949 uhc "
    "windows-949 x-windows-949"
)
#: Declared by servers that were never told; they say nothing about a Korean page.
WEAK = words("iso-8859-1 iso8859-1 latin1 latin-1 l1 us-ascii ascii windows-1252 cp1252")
#: Codecs of Python that are no charset of pages, or one that only attackers use.
NO_CHARSET = words("undefined idna punycode unicode-escape raw-unicode-escape utf-7 mbcs oem")
BOMS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
IN_BYTES = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)|<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
HANGUL = re.compile("[가-힣]")
FEW = 5  # replacement characters that a text may hold before its charset is doubted


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Text, charset and flags of a body.

    Flags: ``charset_guessed`` where nothing was declared, ``charset_wrong`` where what was declared cannot be,
    ``bad_characters`` where more than a handful of bytes fit no charset.

    >>> decode("침해사고".encode("cp949"), "text/html; charset=utf-8")
    ('침해사고', 'cp949', ('charset_wrong',))
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            return finish(body[len(mark) :], name, ())
    declared = [name for name in (in_header(content_type), in_bytes(body[:HEAD])) if name]
    # Text in UTF-16 or UTF-32 is full of zero bytes; without them such a declaration is a mistake.
    strong = [name for name in declared if name not in WEAK and (is_ascii_superset(name) or b"\0" in body)]
    if body.isascii():
        return body.decode("ascii"), next(filter(is_ascii_superset, strong), "utf-8"), ()
    found = evident(body)
    if found is None:
        found = strong[0] if strong else best_guess(body)
    flags = ("charset_guessed",) if not declared else () if found in declared else ("charset_wrong",)
    return finish(body, found, flags)


def evident(body: bytes) -> str | None:
    """The charset the bytes themselves prove: UTF-8 with Hangul in it, or cp949 where they are no UTF-8 at all."""
    text = strictly(body, "utf-8")
    if text is not None:
        return "utf-8" if HANGUL.search(text) else None
    text = strictly(body, "cp949")
    if text is None:
        return None
    letters = sum(not character.isascii() for character in text)
    return "cp949" if len(HANGUL.findall(text)) * 2 > letters else None


def best_guess(body: bytes) -> str:
    """The charset that leaves the fewest unreadable bytes; UTF-8 when it is a tie."""
    return min(("utf-8", "cp949"), key=lambda name: body.decode(name, "replace").count("\ufffd"))


def strictly(body: bytes, charset: str) -> str | None:
    """The text when every byte fits; a last character cut in two is forgiven."""
    decoder = codecs.getincrementaldecoder(charset)()
    try:
        return decoder.decode(body)
    except UnicodeDecodeError:
        return None


def finish(body: bytes, charset: str, flags: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """The text with its charset; a charset that leaves many unreadable bytes gives way to a better one."""
    text = body.decode(charset, "replace")
    unreadable = text.count("\ufffd")
    if unreadable > FEW:
        other = best_guess(body)
        again = body.decode(other, "replace")
        if again.count("\ufffd") * 2 < unreadable:
            text, charset, flags = again, other, ("charset_wrong",)
            unreadable = text.count("\ufffd")
    return text, charset, (*flags, "bad_characters") if unreadable > FEW else flags


def in_header(content_type: str | None) -> str | None:
    """The charset a Content-Type header names."""
    found = IN_HEADER.search(content_type or "")
    return python_name(found[1]) if found else None


def in_bytes(head: bytes) -> str | None:
    """The charset that an XML declaration or a <meta> names."""
    found = IN_BYTES.search(head)
    return python_name((found[1] or found[2]).decode("ascii", "ignore")) if found else None


def python_name(label: str) -> str | None:
    """Python's name of a charset; None when there is no such text charset."""
    label = label.strip().lower()
    if label in CP949:
        return "cp949"
    if label in WEAK:
        return label
    try:
        info = codecs.lookup(label)
    except LookupError:
        return None
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in NO_CHARSET else None


def is_ascii_superset(charset: str) -> bool:
    """Whether ASCII bytes mean the same in this charset."""
    try:
        return b"<az09>".decode(charset) == "<az09>"
    except (UnicodeDecodeError, LookupError):
        return False
