"""What a text has said so far about dates, and where its sentences and lists begin: the memory that elided dates resolve from."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from nlp.published import Published

# Verbs, as they stand behind a date. A syllable with ㅆ under it is past, except 있 and 겠.
_SS = "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 20 and chr(code) not in "있겠")
_N = "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 4)
_L = "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 8)
_PAST_ADJECTIVE = (
    "열린|발생한|일어난|벌어진|터진|시작된|시작한|발표한|공개한|공개된|유출된|밝힌|당한|받은|알려진|드러난|확인된|확인한|체결한|출시한|출시된|알린|맺은|나온|올린|뚫린|의결한|"
    "설립된|도입한|도입된|접수된|신고한|보낸|저지른|잃은|빼돌린|감지한|인지한|파악한|개최한|있은|끝난|마친|치른|치러진|숨진|검거한|체포된|구속된|선고한|선고된|제출한|통보한|진행된|열렸던"
)
TENSE = re.compile(
    rf"(?P<past>[{_SS}](?=[다고으던지어는음]|[ ]|습니)|(?:{_PAST_ADJECTIVE})(?=[ ]|$))"
    rf"|(?P<future>예정|계획|방침|전망|(?<=[{_L}])[ ]것|열리는|시행되는|시작되는|열린다|겠(?=습니다|다[.\s])|(?<=[{_L}])게요|(?:열릴|시행될|시작될|출시될|공개될|발표될|선고될|재개될|이뤄질)(?=[ ]))"
    rf"|(?P<said>(?:[{_N}]|는|겠)다(?=고|며|는)|앞[두둔])"
    rf"|(?P<weak>(?:[{_N}]|는)다(?=[.\s]|$)|합니다|됩니다|립니다)"
    r"|(?P<quote>[\"“])|(?P<stop>[.!?。](?=\s|$)|\n)"
)
QUOTE_END = re.compile('["”]')
_QUOTE = 300  # characters; a quotation that goes on longer is none
_TENSE_REACH = 70  # characters; a date and the verb it goes with stand in one clause
REPORT = re.compile(
    "[^.\n]{0,15}?(?:밝혔|밝힌|밝혀|말했|전했|에 따르면|설명했|강조했|덧붙였|주장했|지적했|알려졌|보도했)"
)
REPORT_END = re.compile(
    r"(?:[^\n.]|\.(?=[0-9\"”'’])){0,160}?(?:고|며|라고|다고)[ ](?:이같이[ ])?(?:밝혔|말했|전했|설명했|강조했|덧붙였|주장했)"
)
SAYS = re.compile("[ ]?(?:밝혔|밝힌|말했|전했|설명했|덧붙였|보도했|공시했)")
FLASHBACK = re.compile("(?:앞서|이에[ ]앞서|이보다[ ]앞서|당초|먼저|처음|최초|애초|그전에)[^.\n]{0,20}$")
SENTENCE_END = re.compile(r"[.!?。][\"'”’)\]」』]*(?=\s)|\n")
_LIST_LINE = re.compile(r"[ ]*(?:[-–•*▲△▶▷■□●○◆◇·ㆍ※☞→|│<\[(【〈]|[0-9]{1,2}[.)]|[①-⑳]|[가-힣]\.|#{1,4}[ ])")
_BULLETS = re.compile(r"[ ]*(?:[-–•*▲△▶▷■□●○◆◇·ㆍ※☞→|│<\[(【〈#]+|[0-9]{1,2}[.)](?=[ ])|[①-⑳])?[ ]*")
_HEAD_TAIL = re.compile(r"[ ]*[:|│>\])】〉=·-]*[ ]*$")
_FOUNDED = re.compile("설립|창립|출범|개정|도입|제정|창업|개국|개관|인수|구축|생산|출시")
_ANY_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?=년|[.-][ ]?[01]?[0-9][.-])")
_STAMP = re.compile(
    r"(?:입력|등록|승인|작성|게시|기사입력|송고|발행|수정|업데이트|최종|시각|일시|작성일|등록일|게시일|날짜)(?:일|일시|시간|시각)?[ ]*[:：|]?[ ]*$"
)
_POSTED = re.compile(r"(?:입력|등록|승인|작성일?|게시일?|등록일|송고|발행일?)(?:일시|시간|시각)?[ ]*[:：|]?[ ]*$")


@dataclass(slots=True)
class Known:
    """One date that the text has named: its first day and how exactly, and what of it was written."""

    start: int
    end: int
    day: date
    grain: str
    year_named: bool = False  # the year was written, or followed from one that was
    month_named: bool = False
    background: bool = False  # 지난 9일: a day before the story's own
    before: "Known | None" = None  # for 전날: the day that it was counted from

    @property
    def label(self) -> str:
        """Where it stands, as an anchor."""
        return f"text {self.start}-{self.end}"


@dataclass(slots=True)
class Context:
    """The dates of one text up to the place that is being read."""

    text: str
    published: Published
    last: Known | None = None  # the last date of any grain
    last_day: Known | None = None  # the last date that is one day
    story_day: Known | None = None  # the last such day that is no background
    month: Known | None = None  # the last date that names a month
    head_year: Known | None = None  # a heading that sets the year of the lines below it
    head_month: Known | None = None
    hint: date | None = None  # 나흘 뒤인 4일: the day that the words before the next one point to
    named: dict[tuple[int, int], Known] = field(default_factory=dict)  # (month, day) -> full date written before
    _only_year: int | bool | None = False

    def note(self, known: Known, names_month: bool = True) -> None:
        """Remember a date that has been resolved; a holiday does not name the month that the text goes on about."""
        self.last = known
        if known.grain == "day":
            self.last_day = known
            if not known.background:
                self.story_day = known
            if known.year_named:
                self.named[known.day.month, known.day.day] = known
        if known.grain in ("day", "month") and names_month:
            self.month = known

    def sentences_between(self, left: int, right: int) -> int:
        """How many sentences or lines end between two places, counted up to five."""
        count = 0
        for _ in SENTENCE_END.finditer(self.text, left, min(right, left + 1200)):
            count += 1
            if count == 5:
                break
        return count if right - left <= 1200 else 5

    def line_start(self, pos: int) -> int:
        """Where the line of ``pos`` begins, or 200 characters before it when it began earlier."""
        return self.text.rfind("\n", max(0, pos - 200), pos) + 1 or max(0, pos - 200)

    def in_list(self, pos: int) -> bool:
        """Whether ``pos`` stands in a list line or a table row, or first in its line."""
        start = self.line_start(pos)
        return (
            bool(_LIST_LINE.match(self.text, start, pos)) or "|" in self.text[start:pos] or self.leads_line(pos, start)
        )

    def leads_line(self, pos: int, start: int) -> bool:
        """Whether only bullets stand before ``pos`` in its line."""
        whole = start == 0 or self.text[start - 1] == "\n"
        return whole and _BULLETS.match(self.text, start, pos).end() == pos

    def is_heading(self, start: int, end: int, grain: str) -> bool:
        """Whether the year or month at ``start`` heads its line: nothing but bullets before it, and no sentence after it."""
        first = self.text.rfind("\n", max(0, start - 40), start) + 1
        if not first and start > 40:
            return False
        if _BULLETS.match(self.text, first, start).end() != start:
            return False
        last = self.text.find("\n", end, end + 60)
        last = last if last >= 0 else min(len(self.text), end + 60)
        rest = self.text[end:last]
        if last == len(self.text) or len(rest) >= 60:
            return False
        return bool(_HEAD_TAIL.match(rest)) or (
            grain == "year" and len(rest) < 30 and not rest.rstrip(" .").endswith(("다", "요", "음", "함"))
        )

    def only_year(self) -> int | None:
        """The year that the text names, when it names no other."""
        if self._only_year is False:
            years = {match[0] for match in _ANY_YEAR.finditer(self.text)}
            self._only_year = int(years.pop()) if len(years) == 1 else None
        return self._only_year or None

    def tense(self, pos: int) -> str | None:
        """past or future, from the first verb after ``pos`` in its clause; weak when only a present form says so."""
        reach = _TENSE_REACH
        while match := TENSE.search(self.text, pos, min(len(self.text), pos + reach)):
            if match.lastgroup != "quote":
                return match.lastgroup if match.lastgroup not in ("stop", "said") else None
            closed = QUOTE_END.search(self.text, match.end(), min(len(self.text), match.end() + _QUOTE))
            reach -= match.start() - pos
            pos = closed.end() if closed else match.end()  # what is quoted has verbs of its own
        return None

    def reports(self, start: int, end: int) -> bool:
        """Whether the date is the day of a statement (…고 9일 밝혔다; 회사는 9일 "…"고 말했다)."""
        if REPORT.match(self.text, end):
            return True
        last = self.last
        first = last is None or last.start >= start or self.sentences_between(last.end, start) > 0
        return first and bool(REPORT_END.match(self.text, end))

    def says(self, end: int) -> bool:
        """Whether the verb of a statement stands right behind the date (… 고 15일 밝혔다)."""
        return bool(SAYS.match(self.text, end))

    def looks_back(self, start: int) -> bool:
        """Whether the words before say that the story goes back (앞서, 당초)."""
        return bool(FLASHBACK.search(self.text, max(0, start - 26), start))

    def founded(self, left: int, right: int) -> bool:
        """Whether the words between tell of a founding or a law: a year there does not carry on."""
        return bool(_FOUNDED.search(self.text, left, right))

    def is_stamp(self, start: int) -> bool:
        """Whether the date at ``start`` is the page's own stamp (입력 2025.06.09)."""
        return bool(_STAMP.search(self.text, max(0, start - 14), start))

    def is_posted(self, start: int) -> bool:
        """Whether that stamp is the time of posting."""
        return bool(_POSTED.search(self.text, max(0, start - 14), start))


def as_day(moment: date) -> date:
    """The day of a date or time."""
    return moment.date() if isinstance(moment, datetime) else moment
