-- つながりにくい人: somebody others are worried about, before there is a client. closed_on: the day from which nothing more was to be
-- done.
create table intake (
    office_id text not null references office (id),
    id text not null,
    closed_on text,
    version bigint not null,
    primary key (office_id, id)
);

-- What was recorded: append-only.
create table intake_fact (
    office_id text not null,
    id text not null,
    intake_id text not null,
    seq bigint not null,
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
);
create trigger intake_fact_no_change before update or delete on intake_fact
    for each row execute function refuse_change();
create trigger intake_fact_no_truncate before truncate on intake_fact
    for each statement execute function refuse_change();
