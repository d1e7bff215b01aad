-- en: Incidents that a name or the beginning of an id means, also by an id given earlier
-- ko: 이름 또는 ID 앞부분에 해당하는 사고(예전에 쓰던 ID 포함)
-- command: incident
-- params: $wanted =  (beginning of an id, or a slug or its beginning)
-- columns: incident_id, slug, title, organisation, incident_type, known_at, occurred_at, documents, independent
WITH wanted AS (SELECT lower(replace($wanted, ' ', '-')) AS text, lower(replace($wanted, '-', '')) AS id),
hit AS (
    -- An id was given to the incident's first document then; the incident that document is in now carries it on.
    SELECT m.incident_id, lower(o.slug) = w.text AND o.superseded_at IS NULL AS same
    FROM incident AS o JOIN incident_document AS m ON m.document_id = o.first_document_id AND m.superseded_at IS NULL
    CROSS JOIN wanted AS w
    WHERE (length(w.id) >= 4 AND starts_with(replace(o.incident_id::VARCHAR, '-', ''), w.id))
        OR (w.text <> '' AND o.superseded_at IS NULL AND starts_with(lower(o.slug), w.text))
)
SELECT DISTINCT i.incident_id, i.slug, i.title, i.organisation, i.incident_type, i.known_at, i.occurred_at,
    i.documents, i.independent
FROM v_incident AS i JOIN hit USING (incident_id)
WHERE hit.same OR NOT EXISTS (FROM hit AS other WHERE other.same)
ORDER BY i.known_at DESC NULLS LAST, i.slug;
