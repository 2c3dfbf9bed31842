-- つながりにくい人: somebody others are worried about, before there is a client. closed_on: the day from which nothing more was to be
-- done.
create table intake (
    office_id text not null references office (id),
    id text not null,
    closed_on text,
    version integer not null,
    primary key (office_id, id)
) strict;

-- What was recorded: append-only.
create table intake_fact (
    office_id text not null,
    id text not null,
    intake_id text not null,
    seq integer not null,
    kind text not null,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects text,
    primary key (office_id, id),
    unique (office_id, intake_id, seq),
    foreign key (office_id, intake_id) references intake (office_id, id)
) strict;
create trigger intake_fact_no_update before update on intake_fact
begin select raise(abort, 'intake_fact is append-only'); end;
create trigger intake_fact_no_delete before delete on intake_fact
begin select raise(abort, 'intake_fact is append-only'); end;
create trigger intake_fact_no_replace before insert on intake_fact
when exists (select 1 from intake_fact where office_id = new.office_id and id = new.id)
    or exists (select 1 from intake_fact where office_id = new.office_id and intake_id = new.intake_id and seq = new.seq)
    or exists (select 1 from intake_fact where rowid = new.rowid)
begin select raise(abort, 'intake_fact is append-only'); end;
