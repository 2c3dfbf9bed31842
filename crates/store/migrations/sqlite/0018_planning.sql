-- 計画の経過: one client, one service, one municipality, from the day it began to the delivered plan. replaces: the case
-- whose plan it replaces. fiscal_year, reception: 受付No. closed_on: the day from which nothing more was to be done.
create table planning_case (
    office_id text not null,
    id text not null,
    client_id text not null,
    service text not null,
    municipality text not null,
    kind text not null,
    replaces text,
    fiscal_year integer not null,
    reception integer not null,
    opened_on text not null,
    closed_on text,
    version integer not null,
    primary key (office_id, id),
    unique (office_id, fiscal_year, reception),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
create index planning_case_client on planning_case (office_id, client_id);
create index planning_case_open on planning_case (office_id, opened_on) where closed_on is null;

-- What was recorded of a case: append-only, as the facts of a round.
create table planning_fact (
    office_id text not null,
    id text not null,
    case_id text not null,
    seq integer not null,
    kind text not null,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects text,
    primary key (office_id, id),
    unique (office_id, case_id, seq),
    foreign key (office_id, case_id) references planning_case (office_id, id)
) strict;
create trigger planning_fact_no_update before update on planning_fact
begin select raise(abort, 'planning_fact is append-only'); end;
create trigger planning_fact_no_delete before delete on planning_fact
begin select raise(abort, 'planning_fact is append-only'); end;
create trigger planning_fact_no_replace before insert on planning_fact
when exists (select 1 from planning_fact where office_id = new.office_id and id = new.id)
    or exists (select 1 from planning_fact where office_id = new.office_id and case_id = new.case_id and seq = new.seq)
    or exists (select 1 from planning_fact where rowid = new.rowid)
begin select raise(abort, 'planning_fact is append-only'); end;

-- 相談の記録: every contact with a client, from the first call on. Append-only.
create table contact_fact (
    office_id text not null,
    id text not null,
    client_id text not null,
    seq integer not null,
    kind text not null,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects text,
    primary key (office_id, id),
    unique (office_id, client_id, seq),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
create trigger contact_fact_no_update before update on contact_fact
begin select raise(abort, 'contact_fact is append-only'); end;
create trigger contact_fact_no_delete before delete on contact_fact
begin select raise(abort, 'contact_fact is append-only'); end;
create trigger contact_fact_no_replace before insert on contact_fact
when exists (select 1 from contact_fact where office_id = new.office_id and id = new.id)
    or exists (select 1 from contact_fact where office_id = new.office_id and client_id = new.client_id and seq = new.seq)
    or exists (select 1 from contact_fact where rowid = new.rowid)
begin select raise(abort, 'contact_fact is append-only'); end;
