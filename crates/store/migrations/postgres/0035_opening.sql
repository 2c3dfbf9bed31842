-- 担当外の閲覧: whether whoever is not in charge of a client says why before its pages open, and who opened which client's, when and why.
-- Append-only.
alter table organisation add column asks_reason boolean not null default false;
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
);
create index opening_of_user on opening (office_id, user_id, client_id, opened_at);
create index opening_at on opening (office_id, opened_at);
create index opening_of_client on opening (office_id, client_id);
create trigger opening_no_change before update or delete on opening for each row execute function refuse_change();
create trigger opening_no_truncate before truncate on opening for each statement execute function refuse_change();
