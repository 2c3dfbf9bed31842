-- What decides a month holds from a day on: municipal settings, facts of the office, 区役所・支所 of a client. What was there before
-- holds from the beginning. from_on: the first day; '' (settings) or null (facts) from the beginning.
-- municipality: the 市町村番号 of the certificates it is for, or 'default' for 全国の既定; a file's key became its number.
create table municipality_setting_dated (
    office_id text not null references office (id),
    municipality text not null,
    key text not null,
    from_on text not null,
    value text,
    set_by text not null,
    set_at text not null,
    primary key (office_id, municipality, key, from_on)
) strict;
insert into municipality_setting_dated (office_id, municipality, key, from_on, value, set_by, set_at)
select office_id, case municipality when 'kawasaki' then '141305' else municipality end, key, '', value, set_by, set_at
from municipality_setting;
drop table municipality_setting;
alter table municipality_setting_dated rename to municipality_setting;

-- 市町村 as the office entered them: one without a file, or a file's with the office's own list of 区役所・支所 and telephone numbers.
create table municipality (
    office_id text not null references office (id),
    code text not null,
    name text not null,
    wards text not null,
    version integer not null,
    primary key (office_id, code)
) strict;

-- 事業所の届出と体制: append-only; the columns of `office` are what it was entered with and hold from its start.
create table office_fact (
    office_id text not null references office (id),
    seq integer not null,
    from_on text,
    body text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects integer,
    primary key (office_id, seq)
) strict;
create trigger office_fact_no_update before update on office_fact begin select raise(abort, 'office_fact is append-only'); end;
create trigger office_fact_no_delete before delete on office_fact begin select raise(abort, 'office_fact is append-only'); end;
create trigger office_fact_no_replace before insert on office_fact
when exists (select 1 from office_fact where office_id = new.office_id and seq = new.seq)
    or exists (select 1 from office_fact where rowid = new.rowid)
begin select raise(abort, 'office_fact is append-only'); end;

-- 区役所・支所 of the client from a day on (JSON list), and as the certificate has it.
alter table client add column wards text not null default '[]';
alter table certificate add column ward text not null default '';

-- 祝日 that the office imported from 内閣府's file; they stand in place of those shipped with the program for their years.
create table holiday (
    office_id text not null references office (id),
    day text not null,
    name text not null,
    imported_by text not null,
    imported_at text not null,
    primary key (office_id, day)
) strict;
