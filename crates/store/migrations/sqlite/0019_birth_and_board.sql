-- The same person is looked for by the birthday; names are compared folded, which no index holds.
create index client_birth on client (office_id, birth, id);

-- The board says of a returned claim that it came back, and has no row for a round that was opened and left empty: it is
-- made anew when the program starts.
delete from board;
delete from board_count;
