-- セルフプラン from a day to a day, and again: a list in place of one day. What is marked stays marked, open to its end.
alter table client add column self_plans text not null default '[]';
update client set self_plans = '[{"from":"' || self_plan_from || '"}]' where self_plan_from is not null;
alter table client drop column self_plan_from;
