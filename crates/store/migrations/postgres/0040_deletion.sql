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
);
create unique index deletion_open on deletion (office_id, client_id) where withdrawn_at is null;
create index deletion_proposed on deletion (office_id, proposed_at);
create table tombstone (
    office_id text not null,
    deletion_id text not null,
    part bigint not null,
    body text not null,
    primary key (office_id, deletion_id, part),
    foreign key (office_id, deletion_id) references deletion (office_id, id)
);
create table deletion_permit (
    office_id text not null,
    client_id text not null,
    deletion_id text not null,
    primary key (office_id, client_id),
    foreign key (office_id, deletion_id) references deletion (office_id, id)
);
create index client_ended on client (office_id, ended_on, id) where ended_on is not null;
create function refuse_deletion_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.sha256 is null and old.withdrawn_at is null then return new; end if;
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger deletion_no_change before update or delete on deletion for each row execute function refuse_deletion_change();
create trigger deletion_no_truncate before truncate on deletion for each statement execute function refuse_change();
create trigger tombstone_no_change before update or delete on tombstone for each row execute function refuse_change();
create trigger tombstone_no_truncate before truncate on tombstone for each statement execute function refuse_change();
create function refuse_unconfirmed_permit() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from deletion d where d.office_id = new.office_id and d.id = new.deletion_id
        and d.client_id = new.client_id and d.confirmed_by is not null and d.sha256 is null and d.withdrawn_at is null) then
        raise exception 'no confirmed deletion';
    end if;
    return new;
end $$;
create trigger deletion_permit_confirmed before insert on deletion_permit
    for each row execute function refuse_unconfirmed_permit();
create trigger deletion_permit_no_update before update on deletion_permit for each row execute function refuse_change();
-- The argument says whose a row is, as a query on the row itself ($1).
create function refuse_unpermitted() returns trigger language plpgsql as $$
declare permitted boolean;
begin
    if tg_op = 'DELETE' then
        execute 'select exists (select 1 from deletion_permit p where p.office_id = ($1).office_id and p.client_id = ('
            || tg_argv[0] || '))' into permitted using old;
        if permitted then return old; end if;
    end if;
    raise exception '% is append-only', tg_table_name;
end $$;
drop trigger attachment_no_change on attachment;
create trigger attachment_no_change before update or delete on attachment for each row
    execute function refuse_unpermitted('($1).client_id');
drop trigger attachment_withdrawal_no_change on attachment_withdrawal;
create trigger attachment_withdrawal_no_change before update or delete on attachment_withdrawal for each row
    execute function refuse_unpermitted('select a.client_id from attachment a where a.office_id = ($1).office_id and a.id = ($1).attachment_id');
drop trigger claim_event_no_change on claim_event;
create trigger claim_event_no_change before update or delete on claim_event for each row
    execute function refuse_unpermitted('select c.client_id from claim c where c.office_id = ($1).office_id and c.id = ($1).claim_id');
drop trigger client_fact_no_change on client_fact;
create trigger client_fact_no_change before update or delete on client_fact for each row
    execute function refuse_unpermitted('($1).client_id');
drop trigger contact_fact_no_change on contact_fact;
create trigger contact_fact_no_change before update or delete on contact_fact for each row
    execute function refuse_unpermitted('($1).client_id');
drop trigger fact_no_change on fact;
create trigger fact_no_change before update or delete on fact for each row
    execute function refuse_unpermitted('select r.client_id from round r where r.office_id = ($1).office_id and r.id = ($1).round_id');
drop trigger opening_no_change on opening;
create trigger opening_no_change before update or delete on opening for each row
    execute function refuse_unpermitted('($1).client_id');
drop trigger paper_fact_no_change on paper_fact;
create trigger paper_fact_no_change before update or delete on paper_fact for each row
    execute function refuse_unpermitted('($1).client_id');
drop trigger plan_answer_no_change on plan_answer;
create trigger plan_answer_no_change before update or delete on plan_answer for each row
    execute function refuse_unpermitted('select c.client_id from certificate c where c.office_id = ($1).office_id and c.id = ($1).certificate_id');
drop trigger planning_fact_no_change on planning_fact;
create trigger planning_fact_no_change before update or delete on planning_fact for each row
    execute function refuse_unpermitted('select k.client_id from planning_case k where k.office_id = ($1).office_id and k.id = ($1).case_id');
drop trigger used_amount_no_change on used_amount;
create trigger used_amount_no_change before update or delete on used_amount for each row
    execute function refuse_unpermitted('($1).client_id');
create or replace function refuse_named_chunk() returns trigger language plpgsql as $$
begin
    if exists (select 1 from attachment a where a.office_id = old.office_id and a.file_id = old.file_id
        and not exists (select 1 from deletion_permit p where p.office_id = a.office_id and p.client_id = a.client_id)) then
        raise exception 'file_chunk is append-only';
    end if;
    return old;
end $$;
-- The words of an entry go with the client; what holds the log together stays.
create function refuse_log_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.office_id = old.office_id and new.seq = old.seq and new.at = old.at
        and new.actor_id = old.actor_id and new.actor_name = old.actor_name and new.action = old.action
        and new.subject = old.subject and new.prev_hash = old.prev_hash and new.hash = old.hash and new.seals = old.seals
        and exists (select 1 from deletion_permit p where p.office_id = old.office_id and new.body = '{"deleted":"' || p.deletion_id || '"}') then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name;
end $$;
drop trigger audit_no_change on audit;
create trigger audit_no_change before update or delete on audit for each row execute function refuse_log_change();
