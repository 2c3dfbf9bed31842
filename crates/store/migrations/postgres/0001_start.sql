-- The first schema. Same names as in ../sqlite/0001_start.sql; a test compares the two.
-- Ids are UUIDv7 text, dates ISO text, months numbers (year * 12 + month - 1), content JSON text.
-- What lists are ordered by is ordered by code point, as SQLite does: the order may not depend on the server.

create table office (
    id text primary key,
    name text not null,
    address text not null,
    phone text not null,
    manager text not null,
    number_plan text not null,
    number_child text not null,
    area_plan text not null,
    area_child text not null,
    grade text not null,
    municipality text not null,
    start_month bigint not null,
    version bigint not null
);

-- The code that the first start prints; used once, for the first account.
create table setup_code (
    code_hash text primary key,
    created_at text not null,
    used_at text
);

create table specialist (
    office_id text not null references office (id),
    id text not null,
    name text not null,
    kana text collate "C" not null,
    ended_on text,
    version bigint not null,
    primary key (office_id, id)
);

create table user_account (
    office_id text not null references office (id),
    id text not null,
    login text not null unique,
    name text not null,
    role text not null,
    specialist_id text,
    password_hash text not null,
    must_change_password boolean not null,
    disabled boolean not null,
    created_at text not null,
    version bigint not null,
    primary key (office_id, id)
);

create table session (
    token_hash text primary key,
    office_id text not null,
    user_id text not null,
    created_at text not null,
    last_seen_at text not null,
    expires_at text not null,
    device text not null
);
create index session_of_user on session (office_id, user_id);

-- Failed and successful sign-ins, by login, for the brake on guessing.
create table login_attempt (
    id text primary key,
    login text not null,
    at text not null,
    succeeded boolean not null
);
create index login_attempt_login on login_attempt (login, at);

-- One row for each form that was sent, so that the same form twice gives the first answer.
create table operation (
    office_id text not null,
    id text not null,
    use_case text not null,
    result text not null,
    at text not null,
    primary key (office_id, id)
);

create table municipality_setting (
    office_id text not null references office (id),
    municipality text not null,
    key text not null,
    value text not null,
    set_by text not null,
    set_at text not null,
    primary key (office_id, municipality, key)
);

-- search: name, kana and numbers folded (NFKC, katakana, no spaces), written by the store beside them.
create table client (
    office_id text not null references office (id),
    id text not null,
    number text collate "C" not null,
    name text not null,
    kana text collate "C" not null,
    birth text not null,
    sex text,
    postal_code text not null,
    address text not null,
    phone text not null,
    residence text not null,
    grade text,
    guardian text,
    specialist_id text,
    care_management boolean,
    self_plan_from text,
    ended_on text,
    note text not null,
    search text not null,
    version bigint not null,
    primary key (office_id, id)
);
create index client_kana on client (office_id, kana, id);

create table certificate (
    office_id text not null,
    id text not null,
    client_id text not null,
    service text not null,
    number text collate "C" not null,
    municipality text not null,
    municipality_name text collate "C" not null,
    decision text not null,
    plan_made_on text,
    upper_limit_yen bigint,
    phases text not null,
    months text not null,
    monthly_start text not null,
    proposal text not null,
    version bigint not null,
    primary key (office_id, id),
    foreign key (office_id, client_id) references client (office_id, id)
);
create index certificate_client on certificate (office_id, client_id);
create index certificate_number on certificate (office_id, number);

create table service_grant (
    office_id text not null,
    id text not null,
    certificate_id text not null,
    service text not null,
    amount text not null,
    start_on text not null,
    end_on text not null,
    primary key (office_id, id),
    foreign key (office_id, certificate_id) references certificate (office_id, id)
);
create index service_grant_certificate on service_grant (office_id, certificate_id);

-- One client, one scheduled month.
create table round (
    office_id text not null,
    id text not null,
    client_id text not null,
    certificate_id text not null,
    service text not null,
    month bigint not null,
    scheduled boolean not null,
    claimed_on text,
    version bigint not null,
    primary key (office_id, id),
    unique (office_id, client_id, service, month),
    foreign key (office_id, client_id) references client (office_id, id)
);

