"""Why a request brought no page: an exception of Scrapy's comes in, a Problem that a reader understands goes out."""

from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.web.client import ResponseFailed
from twisted.web.http import RESPONSES

from crawler import settings
from crawler.guard import GuardedResolver, Refused
from crawler.report import Problem


def explain(error: BaseException, url: str) -> Problem:
    """What went wrong with a request for ``url``."""
    match error:
        case Refused():
            return error.problem
        case HttpError():  # a redirect that Scrapy did not follow; the spiders handle all other answers
            return Problem(
                "odd_redirect", (error.response.headers.get("Location") or b"").decode("utf-8", "replace")[:200]
            )
        case DownloadTimeoutError():
            return Problem("timeout", str(error).rpartition(" than ")[2].removesuffix(" seconds."))
        case DownloadConnectionRefusedError():
            return Problem("refused")
        case CannotResolveHostError():
            host = urlsplit(url).hostname or ""
            refused = GuardedResolver.refused.get(host)
            return Problem("refused_address", f"{host} ({refused})") if refused else Problem("no_host")
        case ResponseDataLossError():
            return Problem("cut")
        case DownloadCancelledError():
            return too_large()
        case IgnoreRequest():
            return too_large() if "DOWNLOAD_MAXSIZE" in str(error) else Problem("redirects")
        case DownloadFailedError():
            return Problem("unreachable", innermost(error))
    return Problem("fault", f"{type(error).__name__}: {str(error)[:200]}".removesuffix(": "))


def too_large() -> Problem:
    """The problem of a page that is larger than is read."""
    return Problem("too_large", f"{settings.DOWNLOAD_MAXSIZE / 1e6:g}")


def innermost(error: BaseException) -> str:
    """What the network said under the exceptions that Twisted and Scrapy wrap around it."""
    cause = error.__cause__
    if isinstance(cause, ResponseFailed) and cause.reasons:
        cause = cause.reasons[-1].value
    return " ".join(str(cause or error).split())[:120] or type(cause or error).__name__


def status_line(status: int) -> str:
    """A status as people say it.

    >>> status_line(404)
    '404 Not Found'
    """
    return f"{status} {RESPONSES.get(status, b'').decode()}".strip()
