"""Times as pages and feeds write them, in tables: what is read, what is no time, and that nothing is made more exact than it was."""

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates import find_time, read_stamp, read_time

#: written, ISO 8601 or None; what wrote it stands beside.
WHOLE = [
    # Tistory, shared CMS, feeds: ISO 8601
    ("2023-09-03T15:06:03+09:00", "2023-09-03T15:06:03+09:00"),
    ("2025-05-15T20:00:52.000+0900", "2025-05-15T20:00:52+09:00"),
    ("2025-05-15T20:00:52,123456789Z", "2025-05-15T20:00:52+00:00"),
    ("2025-05-15t20:00:52z", "2025-05-15T20:00:52+00:00"),
    ("2025-05-15T20:00+09", "2025-05-15T20:00+09:00"),
    ("2025-05-15 20:00-07", "2025-05-15T20:00-07:00"),
    ("2025-05-15 20:00:52 +0900", "2025-05-15T20:00:52+09:00"),
    ("2016-12-23T05:11:00-05:00", "2016-12-23T05:11:00-05:00"),  # Blogger: 19:11 in Seoul
    ("2025-09-21T21:30:00-07:00", "2025-09-21T21:30:00-07:00"),
    ("2026-01-02T03:04:05+05:45", "2026-01-02T03:04:05+05:45"),
    ("20180119T00:45:26", "2018-01-19T00:45:26+09:00"),  # old Tistory's data
    ("2004-12-27T11:30:00", "2004-12-27T11:30:00+09:00"),
    ("2022-09-14 16:04:03", "2022-09-14T16:04:03+09:00"),
    ("2024-01-02 10:00:00", "2024-01-02T10:00:00+09:00"),  # feeds of the shared CMS
    ("2025/05/28 18:21", "2025-05-28T18:21+09:00"),
    ("2025-05-28", "2025-05-28"),
    ("2025-5-8", "2025-05-08"),
    (" 2025-05-28\n", "2025-05-28"),
    # Korean pages
    ("2026.01.29 18:40", "2026-01-29T18:40+09:00"),
    ("2023. 9. 3. 15:06", "2023-09-03T15:06+09:00"),
    ("2024. 7. 14. 9:31", "2024-07-14T09:31+09:00"),
    ("2018. 05. 16. 22:22", "2018-05-16T22:22+09:00"),
    ("2025.11.13", "2025-11-13"),
    ("2025. 11. 13.", "2025-11-13"),
    ("2025.11.13\u00a017:04", "2025-11-13T17:04+09:00"),
    ("2025.11.13 (목) 17:04", "2025-11-13T17:04+09:00"),
    ("2025.11.13(목) 17:04:09", "2025-11-13T17:04:09+09:00"),
    ("14.06.20 06:31", "2014-06-20T06:31+09:00"),
    ("2025년 9월 22일", "2025-09-22"),
    ("2025년 9월 22일 10:00", "2025-09-22T10:00+09:00"),
    ("2025년 9월 22일 (월) 10:00", "2025-09-22T10:00+09:00"),
    ("2025년9월22일", "2025-09-22"),
    ("4월 18, 2023", "2023-04-18"),  # Blogger in Korean
    ("9월 22, 2025 10:00", "2025-09-22T10:00+09:00"),
    ("２０２５.０１.０２ １０:００:０５", "2025-01-02T10:00:05+09:00"),
    # the 12-hour clock
    ("2020.07.13. 오후 5:04", "2020-07-13T17:04+09:00"),
    ("2020.07.13. 오전 12:04", "2020-07-13T00:04+09:00"),
    ("2020.07.13. 오후 12:04", "2020-07-13T12:04+09:00"),
    ("2020.07.13. 오전 11:59:59", "2020-07-13T11:59:59+09:00"),
    ("2025-05-28 PM 6:21", "2025-05-28T18:21+09:00"),
    ("2025-05-28 6:21 am", "2025-05-28T06:21+09:00"),
    ("2025-05-28 12:00 AM", "2025-05-28T00:00+09:00"),
    ("2020.07.13. 오후 17:04", None),
    # feeds: RFC 822
    ("Mon, 27 Dec 2004 14:20:00 +0900", "2004-12-27T14:20:00+09:00"),
    ("Tue, 27 Dec 2005 13:30:33+0900", "2005-12-27T13:30:33+09:00"),
    ("Mon, 26 Sept 2005 21:46:23+0900", "2005-09-26T21:46:23+09:00"),
    ("21 July 2005 14:00:00 GMT", "2005-07-21T14:00:00+00:00"),
    ("Mon, 27 Dec 2004 14:20 +0900", "2004-12-27T14:20+09:00"),
    ("Mon, 27 Dec 2004 14:20:00 -0800", "2004-12-27T14:20:00-08:00"),
    ("Mon, 27 Dec 2004 14:20:00 PST", "2004-12-27T14:20:00-08:00"),
    ("Mon, 27 Dec 2004 14:20:00 KST", "2004-12-27T14:20:00+09:00"),
    ("Mon, 27 Dec 2004 14:20:00 Z", "2004-12-27T14:20:00+00:00"),
    ("Mon, 27 Dec 2004 14:20:00 -0000", "2004-12-27T14:20:00+00:00"),
    ("Mon, 27 Dec 2004 14:20:00", "2004-12-27T14:20:00+09:00"),  # no zone: Korean, as everywhere
    ("Mon, 27 Dec 2004", "2004-12-27"),
    ("27 Dec 04 14:20:00 +0900", "2004-12-27T14:20:00+09:00"),
    ("27-Dec-2004 14:20:00 GMT", "2004-12-27T14:20:00+00:00"),
    ("27 Dec 99 14:20 GMT", "1999-12-27T14:20+00:00"),
    ("Mon, 27 Dec 2004 14:20:00 +0900 (KST)", "2004-12-27T14:20:00+09:00"),
    ("Mon, 27 Dec 2004 02:20:00 PM", "2004-12-27T14:20:00+09:00"),
    ("Mon, 27 Foo 2004 14:20:00 GMT", None),
    ("Mon, 27 Dec 2004 14:20:60 +0900", "2004-12-27T14:20:59+09:00"),  # a leap second
    ("Mon, 27 Dec 2004 14:20:00 XYZ", None),  # a clock of nobody knows where
    ("Mon, 27 Dec 2004 25:00:00 +0900", None),
    ("Mon, 27 Dec 2004 14:20:00 +9900", None),
    ("Fri, 31 Feb 2025 10:00:00 +0900", None),
    ("Fri, 31 Feb 2025", None),
    ("1 Jan 2004 ::", None),
    # days and hours that are none
    ("2025-02-29", None),
    ("2024-02-29", "2024-02-29"),
    ("2025-04-31T10:00:00+09:00", None),
    ("2025-13-01", None),
    ("2025-00-10", None),
    ("2025-10-00", None),
    ("2025-09-22T24:00:00", None),
    ("2025-09-22T23:60:00", None),
    ("2025-09-22T10:00:00+15:00", None),
    ("2025-09-22T10:00:00+09:75", None),
    ("0000-00-00", None),
    ("0000-00-00 00:00:00", None),
    ("1970-01-01T00:00:00Z", None),  # an empty field of a database
    ("2101-01-01", None),
    # no times
    ("", None),
    (None, None),
    ("3시간 전", None),
    ("어제", None),
    ("1721521880000", None),
    ("20230903030603", None),  # og:regDate of Tistory: a 12-hour clock without its half
    ("20250102", None),
    ("2025", None),
    ("2025-09", None),
    ("10:00", None),
    ("승인 2021.01.01 10:00", None),
    ("2025-09-22 그리고", None),
    ("2" * 200, None),
]  # fmt: skip

