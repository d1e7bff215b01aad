"""What a crawl has to say of each source: how many posts of which outcome, and each kind of problem once, in a sentence."""

from dataclasses import dataclass, field

from crawler.sources import Source

#: What can be wrong: English after an address, Korean before one. ``{0}`` is the detail.
PROBLEMS = {
    "unreachable": ("cannot be reached ({0})", "연결할 수 없습니다({0})"),
    "refused": ("cannot be reached (connection refused)", "연결할 수 없습니다(연결 거부)"),
    "no_host": ("cannot be reached: the host name is unknown", "호스트 이름을 찾을 수 없습니다"),
    "timeout": ("did not answer within {0} s", "{0}초 안에 응답하지 않았습니다"),
    "cut": ("broke off in mid-answer", "응답이 중간에 끊겼습니다"),
    "too_large": ("is larger than {0} MB and was not read", "{0} MB보다 커서 읽지 않았습니다"),
    "status": ("answered {0}", "{0} 상태로 응답했습니다"),
    "redirects": ("redirects too often", "다른 주소로 너무 여러 번 넘깁니다"),
    "odd_redirect": ("redirects to what is no http or https address ({0})", "http나 https가 아닌 주소로 넘깁니다({0})"),
    "refused_address": (
        "was refused: {0} is no public address, and only a source's own host may be private (allow_private = true)",
        "공개 주소가 아닌 {0}에는 접속하지 않습니다. 출처 자신의 호스트만 allow_private = true로 허용됩니다",
    ),
    "robots": ("is closed to crawlers by robots.txt", "robots.txt가 수집을 허용하지 않습니다"),
    "robots_unread": (
        "was not asked for, because robots.txt could not be read: {0}",
        "robots.txt를 읽지 못해 수집하지 않았습니다: {0}",
    ),
    "host_closed": ("was not asked for: {0}", "수집하지 않았습니다: {0}"),
    "not_a_feed": ("is no feed but {0}", "피드가 아니라 {0}입니다"),
    "empty": ("is empty", "내용이 비어 있습니다"),
    "no_links": ("names no posts; the layout may have changed", "글 주소가 없습니다. 구조가 바뀌었을 수 있습니다"),
    "few": ("names {0} posts expected", "글이 {0}입니다"),
    "gap": (
        "names only posts never seen before; some posts between the last run and this one may be missed",
        "처음 보는 글뿐입니다. 지난 수집과 이번 사이의 글 일부를 놓쳤을 수 있습니다",
    ),
    "no_address": ("names posts without a usable address ({0})", "쓸 수 있는 주소가 없는 글이 있습니다({0})"),
    "left_out": ("names {0} more posts than are read at once", "한 번에 읽는 것보다 글이 {0}개 더 있습니다"),
    "page_changed": (
        "has no {0}; the layout may have changed (the page is kept)",
        "{0} 없음. 구조가 바뀌었을 수 있습니다(받은 문서는 보관)",
    ),
    "unreadable": ("could not be read ({0}); the page is kept", "읽지 못했습니다({0}). 받은 문서는 보관합니다"),
    "gone": ("is gone ({0}); what was kept of it stays", "사라졌습니다({0}). 보관한 것은 그대로 둡니다"),
    "no_date": ("has no date", "날짜가 없습니다"),
    "no_text": ("has no text", "본문이 없습니다"),
    "no_answer": ("was asked for and never answered", "요청했지만 끝내 응답이 없었습니다"),
    "fault": ("could not be processed ({0})", "처리하지 못했습니다({0})"),
}
#: Details that are words rather than names or numbers, in Korean.
KOREAN = {
    "an HTML page": "HTML 페이지",
    "nothing at all": "빈 응답",
    "no XML": "XML이 아닌 것",
    "article body": "본문",
    "markup of a known platform": "아는 플랫폼의 표식",
    "address for any of its several posts": "여러 글 각각의 주소",
    "title and text": "제목과 본문",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: a key of PROBLEMS and its detail."""

    code: str
    detail: str = ""
    korean: str = ""  # the detail in Korean, where it is a sentence of its own

    def in_english(self) -> str:
        """What is wrong, as it stands after an address."""
        return PROBLEMS[self.code][0].format(self.detail)

    def in_korean(self) -> str:
        """What is wrong, as it stands before an address."""
        return PROBLEMS[self.code][1].format(self.korean or KOREAN.get(self.detail, self.detail))


@dataclass(slots=True)
class Report:
    """What one crawl did with one source; posts unless it says otherwise."""

    source: Source
    listed: int = 0  # announced by the feed or list
    asked: int = 0
    fetched: int = 0  # pages downloaded
    unchanged: int = 0  # answered 304 or said the same as before, the feed or list included
    new: int = 0
    changed: int = 0
    failed: int = 0
    listing_failed: bool = False  # its feed or list could not be read at all
    problems: dict[Problem, list[str]] = field(default_factory=dict)  # -> addresses

    def add(self, problem: Problem, url: str) -> None:
        """Note a problem with an address."""
        self.problems.setdefault(problem, []).append(url)

    @property
    def is_lost(self) -> bool:
        """Whether the source failed wholly: its feed or list, or every page of it that was asked for."""
        return self.listing_failed or 0 < self.asked == self.failed

    def sentences(self) -> list[tuple[str, str]]:
        """Each kind of problem once, in English and Korean, with the first address it was met at."""
        said = []
        for problem, urls in self.problems.items():
            others = len(urls) - 1
            english = f" (and {others} more)" if others else ""
            korean = f" 외 {others}건" if others else ""
            said.append(
                (
                    f"{self.source.name}: {urls[0]} {problem.in_english()}{english}.",
                    f"{self.source.name}: {problem.in_korean()} — {urls[0]}{korean}.",
                )
            )
        return said
