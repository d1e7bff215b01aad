-- What each wording says according to each model. A row is closed by superseded_at when another model has read the
-- same wording; it is never changed or deleted.

CREATE TABLE extraction (
    version_id UUID NOT NULL,
    model VARCHAR NOT NULL,
    relevant BOOLEAN NOT NULL,
    relevance DOUBLE NOT NULL,
    incident_type VARCHAR,
    type_confidence DOUBLE NOT NULL,
    error VARCHAR, -- why this wording could not be read, if so
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP,
    PRIMARY KEY (version_id, model)
);

CREATE TABLE organisation_mention (
    organisation_mention_id UUID NOT NULL, -- hash of version, model, zone and span
    version_id UUID NOT NULL,
    model VARCHAR NOT NULL,
    name VARCHAR NOT NULL, -- canonical where known, else as written
    surface VARCHAR NOT NULL,
    role VARCHAR NOT NULL, -- victim_org, authority, attacker, other
    zone VARCHAR NOT NULL, -- body or title: the text the span counts in
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

-- One figure is one number, amount or date in one place of one wording. No keys and no references: they double the
-- time of a bulk load; extraction's key keeps a wording from being loaded twice by the same model.
CREATE TABLE figure (
    figure_id UUID NOT NULL, -- hash of version, model, zone, span and kind
    version_id UUID NOT NULL,
    model VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, -- count, money, date
    role VARCHAR NOT NULL, -- victims, damage, occurred ...; roles are values, not columns
    detail VARCHAR, -- kind of fine where the sentence names it: 과징금, 과태료, 벌금
    surface VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    value DECIMAL(30, 8), -- counts and money, exact; eight places because coins have them
    lower DECIMAL(30, 8),
    upper DECIMAL(30, 8),
    date_value VARCHAR, -- ISO at its grain: 2025, 2025-06, 2025-06-09
    date_lower TIMESTAMP, -- half-open [date_lower, date_upper), Korean time
    date_upper TIMESTAMP,
    grain VARCHAR,
    unit VARCHAR, -- counter as written
    currency VARCHAR,
    approx BOOLEAN NOT NULL,
    marks VARCHAR[] NOT NULL, -- superseded, negated_or_denied, hypothetical, per_unit, background_incident, in_table
    incident_index INTEGER NOT NULL, -- 1 is the incident the document is about
    as_of TIMESTAMP, -- the day the text says the figure holds (18일 기준)
    confidence DOUBLE NOT NULL,
    needs_review BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);
