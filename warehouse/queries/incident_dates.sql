-- en: The best supported date of each role of one incident
-- ko: 한 사고의 역할별 날짜(가장 많은 독립 문서가 말한 것)
-- command: incident
-- params: $incident =  (incident_id)
-- columns: role, date_value, independent, values_said, confidence
SELECT role, date_value, independent, values_said, confidence
FROM v_when WHERE incident_id = CAST($incident AS UUID)
ORDER BY date_lower, role;
