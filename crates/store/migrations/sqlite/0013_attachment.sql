-- 添付: a file's bytes in chunks, and the rows that name them. The chunks come first, each in a transaction of its own;
-- until a row names their file they are nobody's, and the worker takes them away after a day.
create table file_chunk (
    office_id text not null,
    file_id text not null,
    seq integer not null,
    content blob not null,
    written_at text not null,
    primary key (office_id, file_id, seq)
) strict;
create index file_chunk_written on file_chunk (office_id, written_at);

create table attachment (
    office_id text not null,
    id text not null,
    certificate_id text not null,
    file_id text not null,
    sha256 text not null,
    media text not null,
    length integer not null,
    note text not null,
    added_at text not null,
    added_by text not null,
    added_by_name text not null,
    primary key (office_id, id),
    foreign key (office_id, certificate_id) references certificate (office_id, id)
) strict;
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
) strict;

create trigger attachment_no_update before update on attachment
begin select raise(abort, 'attachment is append-only'); end;
create trigger attachment_no_delete before delete on attachment
begin select raise(abort, 'attachment is append-only'); end;
create trigger attachment_no_replace before insert on attachment
when exists (select 1 from attachment where office_id = new.office_id and id = new.id) or exists (select 1 from attachment where rowid = new.rowid)
begin select raise(abort, 'attachment is append-only'); end;
create trigger attachment_withdrawal_no_update before update on attachment_withdrawal
begin select raise(abort, 'attachment_withdrawal is append-only'); end;
create trigger attachment_withdrawal_no_delete before delete on attachment_withdrawal
begin select raise(abort, 'attachment_withdrawal is append-only'); end;
create trigger attachment_withdrawal_no_replace before insert on attachment_withdrawal
when exists (select 1 from attachment_withdrawal where office_id = new.office_id and attachment_id = new.attachment_id) or exists (select 1 from attachment_withdrawal where rowid = new.rowid)
begin select raise(abort, 'attachment_withdrawal is append-only'); end;
create trigger file_chunk_no_update before update on file_chunk
begin select raise(abort, 'file_chunk is append-only'); end;
create trigger file_chunk_no_delete before delete on file_chunk
when exists (select 1 from attachment where office_id = old.office_id and file_id = old.file_id)
begin select raise(abort, 'file_chunk is append-only'); end;
