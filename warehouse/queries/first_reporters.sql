-- en: Who reports first, and how many hours before the next source
-- ko: 누가 처음 보도했고 다음 출처보다 몇 시간 빨랐나
-- command: trend
-- params:
-- columns: source, firsts, incidents, median_hours_ahead
WITH told AS (
    SELECT incident_id, source, min(published_at) AS first_told
    FROM v_document WHERE incident_id IS NOT NULL AND published_at IS NOT NULL GROUP BY ALL
),
ranked AS (
    SELECT *, row_number() OVER one AS place, date_diff('hour', first_told, lead(first_told) OVER one) AS hours_ahead
    FROM told WINDOW one AS (PARTITION BY incident_id ORDER BY first_told, source)
)
SELECT source, count(*) FILTER (place = 1) AS firsts, count(*) AS incidents,
    median(hours_ahead) FILTER (place = 1) AS median_hours_ahead
FROM ranked GROUP BY source ORDER BY firsts DESC, source;
