-- en: Figures on which sources disagree: values still said after the headline value had appeared
-- ko: 대표값이 나온 뒤에도 다른 값을 말하는 곳이 있는 수치
-- command: trend
-- params: $least = 1.0 (smallest ratio of the larger to the smaller value)
-- columns: slug, role, detail, measure, headline, rival, ratio, headline_independent, rival_independent, rival_last_said
SELECT i.slug, r.role, r.fine_kind AS detail, r.measure, h.amount AS headline, r.amount AS rival,
    round(greatest(h.amount, r.amount) / nullif(least(h.amount, r.amount), 0), 2) AS ratio,
    h.independent AS headline_independent, r.independent AS rival_independent, r.last_reported::DATE AS rival_last_said
FROM v_claim AS h
JOIN v_claim AS r ON r.incident_id = h.incident_id AND r.role = h.role AND r.measure = h.measure
    AND r.fine_kind IS NOT DISTINCT FROM h.fine_kind AND h.place = 1 AND r.place > 1
JOIN v_incident AS i ON i.incident_id = h.incident_id
WHERE r.last_reported::DATE >= h.holds_from::DATE
    AND greatest(h.amount, r.amount) >= CAST($least AS DOUBLE) * least(h.amount, r.amount)
ORDER BY ratio DESC NULLS FIRST, i.slug, r.role, rival;
