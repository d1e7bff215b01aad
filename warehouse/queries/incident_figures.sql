-- en: Every figure of one incident over time, with its proof
-- ko: 한 사고의 모든 수치를 시간순으로, 근거와 함께
-- command: incident
-- params: $incident =  (incident_id)
-- columns: holds_at, reported_at, kind, role, detail, surface, value, lower, upper, measure, date_value, approx, marks, counts, confidence, needs_review, document_title, url, source, zone, sentence, span_start, span_end, sentence_start, figure_id
SELECT coalesce(as_of, reported_at) AS holds_at, reported_at, kind, role, detail, surface, value, lower, upper,
    CASE kind WHEN 'date' THEN NULL ELSE measure END AS measure, date_value, approx, marks, counts, confidence,
    needs_review, document_title, url, source, zone, sentence, span_start, span_end, sentence_start, figure_id
FROM v_figure
WHERE incident_id = CAST($incident AS UUID)
    AND role NOT IN ('other_count', 'budget_investment', 'revenue_other', 'publication', 'other')
ORDER BY kind, role, detail, holds_at NULLS LAST, url, zone DESC, span_start, figure_id;
