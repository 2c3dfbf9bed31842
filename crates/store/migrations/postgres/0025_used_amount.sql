-- 支給量の利用実績: how much of a granted service was used in a month, as somebody told it; append-only.
create table used_amount (
    office_id text not null,
    client_id text not null,
    seq bigint not null,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects bigint,
    primary key (office_id, client_id, seq),
    foreign key (office_id, client_id) references client (office_id, id)
);
create trigger used_amount_no_change before update or delete on used_amount for each row execute function refuse_change();
create trigger used_amount_no_truncate before truncate on used_amount for each statement execute function refuse_change();
