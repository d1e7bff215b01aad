"""Scrapy's settings: politeness and safety first. What a run adds (User-Agent, time limit, log file) is in crawl.py."""

BOT_NAME = "sagowatch"
SPIDER_MODULES = ["crawler.spiders"]

# One way out for all requests: the guard, robots.txt, then the host's gate (politeness.py), which keeps the delays.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a failing robots.txt for permission
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "crawler.guard.GuardMiddleware": 90,
    "crawler.robots.RobotsMiddleware": 100,
}
DOWNLOAD_HANDLERS = {
    "http": "crawler.politeness.PoliteHandler",
    "https": "crawler.politeness.PoliteHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
REFERRER_POLICY = "no-referrer"

DOWNLOAD_TIMEOUT = 20  # seconds
DOWNLOAD_MAXSIZE = 8_000_000  # bytes, before and after decompression
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5  # seconds; front pages that reload themselves every few minutes are no redirects
URLLENGTH_LIMIT = 0  # Korean slugs grow ninefold when escaped
DNS_TIMEOUT = 20

# The gates hold requests back host by host; a limit over all hosts would let slow ones block the others.
CONCURRENT_REQUESTS = 10_000
CONCURRENT_REQUESTS_PER_DOMAIN = 10_000
DOWNLOAD_DELAY = 0
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the spiders know what they asked for; a redirect may come back
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

ITEM_PIPELINES = {"crawler.pipelines.KeepPipeline": 300}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "ko,en;q=0.5",
}
LOG_VERSIONS = []
