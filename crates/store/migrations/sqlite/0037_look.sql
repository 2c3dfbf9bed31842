-- 閲覧の記録: who was shown what, a row a person, client, kind, hour and device. user_id '' is nobody who is signed in; client_id '' a
-- list (clients: their ids without hyphens, parted by commas, '*' everybody) or nothing of a client; office_id nil: of no organisation.
-- hour and times of day are UTC. words: HMACs of what was searched for; their key is not in the database.
create table look (
    office_id text not null,
    hour text not null,
    user_id text not null,
    kind text not null,
    client_id text not null,
    address text not null,
    device text not null,
    user_name text not null,
    first_at text not null,
    last_at text not null,
    times integer not null,
    clients text not null,
    words text not null,
    primary key (office_id, hour, user_id, kind, client_id, address, device)
) strict;
create index look_of_client on look (office_id, client_id, hour);

-- 閲覧の記録の確認: which month was looked through, by whom, and what stood there (rows, SHA-256 over them). Append-only.
create table look_review (
    office_id text not null,
    month integer not null,
    at text not null,
    user_id text not null,
    user_name text not null,
    note text not null,
    row_count integer not null,
    sha256 text not null,
    primary key (office_id, month, at, user_id)
) strict;
create trigger look_review_no_update before update on look_review
begin select raise(abort, 'look_review is append-only'); end;
create trigger look_review_no_delete before delete on look_review
begin select raise(abort, 'look_review is append-only'); end;
create trigger look_review_no_replace before insert on look_review
when exists (select 1 from look_review
        where office_id = new.office_id and month = new.month and at = new.at and user_id = new.user_id)
    or exists (select 1 from look_review where rowid = new.rowid)
begin select raise(abort, 'look_review is append-only'); end;
