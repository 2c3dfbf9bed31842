-- 書類: what no fact of a case or a round says of a paper: printed, given to be signed, not needed. Append-only. batch: the sending
-- with which several marks were set; they are taken back together.
create table paper_fact (
    office_id text not null,
    id text not null,
    subject_kind text not null,
    subject text not null,
    seq bigint not null,
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
);
create index paper_fact_batch on paper_fact (office_id, batch) where batch <> '';
create trigger paper_fact_no_change before update or delete on paper_fact for each row execute function refuse_change();
create trigger paper_fact_no_truncate before truncate on paper_fact for each statement execute function refuse_change();
