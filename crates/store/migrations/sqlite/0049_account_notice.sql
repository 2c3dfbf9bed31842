-- アカウントのお知らせ: what was changed about how a person signs in, until the person has ticked it; made_by: empty where it was the
-- person, else who it was. And the address to which the same goes as a mail, where the person wants that. Of the whole installation.
create table account_notice (
    user_id text not null,
    id text not null,
    kind text not null,
    at text not null,
    device text not null,
    made_by text not null,
    primary key (user_id, id)
) strict;
create table account_mail (
    user_id text primary key,
    address text not null,
    set_at text not null
) strict;
