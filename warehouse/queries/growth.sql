-- en: How the number of victims of an incident grew, and by how much each report raised it
-- ko: 사고의 피해자 수가 어떻게 불어났나
-- command: trend
-- params: $incident =  (slug, empty for every incident with more than one value), $role = victims (role of the count)
-- columns: slug, holds_from, amount, measure, step, ratio_to_first, documents, independent, first_said_by
SELECT i.slug, c.holds_from::DATE AS holds_from, c.amount, c.measure,
    c.amount - lag(c.amount) OVER said AS step,
    round(c.amount / first_value(c.amount) OVER said, 2) AS ratio_to_first, c.documents, c.independent,
    f.url AS first_said_by
FROM v_claim AS c JOIN v_incident AS i USING (incident_id)
JOIN LATERAL (
    SELECT arg_min(s.url, (s.reported_at, s.url)) AS url FROM v_spoken AS s
    WHERE s.incident_id = c.incident_id AND s.role = c.role AND s.measure = c.measure AND s.amount = c.amount
) AS f ON true
WHERE c.role = $role AND ($incident = '' OR i.slug = $incident)
WINDOW said AS (PARTITION BY c.incident_id, c.measure ORDER BY c.holds_from NULLS LAST, c.amount)
QUALIFY $incident <> '' OR count(*) OVER (PARTITION BY c.incident_id, c.measure) > 1
ORDER BY i.slug, c.measure, c.holds_from NULLS LAST, c.amount;
