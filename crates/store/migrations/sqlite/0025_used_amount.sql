-- 支給量の利用実績: how much of a granted service was used in a month, as somebody told it; append-only.
create table used_amount (
    office_id text not null,
    client_id text not null,
    seq integer not null,
    body text not null,
    recorded_by_kind text not null,
    recorded_by text not null,
    recorded_by_name text not null,
    recorded_at text not null,
    corrects integer,
    primary key (office_id, client_id, seq),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
create trigger used_amount_no_update before update on used_amount begin select raise(abort, 'used_amount is append-only'); end;
create trigger used_amount_no_delete before delete on used_amount begin select raise(abort, 'used_amount is append-only'); end;
create trigger used_amount_no_replace before insert on used_amount
when exists (select 1 from used_amount where office_id = new.office_id and client_id = new.client_id and seq = new.seq)
    or exists (select 1 from used_amount where rowid = new.rowid)
begin select raise(abort, 'used_amount is append-only'); end;
