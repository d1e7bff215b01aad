-- en: Days from the attack to its discovery, from discovery to disclosure, and to recovery
-- ko: 공격에서 인지, 인지에서 공개, 복구까지 걸린 날
-- command: trend
-- params: $type =  (incident type, empty for all)
-- columns: slug, incident_type, occurred, detected, disclosed, recovered, days_unnoticed, days_to_disclose, days_to_recover
SELECT slug, incident_type, occurred_at::DATE AS occurred, detected_at::DATE AS detected,
    known_at AS disclosed, recovered_at::DATE AS recovered,
    date_diff('day', occurred, detected) AS days_unnoticed,
    date_diff('day', coalesce(detected, occurred), disclosed) AS days_to_disclose,
    date_diff('day', occurred, recovered) AS days_to_recover
FROM v_incident
WHERE (occurred_at IS NOT NULL OR detected_at IS NOT NULL) AND ($type = '' OR incident_type = $type)
ORDER BY occurred NULLS LAST, slug;