WITHIN = [
    ("승인 2021.01.01 10:00", "2021-01-01T10:00+09:00"),
    ("입력 : 2025-05-28 18:21:46", "2025-05-28T18:21:46+09:00"),
    ("발행일 : 2025.05.28 18:21", "2025-05-28T18:21+09:00"),
    ("입력:2025/05/28 18:21 -- 수정:2025/05/29 07:00", "2025-05-28T18:21+09:00"),
    ("2025-05-28 18:21 송고", "2025-05-28T18:21+09:00"),
    ("기사입력 2020.07.13. 오후 5:04", "2020-07-13T17:04+09:00"),
    ("보안 2025. 12. 2. 17:09 댓글 3", "2025-12-02T17:09+09:00"),
    ("2025년 9월 22일 월요일", "2025-09-22"),
    ("수정 2025.05.29 07:00 입력 2025-05-28 18:21", "2025-05-29T07:00+09:00"),  # the first as written
    ("버전 10.20.12 배포 2025.01.02", "2025-01-02"),  # the first that is a day at all
    ("2025.13.01 2025.11.30", "2025-11-30"),
    ("192.168.12.10", None),
    ("사건번호 2025.11.1234", None),
    ("어제 올림", None),
    ("", None),
    (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "time"), WHOLE)
def test_read_time(written, time):
    assert read_time(written) == time


@pytest.mark.parametrize(("text", "time"), WITHIN)
def test_find_time(text, time):
    assert find_time(text) == time


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("20180516222210", "2018-05-16T22:22:10+09:00"),
        ("20180516242210", None),
        ("20180230000000", None),
        ("2018051622221", None),
        (None, None),
    ],
)
def test_read_stamp(written, time):
    assert read_stamp(written) == time


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.:T+Z ,년월일시오전후APMJanFebDc()목", max_size=40) | st.text(max_size=30))
def test_whatever_is_written_gives_a_real_time_or_none(written):
    for time in (read_time(written), find_time(written), read_stamp(written)):
        if time is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d)?", time, re.ASCII)
            assert 1990 <= datetime.fromisoformat(time).year <= 2100


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)))
def test_every_form_of_one_moment_is_the_same_moment(moment):
    minutes = f"{moment:%Y-%m-%dT%H:%M}+09:00"
    half = "오전" if moment.hour < 12 else "오후"
    assert read_time(f"{moment:%Y.%m.%d %H:%M}") == minutes
    assert read_time(f"{moment.year}. {moment.month}. {moment.day}. {moment:%H:%M}") == minutes
    assert read_time(f"{moment:%Y.%m.%d.} {half} {moment.hour % 12 or 12}:{moment:%M}") == minutes
    assert read_time(f"{moment:%Y%m%dT%H:%M:%S}") == f"{moment:%Y-%m-%dT%H:%M:%S}+09:00"
    assert read_stamp(f"{moment:%Y%m%d%H%M%S}") == f"{moment:%Y-%m-%dT%H:%M:%S}+09:00"
    assert find_time(f"승인 {moment:%Y.%m.%d %H:%M} 댓글 2") == minutes
