-- 署名された計画: which version of the plan was signed. Of scans from before nobody said it.
alter table attachment add column plan_id text;
