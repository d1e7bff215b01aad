-- Which documents tell of the same incident. Grouping is repeated after a load; a row that no longer holds is closed
-- by superseded_at and the new one is added, so yesterday's answer can still be given.

CREATE TABLE incident (
    incident_id UUID NOT NULL, -- hash of the id of its first document
    first_document_id UUID NOT NULL,
    slug VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    organisation VARCHAR, -- the victim named most often
    organisations VARCHAR[] NOT NULL,
    incident_type VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);

CREATE TABLE incident_document (
    incident_id UUID NOT NULL,
    document_id UUID NOT NULL,
    copy_of UUID NOT NULL, -- first document with the same wording; itself where it is no copy
    recorded_at TIMESTAMP NOT NULL,
    superseded_at TIMESTAMP
);
