-- Since every event of a claim has its number, changing it is refused like everything else: what became of a claim
-- goes by it. (The place that `insert or replace` could take is refused by the index here.)
drop trigger claim_event_no_change on claim_event;
create trigger claim_event_no_change before update or delete on claim_event
    for each row execute function refuse_change();
-- Row triggers do not see `truncate`.
create trigger office_fact_no_truncate before truncate on office_fact
    for each statement execute function refuse_change();

-- Lamp (4) follows what the municipality says of the consent to a report: the board is made anew when the program starts.
delete from board;
delete from board_count;
