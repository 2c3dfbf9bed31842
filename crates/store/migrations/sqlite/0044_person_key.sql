-- The same person is looked for by birthday and フリガナ. A file in which many share a birthday (1 January, where the day is
-- not known) made that the whole office for each row; the folded フリガナ stands beside it now, as `search` does.
alter table client add column person_key text not null default '';
drop index client_birth;
create index client_person on client (office_id, birth, person_key, id);

-- Folded anew when the program starts.
delete from derivation where name = 'client.search';

-- Which municipalities an office has to do with is told by an index, and not by reading every certificate.
create index certificate_municipality on certificate (office_id, municipality, municipality_name);

-- What would go with a client is counted on its page.
create index claim_hold_client on claim_hold (office_id, client_id);
create index draft_subject on draft (office_id, subject);
