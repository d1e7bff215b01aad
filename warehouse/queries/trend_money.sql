-- en: Damage, fines, compensation, ransom and stolen coins per year, each incident once, currencies apart
-- ko: 연도별 피해액·과징금·배상·몸값·탈취 자산(사고당 한 번, 통화별)
-- command: trend
-- params: $since = 0001-01-01 (first day counted)
-- columns: year, role, detail, currency, incidents, total, median, largest
SELECT year(i.known_at) AS year, h.role, h.fine_kind AS detail, h.measure AS currency, count(*) AS incidents,
    sum(h.amount) AS total, median(h.amount) AS median, max(h.amount) AS largest
FROM v_incident AS i JOIN v_headline AS h USING (incident_id)
WHERE h.role IN ('damage', 'fine', 'compensation', 'ransom', 'stolen_crypto') AND i.known_at >= CAST($since AS DATE)
GROUP BY ALL ORDER BY year, role, detail, total DESC;
