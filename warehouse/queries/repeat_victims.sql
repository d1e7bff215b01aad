-- en: Organisations hit again within so many months
-- ko: 정해진 기간 안에 또 당한 조직
-- command: trend
-- params: $months = 24 (from one incident to the next)
-- columns: organisation, incidents, first_known, last_known, types
WITH hit AS (
    SELECT organisation, known_at, incident_type, incident_id,
        least(known_at - lag(known_at) OVER one, lead(known_at) OVER one - known_at) AS days_apart
    FROM v_incident WHERE organisation IS NOT NULL AND known_at IS NOT NULL
    WINDOW one AS (PARTITION BY organisation ORDER BY known_at, incident_id)
)
SELECT organisation, count(*) AS incidents, min(known_at) AS first_known, max(known_at) AS last_known,
    list(incident_type ORDER BY known_at, incident_id) AS types
FROM hit WHERE days_apart <= 30.44 * CAST($months AS DOUBLE)
GROUP BY organisation ORDER BY incidents DESC, organisation;
