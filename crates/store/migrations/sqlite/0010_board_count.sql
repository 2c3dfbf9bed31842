-- 件数: how many rows of the board are alike in what they are counted by; written with the rows, rebuilt with them.
-- Nothing of the key is NULL: carried_to is 0, earliest_due and specialist_id are empty where there is none.
create table board_count (
    office_id text not null,
    month integer not null,
    carried_to integer not null,
    earliest_due text not null,
    specialist_id text not null,
    municipality_name text not null,
    planned integer not null,
    recorded integer not null,
    answer integer not null,
    primary key (office_id, month, carried_to, earliest_due, specialist_id, municipality_name)
) strict;
create index board_count_carried on board_count (office_id, carried_to);
create index board_count_open on board_count (office_id, month) where earliest_due <> '';

insert into board_count (office_id, month, carried_to, earliest_due, specialist_id, municipality_name, planned, recorded, answer)
select office_id, month, coalesce(carried_to, 0), coalesce(earliest_due, ''), coalesce(specialist_id, ''), municipality_name,
    count(*), sum(case when recorded then 1 else 0 end), sum(case when lamps like '%A%' then 1 else 0 end)
from board
group by office_id, month, coalesce(carried_to, 0), coalesce(earliest_due, ''), coalesce(specialist_id, ''), municipality_name;

-- A run: rows of the same month, carried to the same month and due on the same day, in the order of the page. It takes the
-- place of three wide indexes that were sorted at each question.
drop index board_month;
drop index board_carried;
drop index board_open;
create index board_run on board (office_id, month, coalesce(carried_to, 0), coalesce(earliest_due, ''), kana, round_id, specialist_id);
