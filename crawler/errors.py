"""What can be wrong with a page or with the registry, each in one sentence."""


class PageChanged(Exception):
    """A page no longer has what every page of its platform must have."""

    def __init__(self, url: str, missing: str) -> None:
        super().__init__(f"{url} has no {missing}; the layout may have changed")
        self.url = url
        self.missing = missing


class SourceError(Exception):
    """The registry of sources says something that cannot be meant."""
