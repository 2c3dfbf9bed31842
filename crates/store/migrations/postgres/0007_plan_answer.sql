-- 計画についての答え: what the office says of a plan that is known by its date alone (one flow, delivery, conference …).
-- Append-only; of a certificate the last one stands.
create table plan_answer (
    office_id text not null,
    certificate_id text not null,
    seq bigint not null,
    facts text not null,
    answered_by text not null,
    answered_by_name text not null,
    answered_at text not null,
    primary key (office_id, certificate_id, seq),
    foreign key (office_id, certificate_id) references certificate (office_id, id)
);
create trigger plan_answer_no_change before update or delete on plan_answer
    for each row execute function refuse_change();
create trigger plan_answer_no_truncate before truncate on plan_answer
    for each statement execute function refuse_change();

-- Lamp (6) hangs on more than its round now: the board is made anew when the program starts.
delete from board;
