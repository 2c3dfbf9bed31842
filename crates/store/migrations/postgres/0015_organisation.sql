-- 組織: an office or a ward (区役所・支所). That of an office has the office's id; names stand beside the office's own.
create table organisation (
    id text primary key,
    kind text not null,
    name text not null
);
insert into organisation (id, kind, name) select id, 'office', name from office;

-- 所属: as what an account works in an organisation. No key into a table of an office, which may be partitioned: neither
-- specialist_id nor anything else. accepted_at: when the person first came in; null where only the organisation has said so.
create table membership (
    organisation_id text not null references organisation (id),
    user_id text not null,
    name text not null,
    role text not null,
    specialist_id text,
    disabled boolean not null,
    accepted_at text,
    version bigint not null,
    primary key (organisation_id, user_id)
);
create index membership_of_user on membership (user_id, organisation_id);
insert into membership (organisation_id, user_id, name, role, specialist_id, disabled, accepted_at, version)
select office_id, id, name, role, specialist_id, disabled, created_at, version from user_account;

-- アカウント: one login, one password, of no organisation. Ids stay what they were.
alter table user_account drop constraint user_account_pkey;
alter table user_account drop column office_id, drop column name, drop column role, drop column specialist_id,
    drop column disabled, drop column version;
alter table user_account add primary key (id);
alter table membership add foreign key (user_id) references user_account (id);

-- A session works in one organisation; in none while the person, who belongs to several, has not said in which.
drop index session_of_user;
alter table session rename column office_id to organisation_id;
alter table session alter column organisation_id drop not null;
create index session_of_user on session (user_id, organisation_id);
