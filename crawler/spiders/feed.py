"""Posts that RSS and Atom feeds announce, also feeds that go on on a next page."""

from scrapy.http import Response

from crawler.feeds import Feed, parse_feed
from crawler.sources import Source
from crawler.spiders.posts import PostSpider, header


class FeedSpider(PostSpider):
    """Brings the posts of feeds."""

    name = "feed"

    def entries(self, response: Response, source: Source, page: int) -> Feed:
        return parse_feed(response.body, response.url, header(response, "Content-Type"))
