-- パスキー: a second kind of second factor. host: the name under which the program was open, for which alone the key is good;
-- sign_count: the last count of the device, which never goes back; backup: whether the device may copy the key or has ('no', 'may', 'yes').
create table passkey (
    credential text primary key,
    user_id text not null,
    host text not null,
    name text not null,
    public_key text not null,
    sign_count integer not null,
    backup text not null,
    since text not null,
    last_used text
) strict;
create index passkey_of_user on passkey (user_id, since);
