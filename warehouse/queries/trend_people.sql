-- en: People affected per month, each incident once with its headline count
-- ko: 월별 피해자 수(사고마다 대표값 한 번)
-- command: trend
-- params: $since = 0001-01-01 (first day counted)
-- columns: month, incidents, people, largest, largest_incident
SELECT strftime(i.known_at, '%Y-%m') AS month, count(*) AS incidents, sum(h.amount) AS people,
    max(h.amount) AS largest, arg_max(i.slug, (h.amount, i.slug)) AS largest_incident
FROM v_incident AS i JOIN v_headline AS h USING (incident_id)
WHERE h.role = 'victims' AND i.known_at >= CAST($since AS DATE)
GROUP BY ALL ORDER BY month;
