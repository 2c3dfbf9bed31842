-- 漏えい等のおそれ: what is declared, the report as it grows, and that it is over. Append-only.
create table breach_fact (
    office_id text not null references office (id),
    breach_id text not null,
    seq integer not null,
    kind text not null,
    body text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    primary key (office_id, breach_id, seq)
) strict;
create trigger breach_fact_no_update before update on breach_fact begin select raise(abort, 'breach_fact is append-only'); end;
create trigger breach_fact_no_delete before delete on breach_fact begin select raise(abort, 'breach_fact is append-only'); end;
create trigger breach_fact_no_replace before insert on breach_fact
when exists (select 1 from breach_fact where office_id = new.office_id and breach_id = new.breach_id and seq = new.seq)
    or exists (select 1 from breach_fact where rowid = new.rowid)
begin select raise(abort, 'breach_fact is append-only'); end;
