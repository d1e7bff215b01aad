-- en: Incidents per month and type, with the mean of three months and the change from a year before
-- ko: 월별·유형별 사고 수, 3개월 이동평균, 전년 같은 달 대비
-- command: trend
-- params: $since = 0001-01-01 (first day counted)
-- columns: month, incident_type, incidents, mean_3_months, change_from_year_before
WITH monthly AS (
    SELECT date_trunc('month', known_at)::DATE AS first_day, incident_type, count(*) AS incidents
    FROM v_incident WHERE known_at IS NOT NULL GROUP BY ALL
),
compared AS (
    -- months without an incident have no row, so the three months are counted by the calendar
    SELECT m.*,
        (SELECT sum(n.incidents) FROM monthly AS n
            WHERE n.incident_type = m.incident_type AND n.first_day <= m.first_day
                AND n.first_day > m.first_day - INTERVAL 3 MONTH) AS three_months,
        (SELECT sum(n.incidents) FROM monthly AS n
            WHERE n.incident_type = m.incident_type AND n.first_day = m.first_day - INTERVAL 1 YEAR) AS year_before
    FROM monthly AS m
)
SELECT strftime(first_day, '%Y-%m') AS month, incident_type, incidents, round(three_months / 3.0, 2) AS mean_3_months,
    CAST(incidents - year_before AS BIGINT) AS change_from_year_before
FROM compared WHERE first_day >= CAST($since AS DATE)
ORDER BY month, incident_type;
