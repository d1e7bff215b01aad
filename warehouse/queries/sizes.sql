-- en: Incidents by size: how many people the few large ones make up
-- ko: 규모별 사고 수와 전체 피해자에서 차지하는 몫
-- command: trend
-- params:
-- columns: people_from, people_below, incidents, people, share
WITH sized AS (
    SELECT amount, CAST(floor(log10(amount)) AS INTEGER) AS decade
    FROM v_headline WHERE role = 'victims' AND amount >= 1
)
SELECT CAST(pow(10, decade) AS BIGINT) AS people_from, CAST(pow(10, decade + 1) AS BIGINT) AS people_below,
    count(*) AS incidents, sum(amount) AS people, round(sum(amount) / sum(sum(amount)) OVER (), 3) AS share
FROM sized GROUP BY decade ORDER BY decade;
