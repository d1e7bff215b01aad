-- What is derived: replaced as a whole by migrate.py whenever this file differs. Nothing here is stored.
-- Of all that models said, what holds now is what has no superseded_at; a model that is used once more has it set to NULL
-- again, so that column, unlike the values, does change.

-- Every wording of every post; is_latest is the one that holds now.
CREATE VIEW v_version AS
WITH seen AS (
    SELECT version_id, min(fetched_at) AS first_seen, max(fetched_at) AS last_seen FROM sighting GROUP BY version_id
)
SELECT v.*, d.url, s.first_seen, s.last_seen,
    row_number() OVER (PARTITION BY v.document_id ORDER BY s.first_seen, v.version_id) AS seq,
    row_number() OVER (PARTITION BY v.document_id ORDER BY s.last_seen DESC, v.version_id DESC) = 1 AS is_latest
FROM document_version AS v JOIN document AS d USING (document_id) JOIN seen AS s USING (version_id);

-- Every post as it reads now, what the current model thinks of it, and the incident it tells of.
CREATE VIEW v_document AS
SELECT v.document_id, v.version_id, v.url, v.title, v.text, v.source, v.platform, v.author, v.published_at, v.flags,
    v.seq, v.first_seen, v.last_seen, e.model, e.relevant, e.relevance, e.incident_type, e.type_confidence, e.error,
    m.incident_id, m.copy_of
FROM v_version AS v
LEFT JOIN extraction AS e ON e.version_id = v.version_id AND e.superseded_at IS NULL
LEFT JOIN incident_document AS m ON m.document_id = v.document_id AND m.superseded_at IS NULL
WHERE v.is_latest;

-- Every figure of every post as it reads now. amount is the number to compare, measure what it counts in; a figure
-- counts when it is a fact of the post's own incident and carries no mark that takes it back.
CREATE VIEW v_figure AS
SELECT f.*, d.document_id, d.url, d.title AS document_title, d.source, d.published_at AS reported_at, d.copy_of,
    CASE WHEN f.incident_index = 1 AND NOT list_contains(f.marks, 'background_incident') THEN d.incident_id END
        AS incident_id,
    coalesce(f.value, f.lower, f.upper) AS amount,
    CASE
        WHEN f.kind = 'money' THEN coalesce(f.currency, 'KRW')
        WHEN f.role = 'victims' THEN '명' -- 명, 분, 인: people either way
        WHEN f.role = 'devices' THEN '대'
        WHEN f.role = 'transactions' THEN '건' -- 건, 차례, 회
        ELSE coalesce(f.unit, '')
    END AS measure,
    d.incident_id IS NOT NULL AND f.incident_index = 1
        AND f.role NOT IN ('other_count', 'budget_investment', 'revenue_other', 'publication', 'other')
        AND NOT list_has_any(f.marks,
            ['superseded', 'negated_or_denied', 'hypothetical', 'per_unit', 'background_incident']) AS counts
FROM figure AS f JOIN v_document AS d USING (version_id)
WHERE f.superseded_at IS NULL;

-- THE HEADLINE RULE. Per incident, role, kind of fine and unit or currency:
--   1. Only figures that count: no superseded, denied, hypothetical, per-unit or background figure ever wins, and
--      people, records and devices, 과징금 and 과태료, won and dollars are never compared with each other.
--      A fine whose kind is not named counts as 과징금, the usual one.
--   2. A rounded figure within 5 % of an exact one of the same incident is that figure retold, not a rival. Rounded is
--      what the text calls about (약), and from 10,000 on what has fewer digits (30만 beside 297,117).
--   3. A document speaks with one figure: the newest it dates itself (as_of), else the largest, because parts
--      (이 중 1204명) are smaller than the whole.
--   4. A value holds from the day its documents say it holds (as_of), else from the first day it was reported, so
--      that a late repetition of an old number does not win. Undated posts come last.
--   5. Newest day first; then more independent documents (copies count once), higher confidence, larger value.
CREATE VIEW v_spoken AS -- steps 1 to 3: what each document says
WITH usable AS (
    SELECT *, CASE WHEN role = 'fine' THEN coalesce(detail, '과징금') END AS fine_kind,
        length(rtrim(replace(amount::VARCHAR, '.', ''), '0')) AS digits
    FROM v_figure WHERE counts AND kind IN ('count', 'money') AND amount IS NOT NULL
),
exact AS (
    SELECT DISTINCT incident_id, role, fine_kind, measure, amount, digits
    FROM usable WHERE NOT approx AND value IS NOT NULL
)
SELECT u.* EXCLUDE (digits) FROM usable AS u
WHERE NOT EXISTS (
    FROM exact AS e
    WHERE e.incident_id = u.incident_id AND e.role = u.role AND e.fine_kind IS NOT DISTINCT FROM u.fine_kind
        AND e.measure = u.measure AND e.amount <> u.amount AND abs(e.amount - u.amount) <= 0.05 * e.amount
        AND (u.approx OR (u.digits < e.digits AND u.amount >= 10000)))
