"""Bytes become text by what they are: declarations that are late, false, missing or nonsense, in one table of cases."""

import codecs
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.charset import HEAD, decode

KOREAN = "가람상회 회원 2만 명의 정보가 샜다."
#: Syllables that cp949 has and strict EUC-KR has not.
BEYOND = "똠방각하 펲시콜라 샾"
META = '<meta charset="{}">'
HTTP = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
XML = '<?xml version="1.0" encoding="{}"?>'
HTML = "text/html; charset={}"


def page(declaration: str = "", text: str = KOREAN, before: str = "") -> str:
    """A page with something before its declaration."""
    return f"{before}{declaration}<p>{text}</p>"


CASES = [
    # what it is: text, its real charset, Content-Type, expected charset, expected flags
    ("UTF-8 by header", page(), "utf-8", HTML.format("UTF-8"), "utf-8", ()),
    ("UTF-8 by meta", page(META.format("utf-8")), "utf-8", None, "utf-8", ()),
    ("UTF-8 by nobody", page(), "utf-8", "text/html", "utf-8", ("charset_guessed",)),
    ("UTF-8 with a mark", page(), "utf-8-sig", HTML.format("euc-kr"), "utf-8", ()),
    ("UTF-8 that says euc-kr", page(META.format("euc-kr")), "utf-8", None, "utf-8", ("charset_wrong",)),
    ("UTF-8 under a euc-kr header", page(), "utf-8", HTML.format("euc-kr"), "utf-8", ("charset_wrong",)),
    ("UTF-8 under a Latin header", page(), "utf-8", HTML.format("ISO-8859-1"), "utf-8", ("charset_wrong",)),
    ("UTF-8 by meta under a Latin header", page(META.format("utf-8")), "utf-8", HTML.format("latin1"), "utf-8", ()),
    ("UTF-8 in single quotes", page("<meta charset='utf-8'/>"), "utf-8", None, "utf-8", ()),
    ("UTF-8 without quotes", page("<META CHARSET=UTF-8>"), "utf-8", None, "utf-8", ()),
    ("cp949 by header", page(), "cp949", HTML.format("EUC-KR"), "cp949", ()),
    ("cp949 by quoted header", page(), "cp949", 'text/html; charset="euc-kr"', "cp949", ()),
    ("cp949 by its old name", page(HTTP.format("ks_c_5601-1987")), "cp949", None, "cp949", ()),
    ("cp949 as windows-949", page(META.format("windows-949")), "cp949", None, "cp949", ()),
    ("cp949 by XML", page(XML.format("euc-kr")), "cp949", "text/xml", "cp949", ()),
    ("cp949 by single-quoted XML", page("<?xml version='1.0' encoding='EUC-KR'?>"), "cp949", None, "cp949", ()),
    ("cp949-only syllables", page(META.format("euc-kr"), BEYOND), "cp949", None, "cp949", ()),
    ("cp949 by nobody", page(), "cp949", None, "cp949", ("charset_guessed",)),
    ("cp949 that says UTF-8", page(META.format("utf-8")), "cp949", None, "cp949", ("charset_wrong",)),
    ("cp949 under a UTF-8 header", page(), "cp949", HTML.format("utf-8"), "cp949", ("charset_wrong",)),
    ("cp949 by meta under a UTF-8 header", page(META.format("euc-kr")), "cp949", HTML.format("utf-8"), "cp949", ()),
    ("meta at 12 kB", page(META.format("euc-kr"), before="<script>" + "x" * 12_000 + "</script>"), "cp949", None, "cp949", ()),
    ("meta at 60 kB", page(META.format("utf-8"), before="<style>" + "x" * 60_000 + "</style>"), "utf-8", None, "utf-8", ()),
    ("meta beyond 64 kB", page(META.format("euc-kr"), before="x" * HEAD), "cp949", None, "cp949", ("charset_guessed",)),
    ("UTF-16 with a mark", page(), "utf-16", None, "utf-16-le", ()),
    ("UTF-16 big end first", "\ufeff" + page(), "utf-16-be", None, "utf-16-be", ()),
    ("UTF-8 that says UTF-16", page(META.format("utf-16")), "utf-8", None, "utf-8", ("charset_wrong",)),
    ("ASCII", page(text="hello"), "ascii", HTML.format("euc-kr"), "cp949", ()),
    ("ASCII that says UTF-16", page(text="hello"), "ascii", HTML.format("utf-16"), "utf-8", ()),
    ("ASCII by nobody", page(text="hello"), "ascii", None, "utf-8", ()),
    ("nothing", "", "utf-8", None, "utf-8", ()),
    ("French as it says", page(text="café déjà"), "latin-1", HTML.format("iso-8859-15"), "iso8859-15", ()),
    ("UTF-8 French as it says", page(text="café"), "utf-8", HTML.format("utf-8"), "utf-8", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "written_in", "content_type", "charset", "flags"), CASES, ids=[c[0] for c in CASES]
)
def test_text_charset_and_flags(name, text, written_in, content_type, charset, flags):
    assert decode(text.encode(written_in), content_type) == (text.removeprefix("\ufeff"), charset, flags)


