-- 利用者について: contract, family, emergency contacts, doctors, 手帳, 伝え方, the facts behind the standard … append-only.
create table client_fact (
    office_id text not null,
    client_id text not null,
    seq integer not null,
    from_on text,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects integer,
    primary key (office_id, client_id, seq),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
create trigger client_fact_no_update before update on client_fact begin select raise(abort, 'client_fact is append-only'); end;
create trigger client_fact_no_delete before delete on client_fact begin select raise(abort, 'client_fact is append-only'); end;
create trigger client_fact_no_replace before insert on client_fact
when exists (select 1 from client_fact where office_id = new.office_id and client_id = new.client_id and seq = new.seq)
    or exists (select 1 from client_fact where rowid = new.rowid)
begin select raise(abort, 'client_fact is append-only'); end;
