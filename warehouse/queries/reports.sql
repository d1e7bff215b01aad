-- en: What grouping knows of every relevant document
-- ko: 사고 묶기에 쓰는 문서별 정보
-- command: load
-- params:
-- columns: document_id, published, moment, incident_type, sketch, victims, occurred, figures, follow_up
WITH told AS (
    SELECT document_id, version_id, published_at, incident_type, model FROM v_document WHERE relevant
),
fact AS (
    SELECT f.*, t.published_at FROM figure AS f JOIN told AS t USING (version_id, model)
    WHERE f.superseded_at IS NULL
),
own AS ( -- figures of the document's own incident that nothing takes back
    SELECT * FROM fact WHERE incident_index = 1 AND NOT list_has_any(marks,
        ['superseded', 'negated_or_denied', 'hypothetical', 'per_unit', 'background_incident'])
),
victim AS ( -- [name, zone, confidence]; one named only beside figures of another incident is that incident's victim
    SELECT o.version_id, o.organisation_mention_id, any_value(o.name) AS name, any_value(o.zone) AS zone,
        any_value(o.confidence) AS confidence, coalesce(min(f.incident_index), 1) > 1 AS elsewhere
    FROM organisation_mention AS o JOIN told AS t USING (version_id, model)
    LEFT JOIN fact AS f ON f.version_id = o.version_id AND f.zone = o.zone
        AND f.sentence_start <= o.span_start AND f.sentence_end >= o.span_end
    WHERE o.role = 'victim_org' AND o.superseded_at IS NULL
    GROUP BY o.version_id, o.organisation_mention_id
),
victims AS (
    SELECT version_id,
        list({'name': name, 'zone': zone, 'confidence': confidence, 'elsewhere': elsewhere}
            ORDER BY organisation_mention_id) AS victims
    FROM victim GROUP BY version_id
),
figures AS (
    SELECT version_id,
        list(DISTINCT {'role': role, 'measure': CASE kind WHEN 'money' THEN coalesce(currency, 'KRW') ELSE '' END,
            'value': value}) FILTER (
            kind IN ('count', 'money') AND value >= 10 AND NOT approx
            AND role NOT IN ('other_count', 'budget_investment', 'revenue_other', 'other')) AS figures,
        list(DISTINCT {'lower': date_lower::DATE, 'upper': coalesce(date_upper, date_lower)::DATE}) FILTER (
            role = 'occurred' AND date_upper - date_lower <= INTERVAL 31 DAY
            AND (published_at IS NULL OR date_lower <= published_at)) AS occurred,
        min(date_lower::DATE) FILTER (role = 'disclosed') AS disclosed,
        bool_or(role IN ('fine', 'compensation', 'sanction')) AS follow_up
    FROM own GROUP BY version_id
)
SELECT t.document_id, coalesce(t.published_at::DATE, f.disclosed) AS published,
    CASE WHEN contains(v.published, 'T') THEN t.published_at END AS moment,
    coalesce(t.incident_type, 'other') AS incident_type, v.sketch, coalesce(o.victims, []) AS victims,
    coalesce(f.occurred, []) AS occurred, coalesce(f.figures, []) AS figures,
    coalesce(f.follow_up, false) AS follow_up
FROM told AS t JOIN document_version AS v USING (version_id)
LEFT JOIN victims AS o USING (version_id) LEFT JOIN figures AS f USING (version_id)
ORDER BY t.document_id;
