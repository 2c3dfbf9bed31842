-- A row of claim_event has a third place that can be taken: its number among the events of the claim. The trigger on
-- insert looks at that one, too, and since every row has its number, changing it is refused like everything else: what
-- became of a claim goes by it.
drop trigger claim_event_no_replace;
create trigger claim_event_no_replace before insert on claim_event
when exists (select 1 from claim_event where office_id = new.office_id and id = new.id)
    or exists (select 1 from claim_event where office_id = new.office_id and claim_id = new.claim_id and seq = new.seq)
    or exists (select 1 from claim_event where rowid = new.rowid)
begin select raise(abort, 'claim_event is append-only'); end;
drop trigger claim_event_no_update;
create trigger claim_event_no_update before update on claim_event
begin select raise(abort, 'claim_event is append-only'); end;

-- Lamp (4) follows what the municipality says of the consent to a report: the board is made anew when the program starts.
delete from board;
delete from board_count;
