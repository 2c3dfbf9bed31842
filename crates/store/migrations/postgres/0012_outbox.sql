-- 送信待ち: mail and jobs, queued in the transaction of what they tell of and done later by the worker of `serve`.
-- A job is taken by a lease: whoever raises taken_until has it until then. Times are UTC with milliseconds, all of one
-- length, so that they compare as text. The address stands here until the mail is sent.
create table outbox (
    office_id text not null references office (id),
    id text not null,
    kind text not null,
    recipient text not null,
    body text not null,
    queued_at text not null,
    queued_by text not null,
    not_before text not null,
    taken_until text not null default '',
    taken_by text not null default '',
    tries bigint not null default 0,
    sent_at text,
    failed_at text,
    fault text not null default '',
    primary key (office_id, id)
);
create index outbox_open on outbox (not_before, office_id) where sent_at is null and failed_at is null;
create index outbox_newest on outbox (office_id, queued_at);

-- お知らせの宛先 of an office.
create table notice_address (
    office_id text primary key references office (id),
    address text not null,
    set_at text not null,
    set_by text not null
);

-- 使ったことのある端末 of a person, so that a new one can be told of.
create table known_device (
    office_id text not null references office (id),
    user_id text not null,
    device text not null,
    seen_at text not null,
    primary key (office_id, user_id, device)
);
