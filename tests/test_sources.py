"""The registry of sources: what a file may say, and one clear sentence for everything that it may not."""

import re

import pytest

from crawler.errors import SourceError
from crawler.pages import PLATFORMS
from crawler.sources import SHIPPED, Source, choose, find_registry, load_sources

ENTRY = {"name": '"garam"', "url": '"https://garam.example.com/rss"', "kind": '"feed"'}


def write(path, *entries: dict[str, str], head: str = ""):
    """A registry with these entries."""
    file = path / "sources.toml"
    tables = ["[[source]]\n" + "".join(f"{key} = {value}\n" for key, value in entry.items()) for entry in entries]
    file.write_text(head + "\n".join(tables), "utf-8")
    return file


def test_an_entry_needs_three_keys_and_the_rest_has_defaults(tmp_path):
    assert load_sources(write(tmp_path, ENTRY)) == [Source("garam", "https://garam.example.com/rss", "feed")]


def test_every_key_is_read_in_the_order_of_the_file(tmp_path):
    full = ENTRY | {
        "name": '"가람-2"',
        "title": '"가람 소식"',
        "platform": '"tistory"',
        "delay": "0.5",
        "concurrency": "2",
        "min_items": "0",
        "max_pages": "3",
        "enabled": "false",
        "allow_private": "true",
        "language": '"ko"',
        "note": '"robots.txt allows it"',
    }
    first, second = load_sources(write(tmp_path, full, ENTRY))
    assert (first.name, first.title, first.platform, first.delay, first.concurrency) == (
        "가람-2",
        "가람 소식",
        "tistory",
        0.5,
        2,
    )
    assert (first.min_items, first.max_pages, first.enabled, first.allow_private) == (0, 3, False, True)
    assert second.name == "garam"


def test_byte_order_mark_and_windows_lines_are_no_hindrance(tmp_path):
    file = write(tmp_path, ENTRY)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert [source.name for source in load_sources(file)] == ["garam"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": None}, "'name' is missing"),
        ({"url": None}, "'url' is missing"),
        ({"kind": '""'}, "'kind' is missing"),
        ({"name": "7"}, "wrong type"),
        ({"name": '"a b"'}, "without spaces"),
        ({"name": '"../etc"'}, "without spaces"),
        ({"name": '"' + "a" * 100 + '"'}, "a name is made of"),
        ({"kind": '"rss"'}, "'rss' is neither 'feed' nor 'list'"),
        ({"platform": '"naver"'}, "'naver' is none of"),
        ({"url": '"garam.example.com/rss"'}, "no http or https address"),
        ({"url": '"file:///etc/passwd"'}, "no http or https address"),
        ({"url": '"https://["'}, "no http or https address"),
        ({"url": '"https://a.example:99999/"'}, "no http or https address"),
        ({"url": '"https://a.example/r s"'}, "no http or https address"),
        ({"url": '"https://me:secret@a.example/"'}, "must not hold a password"),
        ({"delay": '"1"'}, "delay = '1' has the wrong type"),
        ({"delay": "-1"}, "delay = -1 is not between 0 and 3600"),
        ({"delay": "nan"}, "is not between"),
        ({"delay": "true"}, "wrong type"),
        ({"concurrency": "0"}, "concurrency = 0 is not between 1 and 64"),
        ({"concurrency": "1.5"}, "wrong type"),
        ({"max_pages": "0"}, "is not between 1"),
        ({"enabled": '"yes"'}, "wrong type"),
        ({"enabled": "1"}, "wrong type"),
        ({"min_item": "5"}, "unknown key 'min_item'; did you mean 'min_items'?"),
        ({"qqq": "5"}, "unknown key 'qqq'"),
        ({"url": "['https://a.example/']"}, "wrong type"),
    ],
)
def test_wrong_entry_is_named_with_its_number(tmp_path, change, says):
    entry = {key: value for key, value in (ENTRY | {"name": '"second"'} | change).items() if value is not None}
    file = write(tmp_path, ENTRY, entry)
    with pytest.raises(SourceError) as raised:
        load_sources(file)
    message = str(raised.value)
    assert says in message
    assert str(file) in message
    assert "source 2" in message
    assert re.search("[가-힣]", raised.value.korean)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no [[source]] table"),
        (b"source = 5", "no [[source]] table"),
        (b"source = []", "no [[source]] table"),
        (b"source = [1]", "no [[source]] table"),
        (b"[sources]\nname = 'a'", "unknown table or key 'sources'"),
        (b"[[source]\nname = 1", "no valid TOML"),
        ("# 가람".encode("cp949"), "not UTF-8"),
        (
            b"[[source]]\nname='a'\nurl='https://a.example/'\nkind='feed'\n" * 2,
            "two sources named 'a' (number 1 and 2)",
        ),
    ],
)
def test_wrong_file_is_said_in_one_sentence(tmp_path, content, says):
    file = tmp_path / "sources.toml"
    file.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        load_sources(file)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_missing_file_and_folder_are_said(tmp_path):
    for path in (tmp_path / "nothing.toml", tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            load_sources(path)


def test_registry_is_the_one_given_then_named_then_here_and_never_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAGO_SOURCES", raising=False)
    with pytest.raises(SourceError, match=rf"no sources\.toml in this folder; copy .* from {SHIPPED}"):
        find_registry(None)
    write(tmp_path, ENTRY)
    assert find_registry(None).resolve() == tmp_path / "sources.toml"
    monkeypatch.setenv("SAGO_SOURCES", "named.toml")
    assert find_registry(None).name == "named.toml"
    assert find_registry(tmp_path / "given.toml").name == "given.toml"


def test_sources_are_chosen_by_name_or_all_that_are_enabled(tmp_path):
    entries = [
        ENTRY | {"name": f'"{name}"', "enabled": enabled} for name, enabled in (("가람", "true"), ("naru", "false"))
    ]
    sources = load_sources(write(tmp_path, *entries))
    assert [source.name for source in choose(sources, [])] == ["가람"]
    assert [source.name for source in choose(sources, ["naru", "가람", "naru"])] == ["naru", "가람"]
    with pytest.raises(SourceError, match="no source named 'nara'; near: naru"):
        choose(sources, ["nara"])
    with pytest.raises(SourceError, match="no source named 'zzz'; there are: 가람, naru"):
        choose(sources, ["zzz"])


def test_shipped_registry_is_right_and_polite():
    sources = load_sources(SHIPPED)
    assert len({source.url for source in sources}) == len(sources) >= 10
    for source in sources:
        assert source.platform in PLATFORMS
        assert source.delay >= 1
        assert source.concurrency == 1
        assert not source.allow_private
        assert source.note
