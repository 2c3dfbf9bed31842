-- 段階 on the board: what each round waits for, the day and time agreed on for its visit, and since when an answer is awaited. The counts are
-- kept by what the rows wait for. Derived: made anew from the facts when the program starts.
alter table board add column stage text not null default 'nothing';
alter table board add column visit_on text;
alter table board add column visit_at text not null default '';
alter table board add column waiting_since text;
create index board_visit on board (office_id, visit_on, visit_at, kana, round_id) where visit_on is not null;
delete from board;

drop table board_count;
create table board_count (
    office_id text not null,
    month integer not null,
    carried_to integer not null,
    earliest_due text not null,
    specialist_id text not null,
    municipality_name text not null,
    stage text not null,
    planned integer not null,
    recorded integer not null,
    primary key (office_id, month, carried_to, earliest_due, specialist_id, municipality_name, stage)
) strict;
create index board_count_carried on board_count (office_id, carried_to);
create index board_count_open on board_count (office_id, month) where earliest_due <> '';
