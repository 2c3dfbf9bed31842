-- `insert or replace` deletes the row in its way without firing its delete trigger, so a trigger on insert refuses
-- a row whose place is taken; it stands in the file and holds for every tool. -1 is the rowid of a row that names none.
create trigger fact_no_replace before insert on fact
when exists (select 1 from fact where office_id = new.office_id and id = new.id)
    or exists (select 1 from fact where office_id = new.office_id and round_id = new.round_id and seq = new.seq)
    or exists (select 1 from fact where rowid = new.rowid)
begin select raise(abort, 'fact is append-only'); end;
create trigger audit_no_replace before insert on audit
when exists (select 1 from audit where office_id = new.office_id and seq = new.seq)
    or exists (select 1 from audit where rowid = new.rowid)
begin select raise(abort, 'audit is append-only'); end;
create trigger claim_event_no_replace before insert on claim_event
when exists (select 1 from claim_event where office_id = new.office_id and id = new.id)
    or exists (select 1 from claim_event where rowid = new.rowid)
begin select raise(abort, 'claim_event is append-only'); end;
-- What an event says stays; its number, which a later migration gives it, is no part of that.
create trigger claim_event_no_update
before update of office_id, id, claim_id, state, on_date, code, reason, set_by, set_at on claim_event
begin select raise(abort, 'claim_event is append-only'); end;
create trigger claim_event_no_delete before delete on claim_event
begin select raise(abort, 'claim_event is append-only'); end;

-- Who sent what, as a hash: the number of a sending answers for that person and that content alone. Older rows have ''.
alter table operation add column sent text not null default '';
-- The answer of an import held the cells of the rows that were not taken. Sent again, an import passes over what is here.
delete from operation where use_case = 'import_clients';