QUALIFY row_number() OVER (
    PARTITION BY u.document_id, u.role, u.fine_kind, u.measure
    ORDER BY u.as_of DESC NULLS LAST, u.amount DESC, u.confidence DESC, u.figure_id) = 1;

CREATE VIEW v_claim AS -- step 4 and 5: every value that was said, the winner at place 1
SELECT incident_id, role, fine_kind, measure, amount,
    coalesce(max(as_of), min(reported_at)) AS holds_from, min(reported_at) AS first_reported,
    max(reported_at) AS last_reported, count(DISTINCT document_id) AS documents,
    count(DISTINCT copy_of) AS independent, max(confidence) AS confidence, bool_and(approx) AS approx,
    min(lower) AS lower, max(upper) AS upper, bool_and(needs_review) AS needs_review,
    arg_max(figure_id, (confidence, figure_id)) AS figure_id,
    row_number() OVER (
        PARTITION BY incident_id, role, fine_kind, measure
        ORDER BY holds_from::DATE DESC NULLS LAST, independent DESC, max(confidence) DESC, amount DESC) AS place
FROM v_spoken
GROUP BY incident_id, role, fine_kind, measure, amount;

CREATE VIEW v_headline AS
SELECT * EXCLUDE (place), count(*) OVER (PARTITION BY incident_id, role, fine_kind, measure) AS values_said
FROM v_claim QUALIFY place = 1;

-- One date per incident and role: the value most independent documents agree with (a month agrees with its days),
-- then the most exact, the most confident, the earliest. Of several days of disclosure the earliest comes before the
-- most confident: what is known is known. A stretch without a value (최근 1년간) supports the days in it and is no date itself.
CREATE VIEW v_when AS
WITH said AS (
    SELECT incident_id, role, date_value, date_lower, coalesce(date_upper, date_lower) AS date_upper, grain,
        max(confidence) AS confidence, list(DISTINCT copy_of) AS sayers, arg_max(figure_id, (confidence, figure_id)) AS figure_id
    FROM v_figure WHERE counts AND kind = 'date' AND date_lower IS NOT NULL
    GROUP BY ALL
),
agreed AS (
    SELECT a.*, (
        SELECT count(DISTINCT sayer) FROM (
            SELECT unnest(b.sayers) AS sayer FROM said AS b
            WHERE b.incident_id = a.incident_id AND b.role = a.role
                AND b.date_lower <= a.date_lower AND b.date_upper >= a.date_upper)) AS independent
    FROM said AS a
)
SELECT incident_id, role, date_value, date_lower, date_upper, grain, independent, confidence, figure_id,
    count(*) OVER (PARTITION BY incident_id, role) AS values_said
FROM agreed WHERE date_value IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY incident_id, role
    ORDER BY independent DESC, date_upper - date_lower, CASE WHEN role = 'disclosed' THEN date_lower END,
        confidence DESC, date_lower, figure_id) = 1;

-- One row per incident. known_at is the day the world could know: disclosed or first reported, whichever came first.
CREATE VIEW v_incident AS
WITH told AS (
    SELECT incident_id, count(*) AS documents, count(DISTINCT copy_of) AS independent,
        min(published_at) AS first_reported, max(published_at) AS last_reported
    FROM v_document WHERE incident_id IS NOT NULL GROUP BY incident_id
),
dates AS (
    SELECT incident_id, min(date_lower) FILTER (role = 'occurred') AS occurred_at,
        min(date_lower) FILTER (role = 'detected') AS detected_at,
        min(date_lower) FILTER (role = 'disclosed') AS disclosed_at,
        min(date_lower) FILTER (role = 'sanction') AS sanctioned_at,
        min(date_lower) FILTER (role = 'recovered') AS recovered_at
    FROM v_when GROUP BY incident_id
)
SELECT i.incident_id, i.slug, i.title, i.organisation, i.organisations, i.incident_type, i.first_document_id,
    t.documents, t.independent, t.first_reported, t.last_reported, d.occurred_at, d.detected_at, d.disclosed_at,
    d.sanctioned_at, d.recovered_at,
    coalesce(least(d.disclosed_at, t.first_reported), d.occurred_at)::DATE AS known_at
FROM incident AS i JOIN told AS t USING (incident_id) LEFT JOIN dates AS d USING (incident_id)
WHERE i.superseded_at IS NULL;
