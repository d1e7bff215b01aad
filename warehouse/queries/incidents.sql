-- en: Incidents, newest first, with their headline figures
-- ko: 최근 사고 순 목록과 대표 수치
-- command: incidents
-- params: $type =  (incident type, empty for all), $org =  (part of a victim's name), $since = 0001-01-01 (known on or after), $limit = 50
-- columns: id, known_at, organisation, incident_type, documents, independent, victims, records, damage_krw, fine_krw, slug, unreviewed
WITH amount AS ( -- a leak may count 건 and 개 apart: the larger stands for it here
    SELECT incident_id, max(amount) FILTER (role = 'victims') AS victims,
        max(amount) FILTER (role = 'leaked_records') AS records,
        max(amount) FILTER (role = 'damage' AND measure = 'KRW') AS damage_krw,
        sum(amount) FILTER (role = 'fine' AND measure = 'KRW') AS fine_krw,
        -- which of these nobody has looked at although the program is not sure of them
        string_agg(DISTINCT role, ', ' ORDER BY role) FILTER (needs_review AND amount IS NOT NULL
            AND role IN ('victims', 'leaked_records', 'damage', 'fine')) AS unreviewed
    FROM v_headline GROUP BY incident_id
)
SELECT left(i.incident_id::VARCHAR, 8) AS id, i.known_at, i.organisation, i.incident_type, i.documents, i.independent,
    a.victims, a.records, a.damage_krw, a.fine_krw, i.slug, a.unreviewed
FROM v_incident AS i LEFT JOIN amount AS a USING (incident_id)
WHERE ($type = '' OR i.incident_type = $type)
    AND ($org = '' OR len(list_filter(i.organisations, lambda name: contains(lower(name), lower($org)))) > 0)
    AND (i.known_at >= CAST($since AS DATE) OR (i.known_at IS NULL AND CAST($since AS DATE) <= DATE '0001-01-01'))
ORDER BY i.known_at DESC NULLS LAST, i.slug
LIMIT CAST($limit AS BIGINT);
