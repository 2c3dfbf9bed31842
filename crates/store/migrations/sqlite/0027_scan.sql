-- 書類の写し: a file is of a client and of a kind; that of a certificate names it, too. SQLite changes no column: the tables are made anew, with
-- what they hold.
create table attachment_before as select * from attachment;
create table withdrawal_before as select * from attachment_withdrawal;
drop trigger file_chunk_no_delete;
drop table attachment_withdrawal;
drop table attachment;
create table attachment (
    office_id text not null,
    id text not null,
    client_id text not null,
    kind text not null,
    certificate_id text,
    file_id text not null,
    sha256 text not null,
    media text not null,
    length integer not null,
    note text not null,
    added_at text not null,
    added_by text not null,
    added_by_name text not null,
    primary key (office_id, id),
    foreign key (office_id, client_id) references client (office_id, id),
    foreign key (office_id, certificate_id) references certificate (office_id, id)
) strict;
insert into attachment (office_id, id, client_id, kind, certificate_id, file_id, sha256, media, length, note, added_at, added_by, added_by_name)
select b.office_id, b.id, c.client_id, 'certificate', b.certificate_id, b.file_id, b.sha256, b.media, b.length, b.note, b.added_at,
    b.added_by, b.added_by_name
from attachment_before b join certificate c on c.office_id = b.office_id and c.id = b.certificate_id;
create index attachment_certificate on attachment (office_id, certificate_id, added_at);
create index attachment_client on attachment (office_id, client_id, added_at);
create index attachment_file on attachment (office_id, file_id);
create index attachment_hash on attachment (office_id, sha256);
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

insert into attachment_withdrawal (office_id, attachment_id, reason, withdrawn_at, withdrawn_by, withdrawn_by_name)
select office_id, attachment_id, reason, withdrawn_at, withdrawn_by, withdrawn_by_name from withdrawal_before;
drop table attachment_before;
drop table withdrawal_before;
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
create trigger file_chunk_no_delete before delete on file_chunk
when exists (select 1 from attachment where office_id = old.office_id and file_id = old.file_id)
begin select raise(abort, 'file_chunk is append-only'); end;
