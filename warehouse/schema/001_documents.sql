-- What was read: posts, every wording of each post, and when each wording was seen.
-- Times: published_at is Korean time (Asia/Seoul), every other TIMESTAMP is UTC; none carries a zone.
-- Ids are 128-bit hashes of natural keys (crawler.items.hash_id), so any process mints the same one.

CREATE TABLE document (
    document_id UUID PRIMARY KEY, -- hash of the address
    url VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE document_version (
    version_id UUID PRIMARY KEY, -- hash of address, title, text and publication time
    document_id UUID NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL, -- what every span counts in (code points, as Python does)
    published VARCHAR, -- as the page gives it
    published_at TIMESTAMP, -- the same moment in Korean time; midnight where the page gives only a day
    published_from VARCHAR,
    modified VARCHAR,
    author VARCHAR,
    platform VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    flags VARCHAR[] NOT NULL,
    sketch UBIGINT[] NOT NULL, -- fingerprint of the wording, to recognise copies (warehouse/copies.py)
    recorded_at TIMESTAMP NOT NULL
);

-- A row when a fetch found other words than the fetch before it. The newest sighting tells which wording holds,
-- also for a post that was edited and changed back.
CREATE TABLE sighting (
    document_id UUID NOT NULL,
    version_id UUID NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    segment VARCHAR NOT NULL, -- the landing segment that holds the page
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE loaded_segment (
    segment VARCHAR NOT NULL,
    bytes BIGINT NOT NULL, -- a repaired segment has another size and is read again
    documents INTEGER NOT NULL,
    broken_lines INTEGER NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (segment, bytes)
);

-- Filled only in a published snapshot: when it was made.
CREATE TABLE publication (published_at TIMESTAMP NOT NULL);
