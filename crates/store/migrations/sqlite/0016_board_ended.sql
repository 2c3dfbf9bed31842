-- 終了 on the board. Derived: made anew from the facts when the program starts.
alter table board add column ended_on text;
delete from board;
delete from board_count;
