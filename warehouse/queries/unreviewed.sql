-- en: How much of the published totals rests on figures nobody has reviewed
-- ko: 공표 합계가 검토되지 않은 수치에 얼마나 기대고 있나
-- command: trend
-- params:
-- columns: role, measure, headlines, unreviewed, total, unreviewed_total, at_risk, lowest_confidence
SELECT role, measure, count(*) AS headlines, count(*) FILTER (needs_review) AS unreviewed, sum(amount) AS total,
    coalesce(sum(amount) FILTER (needs_review), 0) AS unreviewed_total, round(sum(amount * (1 - confidence))) AS at_risk,
    min(confidence) AS lowest_confidence
FROM v_headline GROUP BY ALL ORDER BY role, measure;