@pytest.mark.parametrize(
    "label",
    ["undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "hex", "rot13", "base64", "mbcs",
     "x-user-defined", "한글", "a" * 5_000, "..", "../../x", "-", "utf-16", "utf-32"],
)  # fmt: skip
@pytest.mark.parametrize("written_in", ["utf-8", "cp949"])
def test_nonsense_declaration_does_not_stop_the_text(label, written_in):
    text = page(text=KOREAN)
    decoded, charset, _ = decode(text.encode(written_in), HTML.format(label))
    assert (decoded, charset) == (text, written_in)
    assert decode("café".encode("latin-1"), HTML.format(label))[0].startswith("caf")


def test_a_few_broken_bytes_do_not_change_the_charset():
    body = page(META.format("utf-8")).encode() + b"\xff\xfe"
    assert decode(body) == (page(META.format("utf-8")) + "\ufffd\ufffd", "utf-8", ())


def test_broken_bytes_in_utf8_under_a_false_declaration():
    body = page(META.format("euc-kr"), KOREAN * 5).encode() + b"\xff"
    text, charset, flags = decode(body)
    assert KOREAN in text
    assert charset == "utf-8"
    assert flags == ("charset_wrong",)


def test_many_broken_bytes_are_flagged():
    body = page(META.format("utf-8")).encode() + b"\xff" * 50
    assert decode(body)[1:] == ("utf-8", ("bad_characters",))


def test_character_cut_in_two_at_the_end_is_forgiven():
    for charset in ("utf-8", "cp949"):
        text, found, _ = decode(page(text=KOREAN * 3).encode(charset).removesuffix(b"</p>")[:-2])
        assert found == charset
        assert text.startswith(page(text=KOREAN * 2).removesuffix("</p>"))


def test_ten_megabytes_are_decoded_in_bounded_time():
    started = time.monotonic()
    for body in (
        KOREAN.encode("cp949") * 300_000,
        b"<meta " * 1_500_000,
        b"<meta charset " + b" " * 10_000_000 + b"\xff",
    ):
        decode(body)
    assert time.monotonic() - started < 10


@settings(deadline=None)
@given(st.binary(max_size=200), st.none() | st.text(max_size=20).map(HTML.format))
def test_any_bytes_become_text(body, content_type):
    text, charset, _ = decode(body, content_type)
    assert codecs.lookup(charset)
    text.encode()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="cp949", exclude_characters="\x00"), max_size=50))
def test_hangul_in_either_charset_is_read_back_without_any_declaration(text):
    whole = KOREAN * 3 + text
    assert decode(whole.encode("utf-8"))[0] == whole
    assert decode((KOREAN * 30 + text).encode("cp949"))[0] == KOREAN * 30 + text
