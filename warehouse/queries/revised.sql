-- en: How far and how fast first reports are revised
-- ko: 첫 보도 숫자는 얼마나, 며칠 만에 고쳐지나
-- command: trend
-- params:
-- columns: role, incidents, median_growth, revised_down, median_days
WITH moved AS (
    SELECT incident_id, role, fine_kind, measure, arg_min(amount, (holds_from, amount)) AS first_value,
        arg_max(amount, -place) AS headline, arg_max(holds_from, -place) AS last_day, min(holds_from) AS first_day
    FROM v_claim WHERE holds_from IS NOT NULL GROUP BY ALL HAVING count(*) > 1
)
SELECT role, count(*) AS incidents, round(median(headline / nullif(first_value, 0)), 2) AS median_growth,
    round(avg((headline < first_value)::INTEGER), 2) AS revised_down,
    median(date_diff('day', first_day::DATE, last_day::DATE)) AS median_days
FROM moved GROUP BY role ORDER BY role;
