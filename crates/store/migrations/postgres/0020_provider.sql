-- サービス提供事業所: the office's register. Grants, and the posts of specialists, may point to one.
create table provider (
    office_id text not null references office (id),
    id text not null,
    number text not null,
    name text not null,
    kana text not null,
    services text not null,
    address text not null,
    phone text not null,
    fax text not null,
    mail text not null,
    person text not null,
    from_on text,
    ended_on text,
    note text not null,
    version bigint not null,
    primary key (office_id, id)
);
alter table service_grant add column provider_id text;
alter table service_grant add column provider_name text not null default '';
create index service_grant_provider on service_grant (office_id, provider_id);
