-- 計画への同意: whose plan was agreed to, in which case and since when, without reading the texts of all cases.
create index planning_fact_consent on planning_fact (office_id, case_id, recorded_at) where kind = 'consent';
