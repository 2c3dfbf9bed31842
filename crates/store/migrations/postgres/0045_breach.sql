-- 漏えい等のおそれ: what is declared, the report as it grows, and that it is over. Append-only.
create table breach_fact (
    office_id text not null references office (id),
    breach_id text not null,
    seq bigint not null,
    kind text not null,
    body text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    primary key (office_id, breach_id, seq)
);
create trigger breach_fact_no_change before update or delete on breach_fact for each row execute function refuse_change();
create trigger breach_fact_no_truncate before truncate on breach_fact for each statement execute function refuse_change();
