-- 計画についての答え: what the office says of a plan that is known by its date alone (one flow, delivery, conference …).
-- Append-only; of a certificate the last one stands.
create table plan_answer (
    office_id text not null,
    certificate_id text not null,
    seq integer not null,
    facts text not null,
    answered_by text not null,
    answered_by_name text not null,
    answered_at text not null,
    primary key (office_id, certificate_id, seq),
    foreign key (office_id, certificate_id) references certificate (office_id, id)
) strict;
create trigger plan_answer_no_update before update on plan_answer begin select raise(abort, 'plan_answer is append-only'); end;
create trigger plan_answer_no_delete before delete on plan_answer begin select raise(abort, 'plan_answer is append-only'); end;
create trigger plan_answer_no_replace before insert on plan_answer
when exists (select 1 from plan_answer where office_id = new.office_id and certificate_id = new.certificate_id and seq = new.seq)
    or exists (select 1 from plan_answer where rowid = new.rowid)
begin select raise(abort, 'plan_answer is append-only'); end;

-- Lamp (6) hangs on more than its round now: the board is made anew when the program starts.
delete from board;
