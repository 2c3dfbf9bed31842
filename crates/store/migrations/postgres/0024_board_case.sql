-- 計画 on the board: where each open case stands. Derived from the facts of the case; made anew when the program starts and finds open
-- cases without a row.
create table board_case (
    office_id text not null,
    case_id text collate "C" not null,
    client_id text not null,
    step text not null,
    missing text not null,
    since text collate "C" not null,
    primary key (office_id, case_id)
);
create index board_case_since on board_case (office_id, since, case_id);
