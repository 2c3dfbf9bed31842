-- 削除: two persons take everything of a client away whose 保存期間 is over. What stays is a tombstone: the ids and hashes of the rows that were
-- there. A row that is kept for ever goes only under a permit, which only a deletion opens that a second person has confirmed, and which is
-- taken back before the transaction ends.
create table deletion (
    office_id text not null,
    id text not null,
    client_id text not null,
    reason text not null,
    last_service_on text,
    kept_until text,
    proposed_by text not null,
    proposed_by_name text not null,
    proposed_as text not null,
    proposed_at text not null,
    withdrawn_by text,
    withdrawn_by_name text,
    withdrawn_at text,
    confirmed_by text,
    confirmed_by_name text,
    confirmed_at text,
    counts text not null default '',
    sha256 text,
    again_at text,
    primary key (office_id, id),
    check (confirmed_by is null or confirmed_by <> proposed_by),
    check (sha256 is null or confirmed_by is not null)
) strict;
create unique index deletion_open on deletion (office_id, client_id) where withdrawn_at is null;
create index deletion_proposed on deletion (office_id, proposed_at);
create table tombstone (
    office_id text not null,
    deletion_id text not null,
    part integer not null,
    body text not null,
    primary key (office_id, deletion_id, part),
    foreign key (office_id, deletion_id) references deletion (office_id, id)
) strict;
create table deletion_permit (
    office_id text not null,
    client_id text not null,
    deletion_id text not null,
    primary key (office_id, client_id),
    foreign key (office_id, deletion_id) references deletion (office_id, id)
) strict;
create index client_ended on client (office_id, ended_on, id) where ended_on is not null;
create trigger deletion_no_delete before delete on deletion begin select raise(abort, 'deletion is append-only'); end;
create trigger deletion_no_update before update on deletion
when old.sha256 is not null or old.withdrawn_at is not null
begin select raise(abort, 'deletion is append-only'); end;
create trigger deletion_no_replace before insert on deletion
when exists (select 1 from deletion where office_id = new.office_id and id = new.id)
    or exists (select 1 from deletion where office_id = new.office_id and client_id = new.client_id and withdrawn_at is null and new.withdrawn_at is null)
    or exists (select 1 from deletion where rowid = new.rowid)
begin select raise(abort, 'deletion is append-only'); end;
create trigger tombstone_no_delete before delete on tombstone begin select raise(abort, 'tombstone is append-only'); end;
create trigger tombstone_no_update before update on tombstone begin select raise(abort, 'tombstone is append-only'); end;
create trigger tombstone_no_replace before insert on tombstone
when exists (select 1 from tombstone where office_id = new.office_id and deletion_id = new.deletion_id and part = new.part)
    or exists (select 1 from tombstone where rowid = new.rowid)
begin select raise(abort, 'tombstone is append-only'); end;
create trigger deletion_permit_confirmed before insert on deletion_permit
when not exists (select 1 from deletion d where d.office_id = new.office_id and d.id = new.deletion_id
    and d.client_id = new.client_id and d.confirmed_by is not null and d.sha256 is null and d.withdrawn_at is null)
begin select raise(abort, 'no confirmed deletion'); end;
create trigger deletion_permit_no_update before update on deletion_permit
begin select raise(abort, 'deletion_permit is append-only'); end;
drop trigger attachment_no_delete;
create trigger attachment_no_delete before delete on attachment
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (old.client_id))
begin select raise(abort, 'attachment is append-only'); end;
drop trigger attachment_withdrawal_no_delete;
create trigger attachment_withdrawal_no_delete before delete on attachment_withdrawal
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (select a.client_id from attachment a where a.office_id = old.office_id and a.id = old.attachment_id))
begin select raise(abort, 'attachment_withdrawal is append-only'); end;
drop trigger claim_event_no_delete;
create trigger claim_event_no_delete before delete on claim_event
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (select c.client_id from claim c where c.office_id = old.office_id and c.id = old.claim_id))
begin select raise(abort, 'claim_event is append-only'); end;
drop trigger client_fact_no_delete;
create trigger client_fact_no_delete before delete on client_fact
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (old.client_id))
begin select raise(abort, 'client_fact is append-only'); end;
drop trigger contact_fact_no_delete;
create trigger contact_fact_no_delete before delete on contact_fact
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (old.client_id))
begin select raise(abort, 'contact_fact is append-only'); end;
drop trigger fact_no_delete;
create trigger fact_no_delete before delete on fact
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (select r.client_id from round r where r.office_id = old.office_id and r.id = old.round_id))
begin select raise(abort, 'fact is append-only'); end;
drop trigger opening_no_delete;
create trigger opening_no_delete before delete on opening
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (old.client_id))
begin select raise(abort, 'opening is append-only'); end;
drop trigger paper_fact_no_delete;
create trigger paper_fact_no_delete before delete on paper_fact
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (old.client_id))
begin select raise(abort, 'paper_fact is append-only'); end;
drop trigger plan_answer_no_delete;
create trigger plan_answer_no_delete before delete on plan_answer
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (select c.client_id from certificate c where c.office_id = old.office_id and c.id = old.certificate_id))
begin select raise(abort, 'plan_answer is append-only'); end;
drop trigger planning_fact_no_delete;
create trigger planning_fact_no_delete before delete on planning_fact
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (select k.client_id from planning_case k where k.office_id = old.office_id and k.id = old.case_id))
begin select raise(abort, 'planning_fact is append-only'); end;
drop trigger used_amount_no_delete;
create trigger used_amount_no_delete before delete on used_amount
when not exists (select 1 from deletion_permit p where p.office_id = old.office_id and p.client_id = (old.client_id))
begin select raise(abort, 'used_amount is append-only'); end;
drop trigger file_chunk_no_delete;
create trigger file_chunk_no_delete before delete on file_chunk
when exists (select 1 from attachment a where a.office_id = old.office_id and a.file_id = old.file_id
    and not exists (select 1 from deletion_permit p where p.office_id = a.office_id and p.client_id = a.client_id))
begin select raise(abort, 'file_chunk is append-only'); end;
-- The words of an entry go with the client; what holds the log together stays.
drop trigger audit_no_update;
create trigger audit_no_update before update on audit
when not (new.office_id = old.office_id and new.seq = old.seq and new.at = old.at and new.actor_id = old.actor_id
    and new.actor_name = old.actor_name and new.action = old.action and new.subject = old.subject
    and new.prev_hash = old.prev_hash and new.hash = old.hash and new.seals = old.seals
    and exists (select 1 from deletion_permit p where p.office_id = old.office_id and new.body = '{"deleted":"' || p.deletion_id || '"}'))
begin select raise(abort, 'audit is append-only'); end;
