-- 書類: what no fact of a case or a round says of a paper: printed, given to be signed, not needed. Append-only. batch: the sending
-- with which several marks were set; they are taken back together.
create table paper_fact (
    office_id text not null,
    id text not null,
    subject_kind text not null,
    subject text not null,
    seq integer not null,
    client_id text not null,
    kind text not null,
    batch text not null,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects text,
    primary key (office_id, id),
    unique (office_id, subject, seq),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
create index paper_fact_batch on paper_fact (office_id, batch) where batch <> '';
create trigger paper_fact_no_update before update on paper_fact begin select raise(abort, 'paper_fact is append-only'); end;
create trigger paper_fact_no_delete before delete on paper_fact begin select raise(abort, 'paper_fact is append-only'); end;
create trigger paper_fact_no_replace before insert on paper_fact
when exists (select 1 from paper_fact where office_id = new.office_id and id = new.id)
    or exists (select 1 from paper_fact where office_id = new.office_id and subject = new.subject and seq = new.seq)
    or exists (select 1 from paper_fact where rowid = new.rowid)
begin select raise(abort, 'paper_fact is append-only'); end;
