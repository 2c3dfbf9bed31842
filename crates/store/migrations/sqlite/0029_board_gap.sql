-- 支給決定の切れ目 on the board: the stretches of grants without a break. Derived from the certificates; made anew when the program starts and
-- finds grants without a row.
create table board_gap (
    office_id text not null,
    client_id text not null,
    service text not null,
    municipality text not null,
    from_on text not null,
    ends_on text not null,
    next_from text,
    is_ours integer not null,
    specialist_id text,
    primary key (office_id, client_id, service, municipality, from_on)
) strict;
create index board_gap_ends on board_gap (office_id, is_ours, ends_on, from_on, next_from, specialist_id);
