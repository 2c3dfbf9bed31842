-- 印: what the rows looked like that were written with an entry of the log, as hashes, in parts of some hundred rows; the
-- entry holds a hash over its parts. Append-only.
alter table audit add column seals text not null default '';
create table seal (
    office_id text not null,
    entry integer not null,
    part integer not null,
    body text not null,
    primary key (office_id, entry, part)
) strict;
create trigger seal_no_update before update on seal begin select raise(abort, 'seal is append-only'); end;
create trigger seal_no_delete before delete on seal begin select raise(abort, 'seal is append-only'); end;
create trigger seal_no_replace before insert on seal
when exists (select 1 from seal where office_id = new.office_id and entry = new.entry and part = new.part)
    or exists (select 1 from seal where rowid = new.rowid)
begin select raise(abort, 'seal is append-only'); end;
