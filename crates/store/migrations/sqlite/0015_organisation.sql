-- 組織: an office or a ward (区役所・支所). That of an office has the office's id; names stand beside the office's own.
create table organisation (
    id text primary key,
    kind text not null,
    name text not null
) strict;
insert into organisation (id, kind, name) select id, 'office', name from office;

-- アカウント: one login, one password, of no organisation. Ids stay what they were.
create temp table account_before as select * from user_account;
drop table user_account;
create table user_account (
    id text primary key,
    login text not null unique,
    password_hash text not null,
    must_change_password integer not null,
    created_at text not null
) strict;
insert into user_account (id, login, password_hash, must_change_password, created_at)
select id, login, password_hash, must_change_password, created_at from account_before;

-- 所属: as what an account works in an organisation. No key into a table of an office, which may be partitioned: neither
-- specialist_id nor anything else. accepted_at: when the person first came in; null where only the organisation has said so.
create table membership (
    organisation_id text not null references organisation (id),
    user_id text not null references user_account (id),
    name text not null,
    role text not null,
    specialist_id text,
    disabled integer not null,
    accepted_at text,
    version integer not null,
    primary key (organisation_id, user_id)
) strict;
create index membership_of_user on membership (user_id, organisation_id);
insert into membership (organisation_id, user_id, name, role, specialist_id, disabled, accepted_at, version)
select office_id, id, name, role, specialist_id, disabled, created_at, version from account_before;
drop table account_before;

-- A session works in one organisation; in none while the person, who belongs to several, has not said in which.
create temp table session_before as select * from session;
drop table session;
create table session (
    token_hash text primary key,
    organisation_id text,
    user_id text not null,
    created_at text not null,
    last_seen_at text not null,
    expires_at text not null,
    device text not null
) strict;
insert into session (token_hash, organisation_id, user_id, created_at, last_seen_at, expires_at, device)
select token_hash, office_id, user_id, created_at, last_seen_at, expires_at, device from session_before;
drop table session_before;
create index session_of_user on session (user_id, organisation_id);
