-- From whom a fact is: staff, guest (a link), import, program. What was recorded before was recorded by staff. Beside it
-- recorded_by keeps the id of the account or the link, and is empty for what has none. No row is rewritten.
alter table fact add column recorded_by_kind text not null default 'staff';
alter table office_fact add column recorded_by_kind text not null default 'staff';
