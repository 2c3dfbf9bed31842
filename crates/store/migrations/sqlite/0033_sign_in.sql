-- ログイン: passwords that were given, the second factor, devices that are known, and what a session says beyond who it is of.
-- given_at: when the one-time password was given (null: before this was noted); given_used: whether it has opened a session.
-- of_demo: an account of the demo, which alone needs no second factor.
alter table user_account add column given_at text;
alter table user_account add column given_used integer not null default 0;
alter table user_account add column of_demo integer not null default 0;

-- 二段階認証: the secret, sealed with a key that is not in the database, and the last step of which a code was taken.
create table second_factor (
    user_id text primary key,
    sealed text not null,
    last_step integer not null,
    since text not null
) strict;

-- 復旧コード: hashes of the printed codes that were not used yet.
create table recovery_code (
    user_id text not null,
    code_hash text not null,
    primary key (user_id, code_hash)
) strict;

-- Devices on which somebody signed in before: SHA-256 of the secret in their cookie.
create table device_pass (
    pass_hash text primary key,
    user_id text not null,
    created_at text not null
) strict;
create index device_pass_of_user on device_pass (user_id, created_at);

-- Tries to sign in by what they are counted for (a login, a network, a device, a code), as hashes; since: the first of them.
drop table login_attempt;
create table sign_in_try (
    subject text primary key,
    tries integer not null,
    since text not null
) strict;
create index sign_in_try_since on sign_in_try (since);

-- pending: what is left to be done before the session opens anything ('' nothing, 'code', 'enrol').
-- proved_at: when the person last proved who it is; renew: whether the secret is to be replaced, because rights have changed.
alter table session add column pending text not null default '';
alter table session add column proved_at text not null default '';
alter table session add column address text not null default '';
alter table session add column renew integer not null default 0;

-- Minutes without use after which a session in the organisation ends.
alter table organisation add column idle_minutes integer not null default 30;
