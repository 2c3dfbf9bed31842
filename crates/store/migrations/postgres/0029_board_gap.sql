-- 支給決定の切れ目 on the board: the stretches of grants without a break. Derived from the certificates; made anew when the program starts and
-- finds grants without a row.
create table board_gap (
    office_id text not null,
    client_id text not null,
    service text collate "C" not null,
    municipality text collate "C" not null,
    from_on text collate "C" not null,
    ends_on text collate "C" not null,
    next_from text collate "C",
    is_ours boolean not null,
    specialist_id text collate "C",
    primary key (office_id, client_id, service, municipality, from_on)
);
create index board_gap_ends on board_gap (office_id, is_ours, ends_on, from_on, next_from, specialist_id);
