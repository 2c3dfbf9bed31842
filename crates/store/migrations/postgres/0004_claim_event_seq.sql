-- What became of a claim goes by the order of recording, not by the clock, which may go back. What is there is numbered
-- as it was read until now.
alter table claim_event add column seq bigint not null default 0;
update claim_event set seq = (select count(*) from claim_event e where e.office_id = claim_event.office_id
    and e.claim_id = claim_event.claim_id
    and (e.set_at < claim_event.set_at or (e.set_at = claim_event.set_at and e.id <= claim_event.id)));
drop index claim_event_claim;
create unique index claim_event_claim on claim_event (office_id, claim_id, seq);
