"""What can be wrong with a page, with the registry or with a crawl as a whole, each in one sentence."""


class PageChanged(Exception):
    """A page no longer has what every page of its platform must have."""

    def __init__(self, url: str, missing: str) -> None:
        super().__init__(f"{url} has no {missing}; the layout may have changed")
        self.url = url
        self.missing = missing


class CrawlError(Exception):
    """A crawl cannot begin or go on; says what and where in both languages."""

    def __init__(self, english: str, korean: str) -> None:
        super().__init__(english)
        self.english = english
        self.korean = korean


class SourceError(CrawlError):
    """The registry of sources says something that cannot be meant."""
