-- 添付: a file's bytes in chunks, and the rows that name them. The chunks come first, each in a transaction of its own;
-- until a row names their file they are nobody's, and the worker takes them away after a day.
create table file_chunk (
    office_id text not null,
    file_id text not null,
    seq bigint not null,
    content bytea not null,
    written_at text not null,
    primary key (office_id, file_id, seq)
);
create index file_chunk_written on file_chunk (office_id, written_at);

create table attachment (
    office_id text not null,
    id text not null,
    certificate_id text not null,
    file_id text not null,
    sha256 text not null,
    media text not null,
    length bigint not null,
    note text not null,
    added_at text not null,
    added_by text not null,
    added_by_name text not null,
    primary key (office_id, id),
    foreign key (office_id, certificate_id) references certificate (office_id, id)
);
create index attachment_certificate on attachment (office_id, certificate_id, added_at);
create index attachment_file on attachment (office_id, file_id);
create index attachment_hash on attachment (office_id, sha256);

-- Taken back: a fact of its own. The bytes stay until the time for keeping records is over.
create table attachment_withdrawal (
    office_id text not null,
    attachment_id text not null,
    reason text not null,
    withdrawn_at text not null,
    withdrawn_by text not null,
    withdrawn_by_name text not null,
    primary key (office_id, attachment_id),
    foreign key (office_id, attachment_id) references attachment (office_id, id)
);

create trigger attachment_no_change before update or delete on attachment for each row execute function refuse_change();
create trigger attachment_no_truncate before truncate on attachment for each statement execute function refuse_change();
create trigger attachment_withdrawal_no_change before update or delete on attachment_withdrawal for each row execute function refuse_change();
create trigger attachment_withdrawal_no_truncate before truncate on attachment_withdrawal for each statement execute function refuse_change();
create function refuse_named_chunk() returns trigger language plpgsql as $$
begin
    if exists (select 1 from attachment where office_id = old.office_id and file_id = old.file_id) then
        raise exception 'file_chunk is append-only';
    end if;
    return old;
end
$$;
create trigger file_chunk_no_update before update on file_chunk for each row execute function refuse_change();
create trigger file_chunk_no_delete before delete on file_chunk for each row execute function refuse_named_chunk();
create trigger file_chunk_no_truncate before truncate on file_chunk for each statement execute function refuse_change();