-- Append-only: a correction is a new row that names the one it replaces.
create table fact (
    office_id text not null,
    id text not null,
    round_id text not null,
    seq bigint not null,
    kind text not null,
    body text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects text,
    primary key (office_id, id),
    unique (office_id, round_id, seq),
    foreign key (office_id, round_id) references round (office_id, id)
);

-- The one derived table: rounds as the board lists them. Written by one function, rebuilt by `mimamori rebuild`.
-- lamps: six letters, D done, R ready, W waiting for something, A awaiting an answer, N not required; whether an open one is late
-- follows from its due date and today, and so is not stored.
create table board (
    office_id text not null,
    round_id text not null,
    client_id text not null,
    specialist_id text,
    name text not null,
    kana text collate "C" not null,
    service text not null,
    municipality_name text collate "C" not null,
    month bigint not null,
    carried_to bigint,
    interval_months bigint,
    lamps text not null,
    due_record text not null,
    due_submission text not null,
    due_claim text not null,
    earliest_due text,
    missing text not null,
    last_visit text,
    carried_reason text,
    recorded boolean not null,
    open boolean not null,
    primary key (office_id, round_id)
);
-- The three searches of the board find all they sort and count by in the index, and only the page's rows in the table.
create index board_month on board (office_id, month, carried_to, kana, round_id, client_id, specialist_id,
    municipality_name, lamps, earliest_due, recorded);
create index board_carried on board (office_id, carried_to, month, kana, round_id, client_id, specialist_id,
    municipality_name, lamps, earliest_due, recorded);
create index board_open on board (office_id, open, month, carried_to, kana, round_id, client_id, specialist_id,
    municipality_name, lamps, earliest_due, recorded);
create index board_client on board (office_id, client_id, month);

-- 見送り: the office's choice not to claim a client this month.
create table claim_hold (
    office_id text not null,
    service text not null,
    month bigint not null,
    client_id text not null,
    reason text not null,
    set_by text not null,
    set_at text not null,
    primary key (office_id, service, month, client_id)
);

-- 締め: one closing of a month for one service; the file is kept byte for byte (base64).
create table closing (
    office_id text not null,
    id text not null,
    service text not null,
    month bigint not null,
    number bigint not null,
    processing_month bigint not null,
    body text not null,
    file_name text not null,
    file_base64 text not null,
    file_sha256 text not null,
    closed_by text not null,
    closed_at text not null,
    primary key (office_id, id),
    unique (office_id, service, month, number)
);

create table claim (
    office_id text not null,
    id text not null,
    closing_id text not null,
    client_id text not null,
    round_id text,
    service text not null,
    month bigint not null,
    fee text not null,
    municipality text not null,
    monitored_on text,
    units bigint not null,
    yen bigint not null,
    body text not null,
    primary key (office_id, id),
    foreign key (office_id, closing_id) references closing (office_id, id)
);
create index claim_client on claim (office_id, client_id, month);

-- What became of a claim: sent, returned, paid; append-only.
create table claim_event (
    office_id text not null,
    id text not null,
    claim_id text not null,
    state text not null,
    on_date text not null,
    code text not null,
    reason text not null,
    set_by text not null,
    set_at text not null,
    primary key (office_id, id),
    foreign key (office_id, claim_id) references claim (office_id, id)
);
create index claim_event_claim on claim_event (office_id, claim_id);

-- Append-only and hash-chained per office: hash = SHA-256 over prev_hash and the entry's canonical text.
create table audit (
    office_id text not null,
    seq bigint not null,
    at text not null,
    actor_id text not null,
    actor_name text not null,
    action text not null,
    subject text not null,
    body text not null,
    prev_hash text not null,
    hash text not null,
    primary key (office_id, seq)
);
create index audit_subject on audit (office_id, subject, seq);
create index audit_actor on audit (office_id, actor_id, seq);

-- Where each chain ends: how many entries there are and the last one's hash, so that a cut-off end is seen.
create table audit_head (
    office_id text primary key,
    seq bigint not null,
    hash text not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;
create trigger fact_no_change before update or delete on fact for each row execute function refuse_change();
create trigger audit_no_change before update or delete on audit for each row execute function refuse_change();
