-- 段階 on the board: what each round waits for, the day and time agreed on for its visit, and since when an answer is awaited. The counts are
-- kept by what the rows wait for. Derived: made anew from the facts when the program starts.
alter table board add column stage text collate "C" not null default 'nothing';
alter table board add column visit_on text collate "C";
alter table board add column visit_at text collate "C" not null default '';
alter table board add column waiting_since text collate "C";
create index board_visit on board (office_id, visit_on, visit_at, kana, round_id) where visit_on is not null;
delete from board;

drop table board_count;
create table board_count (
    office_id text not null,
    month bigint not null,
    carried_to bigint not null,
    earliest_due text collate "C" not null,
    specialist_id text collate "C" not null,
    municipality_name text collate "C" not null,
    stage text collate "C" not null,
    planned bigint not null,
    recorded bigint not null,
    primary key (office_id, month, carried_to, earliest_due, specialist_id, municipality_name, stage)
);
create index board_count_carried on board_count (office_id, carried_to);
create index board_count_open on board_count (office_id, month) where earliest_due <> '';
