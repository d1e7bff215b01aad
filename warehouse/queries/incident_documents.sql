-- en: Documents of one incident, oldest first; copy_of names the post whose wording a copy repeats
-- ko: 한 사고의 문서 목록(오래된 순), copy_of는 같은 글의 첫 문서
-- command: incident
-- params: $incident =  (incident_id)
-- columns: published_at, title, url, source, seq, figures, copy_of
SELECT d.published_at, d.title, d.url, d.source, d.seq, count(f.figure_id) AS figures,
    CASE WHEN d.copy_of <> d.document_id THEN o.url END AS copy_of
FROM v_document AS d JOIN document AS o ON o.document_id = d.copy_of
LEFT JOIN v_figure AS f ON f.version_id = d.version_id AND f.counts
WHERE d.incident_id = CAST($incident AS UUID)
GROUP BY ALL
ORDER BY d.published_at NULLS LAST, d.url;
