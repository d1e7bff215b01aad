-- en: Headline and rival values of one incident by the headline rule
-- ko: 대표값 규칙에 따른 한 사고의 대표값과 경쟁값
-- command: incident
-- params: $incident =  (incident_id)
-- columns: role, detail, measure, amount, place, approx, holds_from, last_reported, documents, independent, confidence, needs_review
SELECT role, fine_kind AS detail, measure, amount, place, approx, holds_from, last_reported, documents, independent,
    confidence, needs_review
FROM v_claim WHERE incident_id = CAST($incident AS UUID)
ORDER BY role, fine_kind, measure, place;
