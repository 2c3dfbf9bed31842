-- PostgreSQL has no `insert or replace`; what goes past row triggers here is `truncate`.
create trigger fact_no_truncate before truncate on fact for each statement execute function refuse_change();
create trigger audit_no_truncate before truncate on audit for each statement execute function refuse_change();
-- What an event says stays; its number, which a later migration gives it, is no part of that.
create trigger claim_event_no_change
    before update of office_id, id, claim_id, state, on_date, code, reason, set_by, set_at or delete on claim_event
    for each row execute function refuse_change();
create trigger claim_event_no_truncate before truncate on claim_event
    for each statement execute function refuse_change();

-- Who sent what, as a hash: the number of a sending answers for that person and that content alone. Older rows have ''.
alter table operation add column sent text not null default '';
-- The answer of an import held the cells of the rows that were not taken. Sent again, an import passes over what is here.
delete from operation where use_case = 'import_clients';
