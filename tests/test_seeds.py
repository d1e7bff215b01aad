"""The two posts the project started from: served in their platform's markup over HTTP, crawled, loaded, asked for in SQL."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout")

TISTORY = """<!doctype html><html lang="ko"><head>
<script>window.T = window.T || {{}}; window.T.config = {{"BLOG": {{"id": 1}}}};{padding}</script>
<meta charset="utf-8"><title>{title} - 정보 노트</title>
<link rel="canonical" href="{url}"><meta property="og:url" content="{url}"><meta property="og:site_name" content="정보 노트">
<meta property="og:title" content="{title}"><meta property="og:regDate" content="20250617093000">
<meta property="article:published_time" content="{published}"><meta name="generator" content="TISTORY"></head>
<body><div id="content"><div class="inner"><h1>{title}</h1><div class="area_view"><h2>티스토리 뷰</h2>
<div class="tt_article_useless_p_margin contents_style">{body}</div>
<div class="container_postbtn #post_button_group"><button>공감</button><span>공유하기</span><span>게시글 관리</span></div>
<div class="another_category another_category_color_gray">{tail}</div></div></div></div></body></html>"""

BLOGSPOT = """<!doctype html><html><head><meta charset="utf-8"><meta content="blogger" name="generator">
<link rel="service.post" type="application/atom+xml" href="https://www.blogger.com/feeds/1/posts/default">
<link rel="canonical" href="{url}"><meta property="og:title" content="{title}"><title>{title}</title></head>
<body><div class="blog-posts"><article class="post-outer-container"><div class="post">
<h1 class="post-title entry-title">{title}</h1><div class="post-header">
<a class="timestamp-link" href="{url}"><time class="published" datetime="{published}">9월 22, 2025</time></a></div>
<div class="post-share-buttons">공유 링크 만들기 Facebook X Pinterest 이메일 기타 앱</div>
<div class="post-body entry-content float-container">{body}</div><div class="post-footer">라벨: 보안</div></div></article></div>
<div class="widget PopularPosts">{tail}</div></body></html>"""


def to_html(lines: list[str]) -> str:
    """The seed's plain lines as the elements an editor writes: tables, lists, headings, paragraphs."""
    parts, rows, items = [], [], []
    for line in [*lines, ""]:
        if "|" in line:
            if not line.startswith("-"):
                rows.append([cell.strip() for cell in line.strip(" |").split("|")])
            continue
        if rows:
            cells = ("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            parts.append(
                f'<table style="border-collapse: collapse;" data-ke-style="style12"><tbody>{"".join(cells)}</tbody></table>'
            )
            rows = []
        if line.startswith("- "):
            items.append(f"<li>{escape(line[2:])}</li>")
            continue
        if items:
            parts.append(f'<ul data-ke-list-type="disc">{"".join(items)}</ul>')
            items = []
        if line.strip():
            tag = "p" if len(line) > 40 or line.strip().endswith((".", "다", '"')) else "h3"
            parts.append(f'<{tag} data-ke-size="size16">{escape(line)}</{tag}>')
    return "\n".join(parts)


def seed_page(case: dict, url: str) -> tuple[str, str]:
    """Title and full page of one seed as its platform would serve it."""
    lines = (SEEDS / case["file"]).read_text("utf-8").splitlines()
    lines = [line for line in lines if line != "티스토리 뷰"]
    marker = "'정보' 카테고리의 다른 글" if case["platform"] == "tistory" else "이 블로그의 인기 게시물"
    cut = lines.index(marker)
    title, body, tail = lines[0], lines[1:cut], lines[cut:]
    template = TISTORY if case["platform"] == "tistory" else BLOGSPOT
    time = "T09:30:00+09:00" if case["platform"] == "tistory" else "T21:30:00-07:00"
    day = (
        case["published"] if case["platform"] == "tistory" else "2025-09-21"
    )  # evening in California is the next day in Seoul
    fields = {"title": escape(title), "url": url, "published": day + time, "body": to_html(body)}
    return title, template.format(**fields, tail=to_html(tail), padding="/* skin */" * 1000)


