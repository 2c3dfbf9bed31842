-- A step of a plan is done on the day of its records, a 変更 is led to the ward first: what the board keeps of open plans is told anew, and the
-- board is made anew from the facts.
delete from board;
delete from board_count;
delete from board_case;
