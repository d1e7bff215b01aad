"""Scrapy's items end here: every answered request is kept, in the landing segment and in the ledger."""

from scrapy.crawler import Crawler

from crawler.run import Kept, Run


class KeepPipeline:
    """Keeps what the spiders bring."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepPipeline":
        return cls(crawler)

    @property
    def run(self) -> Run:
        return self.crawler.spider.run

    def process_item(self, item: Kept) -> Kept:
        self.run.keep(item)
        return item