@contextmanager
def served(pages: dict[str, tuple[str, str]]):
    """A loopback server of ``path -> (content type, text)``; yields its base address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, text = pages.get(self.path, ("", ""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.end_headers()
            self.wfile.write(text.replace("http://HOST", f"http://{self.headers['Host']}").encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sago(*arguments: object, **options) -> subprocess.CompletedProcess:
    """The real command line in its own process."""
    command = [sys.executable, "-m", "scripts.sago", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, **options)


@pytest.fixture(scope="module")
def cases():
    return json.loads((SEEDS / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, cases):
    """Both seeds crawled over HTTP and loaded; yields the data folder and the parsed documents by platform."""
    data = tmp_path_factory.mktemp("seeds")
    pages = {"/robots.txt": ("text/plain", "User-agent: *\nAllow: /\n")}
    sources = []
    for case in cases:
        path = "/12" if case["platform"] == "tistory" else "/2025/09/blog-post_22.html"
        title, html = seed_page(case, "http://HOST" + path)
        pages[path] = ("text/html; charset=utf-8", html)
        feed = f"<rss version='2.0'><channel><item><title>{escape(title)}</title><link>http://HOST{path}</link></item></channel></rss>"
        pages[f"/{case['platform']}.xml"] = ("application/rss+xml", feed)
        sources.append(case["platform"])
    with served(pages) as base:
        entries = [
            f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "{base}/{name}.xml"\nallow_private = true\ndelay = 0\n'
            for name in sources
        ]
        (data / "sources.toml").write_text("\n".join(entries), "utf-8")
        crawled = sago("crawl", "--sources", data / "sources.toml", "--data", data)
    assert crawled.returncode == 0, crawled.stdout + crawled.stderr
    loaded = sago("load", "--data", data)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    return data


def rows(data: Path, sql: str) -> list[dict]:
    """Rows of one query on the published snapshot, through ``sago sql``."""
    asked = sago("sql", sql, "--db", data / "warehouse" / "sago.duckdb", "--format", "json")
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


FACTS = """SELECT f.kind, f.role, f.surface, coalesce(f.value, f.lower) AS value, f.currency, f.date_value, f.marks
    FROM v_figure AS f JOIN v_document AS d USING (document_id)
    WHERE d.platform = '{platform}' AND f.role NOT IN ('other', 'other_count', 'publication', 'budget_investment',
        'revenue_other')"""
DOCUMENT = "SELECT relevant, incident_type, text, published_at FROM v_document WHERE platform = '{platform}'"
DATES = """SELECT DISTINCT f.date_value FROM v_figure AS f JOIN v_document AS d USING (document_id)
    WHERE d.platform = '{platform}' AND f.kind = 'date'"""
VICTIMS = """SELECT DISTINCT o.name FROM organisation_mention AS o JOIN v_document AS d USING (version_id)
    WHERE d.platform = '{platform}' AND o.role = 'victim_org'"""


@pytest.mark.parametrize("platform", ["blogspot", "tistory"])
def test_sql_gives_what_must_be_found_and_nothing_that_must_not(warehouse, cases, platform):
    [case] = [one for one in cases if one["platform"] == platform]
    [document] = rows(warehouse, DOCUMENT.format(platform=platform))
    assert document["relevant"] is case["relevant"]
    assert document["incident_type"] == case["incident_type"]
    assert document["published_at"].startswith(case["published"])
    facts = rows(warehouse, FACTS.format(platform=platform))
    found = {(one["kind"], one["role"], one["date_value"] or one["value"], one["currency"]) for one in facts}
    for must in case["must"]:
        assert (must["kind"], must["role"], must["value"], must.get("currency")) in found
    dates = {row["date_value"] for row in rows(warehouse, DATES.format(platform=platform))}
    assert set(case.get("dates_resolved", [])) <= dates
    assert not {one["surface"] for one in facts} & set(case.get("must_not_be_facts", []))
    assert [row["name"] for row in rows(warehouse, VICTIMS.format(platform=platform))] == case["org"]
    assert not [words for words in case["must_not_contain_body"] if words in document["text"]]


@pytest.mark.parametrize("platform", ["blogspot", "tistory"])
def test_sago_extract_says_the_same(cases, platform, tmp_path):
    [case] = [one for one in cases if one["platform"] == platform]
    url = f"https://note.example.com/{'12' if platform == 'tistory' else '2025/09/blog-post_22.html'}"
    _, page = seed_page(case, url)
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": platform, "html": page, "url": url}), "utf-8")
    done = sago("extract", tmp_path / "in.jsonl")
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    assert (line["relevant"], line["incident_type"]) == (case["relevant"], case["incident_type"])
    facts = [one for one in line["facts"] if one["role"] not in ("other", "other_count")]
    found = {(one["kind"], one["role"], one["value"], one["currency"]) for one in facts}
    for must in case["must"]:
        assert (must["kind"], must["role"], must["value"], must.get("currency")) in found
    assert not {one["surface"] for one in facts} & set(case.get("must_not_be_facts", []))
    assert {one["name"] for one in line["organisations"] if one["role"] == "victim_org"} == set(case["org"])
    assert not [words for words in case["must_not_contain_body"] if words in line["text"]]


def test_an_incident_of_each_seed_is_known(warehouse):
    found = rows(warehouse, "SELECT organisation, incident_type, documents FROM v_incident ORDER BY organisation")
    assert [(one["organisation"], one["incident_type"], one["documents"]) for one in found] == [
        ("KT", "payment_fraud", 1),
        ("예스24", "ransomware", 1),
    ]


def test_the_lower_bound_of_an_exceeded_sum_is_kept(warehouse):
    [(lowest,)] = [
        tuple(row.values())
        for row in rows(
            warehouse, "SELECT min(lower) FROM figure WHERE role = 'damage' AND value = 240000000 AND lower IS NOT NULL"
        )
    ]
    assert lowest == 240000000
