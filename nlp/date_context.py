"""What a text has said so far about dates, and where its sentences and lists begin: the memory that elided dates resolve from."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from nlp.date_signs import HAPPENED, SCHEDULE, is_past
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
    rf"(?P<offer>드(?:릴게요|릴께요|려요|립니다|리겠|릴까|리려)|(?:살펴|알아|들여다|짚어|돌아|둘러|정리해|해)[ ]?(?:볼게요|볼께요|봅니다|보겠|볼까))"
    rf"|(?P<past>[{_SS}](?=[다고으던지어는음]|[ ]|습니)|(?:{_PAST_ADJECTIVE})(?=[ ]|$))"
    rf"|(?P<future>예정|계획|방침|전망|(?<=[{_L}])[ ]것|열리는|시행되는|시작되는|열린다|겠(?=습니다|다[.\s])|(?<=[{_L}])게요|(?:열릴|시행될|시작될|출시될|공개될|발표될|선고될|재개될|이뤄질)(?=[ ]))"
    rf"|(?P<said>(?:[{_N}]|는|겠)다(?=고|며|는)|앞[두둔])"
    rf"|(?P<guess>(?:추정|판단|분석|파악|짐작|추측|의심|집계|확인)(?:합니다|한다|하고|됩니다|된다|되고|돼|하는|되는)|(?:보|여겨)(?:인다|입니다|진다|집니다)"
    rf"|거슬러[ ]올라[간가갑]|로[ ](?:본다|봅니다)|(?:이|사고)라고(?:도)?[ ](?:쓴다|적는다|부른다|한다|합니다|본다|봅니다|말한다|말합니다|주장한다|설명한다|전한다|적혀|나와|되어|돼))"
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
_SENTENCE_TAIL = re.compile(rf"(?:다|요|함|[{_SS}있]음)[ .]*$")  # a line that ends so is no heading; 사고 모음 is one
FAR = 60  # days ahead of publication at which a text that looks back means the year before
_FAR_IN_TABLE = 30  # and a row of a table; one that is headed by what happened may lie at any distance
_EVENT_ROW = re.compile(
    r"[ |]*(?:최초|첫|해킹|사고|정보)?[ ]?(?:발생|공격|유출|침해|침입|사고|인지|탐지|감지|파악|신고|공지|통지|공개|차단|복구|적발|시작|종료|끝)"
)
_ENTRY = re.compile(r"[ ]{0,2}(?:[:]|[-–][ ])[ ]?[^ \n]")  # 4월 19일: 최초 침입
_TITLE = 60  # characters around a row in which such a word may stand
_TOLD = re.compile(rf"[{_SS}](?:다|습니다|어요|고|으며|지만|는데)")
_TOLD_LOOK = 4000  # characters at the beginning of a text that tell whether it looks back
_STANDS = re.compile(
    "(?:까지|부터)|[ ]?(?:전후|경|께|쯤)?(?:이다|다|입니다|이에요|예요|이라는|이고|이며|으로[ ]잡)(?![가-힣]*[었았])"
)
_EVENT_REACH = 25  # characters from the date in which the word for an incident may stand
_SECTION = 600  # the longest paragraph below a heading that takes its year
_ROW = 120  # the longest rest of a row
_TABLE = 3000  # the longest table above a row
_BRACKET_OPEN = re.compile(r"\([^()\n]{0,10}$")
_BRACKET_REST = re.compile(
    r"[ ]?(?:에[ ])?(?:공개|출시|설립|개정|제정|창립|발표|도입|개봉|시행|인수|기준|출간|상장|준공|개점)[^()\n]{0,20}\)"
)
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
    weekday: bool = False  # 금요일: a day named by nothing else
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
    dated: Known | None = None  # the last one that is more than the name of a weekday
    last_day: Known | None = None  # the last date that is one day
    story_day: Known | None = None  # the last such day that is no background
    month: Known | None = None  # the last date that names a month
    head_year: Known | None = None  # a heading that sets the year of the lines below it
    head_month: Known | None = None
    counted: Known | None = None  # 석 달 전: what a term of months or years has counted to
    hint: date | None = None  # 나흘 뒤인 4일: the day that the words before the next one point to
    named: dict[tuple[int, int], Known] = field(default_factory=dict)  # (month, day) -> full date written before
    _only_year: int | bool | None = False
    _tells: bool | None = None

    def note(self, known: Known, names_month: bool = True) -> None:
        """Remember a date that has been resolved; a holiday does not name the month that the text goes on about."""
        self.last = known
        if not known.weekday:
            self.dated = known
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
        return bool(_HEAD_TAIL.match(rest)) or (grain == "year" and len(rest) < 30 and not _SENTENCE_TAIL.search(rest))

    def only_year(self) -> int | None:
        """The year that the text names, when it names no other."""
        if self._only_year is False:
            years = {match[0] for match in _ANY_YEAR.finditer(self.text)}
            self._only_year = int(years.pop()) if len(years) == 1 else None
        return self._only_year or None

    def tense(self, pos: int) -> str | None:
        """past or future, from the first verb after ``pos`` in its clause; weak when only a present form says so."""
        found = self.verb(pos)
        return None if found == "said" else found

    def verb(self, pos: int) -> str | None:
        """The same, and said where a plan or fact is reported in the present (미룬다고 밝혔다)."""
        reach = _TENSE_REACH
        while reach > 0 and (match := TENSE.search(self.text, pos, min(len(self.text), pos + reach))):
            if match.lastgroup == "offer":  # 정리해 드릴게요 is said of the text itself, not of what happened
                reach -= match.end() - pos
                pos = match.end()
                continue
            if match.lastgroup == "guess":
                return "past"
            if match.lastgroup != "quote":
                return match.lastgroup if match.lastgroup != "stop" else None
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

    def in_section(self, start: int) -> bool:
        """Whether ``start`` stands in the first paragraph below a line that holds nothing but the year in its bullets or brackets."""
        head = self.head_year
        if head is None or start - head.end > _SECTION:
            return False
        line = self.text.find("\n", head.end, start)
        alone = line >= 0 and _HEAD_TAIL.fullmatch(self.text, head.end, line)
        return bool(alone) and "\n\n" not in self.text[line:start].strip("\n")

    def turns_back(self, start: int, end: int, today: date, ahead: int) -> bool:
        """Whether a date without a verb, whose nearest reading lies ``ahead`` days after ``today``, is rather one of the year before.

        So it is in a row of a table or list, in a text that tells of what has happened and before a word for an incident; not where
        the passage speaks of a schedule, of a fact that holds (총선은 4월 10일이다) or has just named a day that is still to come.
        """
        if ahead <= 0 or self.verb(end) is not None:
            return False
        if (today + timedelta(days=ahead)).year > today.year and is_past(self.text, start, end):
            return True
        line = self.line_start(start)
        stop = self.text.find("\n", end, end + _ROW)
        stop = stop if stop >= 0 else min(len(self.text), end + _ROW)
        in_table = "|" in self.text[line:stop]
        row = in_table or (
            _ENTRY.match(self.text, end) if self.leads_line(start, line) else _LIST_LINE.match(self.text, line, start)
        )
        told = in_table and _EVENT_ROW.match(self.text, line, start)
        far = ahead > (_FAR_IN_TABLE if in_table else FAR)
        if not told and (not far or (self.last and self.last.day > self.published.latest)):
            return False
        if SCHEDULE.search(self.text, *self._passage(start, end, line, stop, bool(row), in_table)):
            return False
        if row:
            return True
        happened = HAPPENED.search(self.text, max(line, start - _EVENT_REACH), start) or HAPPENED.search(
            self.text, end, min(stop, end + _EVENT_REACH)
        )
        if not happened and _STANDS.match(self.text, end):
            return False
        if self._tells is None:
            self._tells = bool(_TOLD.search(self.text, 0, _TOLD_LOOK))
        return bool(self._tells or happened)

    def _passage(self, start: int, end: int, line: int, stop: int, row: bool, in_table: bool) -> tuple[int, int]:
        """The span that a schedule would be spoken of in: the table so far, the line with the title above it, or the sentence."""
        if row:
            return (self._table_start(line) if in_table else max(line - _TITLE, 0)), stop
        closed = self.text.find(". ", end, stop)
        return max(line, self.text.rfind(". ", line, start) + 1), closed if closed >= 0 else stop

    def _table_start(self, line: int) -> int:
        """Where the table of the row that begins at ``line`` begins, with the line above it."""
        limit = max(0, line - _TABLE)
        while line > limit:
            above = self.text.rfind("\n", limit, line - 1) + 1 or limit
            table, line = "|" in self.text[above:line], above
            if not table:
                break
        return line

    def in_remark(self, known: Known) -> bool:
        """Whether a date stood in brackets with more words (2023년 9월 공개): said of a thing, not of the story."""
        before = _BRACKET_OPEN.search(self.text, max(0, known.start - 12), known.start)
        return bool(before and _BRACKET_REST.match(self.text, known.end))

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
