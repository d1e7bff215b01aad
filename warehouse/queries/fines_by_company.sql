-- en: Fines per organisation, with the share per affected person and the days from disclosure to decision
-- ko: 조직별 과징금·과태료·벌금, 1인당 금액, 공개부터 처분까지 걸린 날
-- command: trend
-- params: $since = 0001-01-01 (first day counted)
-- columns: organisation, detail, incidents, total_krw, krw_per_person, days_to_decision, latest
SELECT i.organisation, h.fine_kind AS detail, count(*) AS incidents, sum(h.amount) AS total_krw,
    round(sum(h.amount) FILTER (v.amount > 0) / sum(v.amount) FILTER (v.amount > 0), 1) AS krw_per_person,
    median(date_diff('day', i.known_at, i.sanctioned_at::DATE)) FILTER (i.sanctioned_at::DATE >= i.known_at)
        AS days_to_decision,
    max(coalesce(i.sanctioned_at, h.first_reported))::DATE AS latest
FROM v_headline AS h JOIN v_incident AS i USING (incident_id)
LEFT JOIN v_headline AS v ON v.incident_id = h.incident_id AND v.role = 'victims'
WHERE h.role = 'fine' AND h.measure = 'KRW' AND i.organisation IS NOT NULL AND i.known_at >= CAST($since AS DATE)
GROUP BY ALL ORDER BY total_krw DESC, i.organisation, detail;
