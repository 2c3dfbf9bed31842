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
    fiscal_year bigint not null,
    reception bigint not null,
    opened_on text not null,
    closed_on text,
    version bigint not null,
    primary key (office_id, id),
    unique (office_id, fiscal_year, reception),
    foreign key (office_id, client_id) references client (office_id, id)
);
create index planning_case_client on planning_case (office_id, client_id);
create index planning_case_open on planning_case (office_id, opened_on) where closed_on is null;

-- What was recorded of a case: append-only, as the facts of a round.
create table planning_fact (
    office_id text not null,
    id text not null,
    case_id text not null,
    seq bigint not null,
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
);
create trigger planning_fact_no_change before update or delete on planning_fact
    for each row execute function refuse_change();
create trigger planning_fact_no_truncate before truncate on planning_fact
    for each statement execute function refuse_change();

-- 相談の記録: every contact with a client, from the first call on. Append-only.
create table contact_fact (
    office_id text not null,
    id text not null,
    client_id text not null,
    seq bigint not null,
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
);
create trigger contact_fact_no_change before update or delete on contact_fact
    for each row execute function refuse_change();
create trigger contact_fact_no_truncate before truncate on contact_fact
    for each statement execute function refuse_change();
