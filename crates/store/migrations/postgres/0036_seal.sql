-- 印: what the rows looked like that were written with an entry of the log, as hashes, in parts of some hundred rows; the
-- entry holds a hash over its parts. Append-only.
alter table audit add column seals text not null default '';
create table seal (
    office_id text not null,
    entry bigint not null,
    part bigint not null,
    body text not null,
    primary key (office_id, entry, part)
);
create trigger seal_no_change before update or delete on seal for each row execute function refuse_change();
create trigger seal_no_truncate before truncate on seal for each statement execute function refuse_change();
