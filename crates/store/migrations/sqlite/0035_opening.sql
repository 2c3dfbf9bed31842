-- 担当外の閲覧: whether whoever is not in charge of a client says why before its pages open, and who opened which client's, when and why.
-- Append-only.
alter table organisation add column asks_reason integer not null default 0;
create table opening (
    office_id text not null,
    id text not null,
    client_id text not null,
    user_id text not null,
    user_name text not null,
    reason text not null,
    opened_at text not null,
    primary key (office_id, id),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
create index opening_of_user on opening (office_id, user_id, client_id, opened_at);
create index opening_at on opening (office_id, opened_at);
create index opening_of_client on opening (office_id, client_id);
create trigger opening_no_update before update on opening begin select raise(abort, 'opening is append-only'); end;
create trigger opening_no_delete before delete on opening begin select raise(abort, 'opening is append-only'); end;
create trigger opening_no_replace before insert on opening
when exists (select 1 from opening where office_id = new.office_id and id = new.id)
    or exists (select 1 from opening where rowid = new.rowid)
begin select raise(abort, 'opening is append-only'); end;
