-- 利用者について: contract, family, emergency contacts, doctors, 手帳, 伝え方, the facts behind the standard … append-only.
create table client_fact (
    office_id text not null,
    client_id text not null,
    seq bigint not null,
    from_on text,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects bigint,
    primary key (office_id, client_id, seq),
    foreign key (office_id, client_id) references client (office_id, id)
);
create trigger client_fact_no_change before update or delete on client_fact for each row execute function refuse_change();
create trigger client_fact_no_truncate before truncate on client_fact for each statement execute function refuse_change();
