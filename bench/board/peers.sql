-- The peers' data, out of ours (attached as `ours`): the same people, rounds, sessions, in tables as a careful engineer makes them.
-- :month is the running month, :today its day.
pragma journal_mode = wal;
pragma synchronous = off;

-- What both peers look up for a cookie.
create table session (token_hash text primary key, office_id text, user_id text, expires_at text) without rowid;
create table account (office_id text, id text, name text, role text, disabled integer, specialist_id text, primary key (office_id, id)) without rowid;
create table office (id text primary key, name text) without rowid;
insert into account select organisation_id, user_id, name, role, disabled, specialist_id from ours.membership order by organisation_id, user_id;
insert into office select id, name from ours.office order by id;

-- Normalised, for the peers with joins: client, plan and monitoring, with the indexes of the queries.
create table client (id text primary key, office_id text, name text, kana text) without rowid;
create table plan (client_id text primary key, interval_months integer) without rowid;
create table monitoring (
    id text primary key, client_id text, office_id text, month integer, lamps text, due_record text, due_submission text,
    due_claim text, earliest_due text, missing text, recorded integer, open integer, visited text
) without rowid;
insert into client select id, office_id, name, kana from ours.client order by id;
insert into plan select client_id, max(interval_months) from ours.board group by client_id order by client_id;
insert into monitoring
select round_id, client_id, office_id, month, lamps, due_record, due_submission, due_claim, earliest_due, missing, recorded, open, last_visit
from ours.board order by round_id;
create index monitoring_month on monitoring (office_id, month);
create index monitoring_open on monitoring (office_id, month) where open;
create index monitoring_client on monitoring (client_id, visited);

-- Ready for the page, for the peer that reads a board: one run of rows in their order an office, the best such a table can be.
create table board (
    office_id text, not_late integer, kana text, month integer, id text, name text, interval_months integer, lamps text,
    due_record text, due_submission text, due_claim text, earliest_due text, missing text, recorded integer, last_visit text,
    primary key (office_id, not_late, kana, month, id)
) without rowid;
insert into board
select office_id, case when earliest_due < :today then 0 else 1 end, kana, month, round_id, name, interval_months, lamps,
    due_record, due_submission, due_claim, earliest_due, missing, recorded, last_visit
from ours.board where month = :month or (open and month < :month)
order by 1, 2, 3, 4, 5;
analyze;
