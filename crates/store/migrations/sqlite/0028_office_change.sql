-- 事業所の変更: the stretches in which another office is in charge. Nothing recorded: this office from the beginning, as before.
alter table client add column other_offices text not null default '[]';
