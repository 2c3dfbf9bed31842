-- 外の様式: the files of a sheet from outside of the program by their hash, and which sheet a paper was printed with first. Append-only:
-- the same paper comes out again with the same bytes. paper: SHA-256 over the form's name and everything that the paper says.
create table sheet (
    office_id text not null,
    sha256 text not null,
    form text not null,
    files text not null,
    kept_at text not null,
    primary key (office_id, sha256)
);
create table paper_sheet (
    office_id text not null,
    paper text not null,
    sha256 text not null,
    printed_at text not null,
    primary key (office_id, paper),
    foreign key (office_id, sha256) references sheet (office_id, sha256)
);
create trigger sheet_no_change before update or delete on sheet for each row execute function refuse_change();
create trigger sheet_no_truncate before truncate on sheet for each statement execute function refuse_change();
create trigger paper_sheet_no_change before update or delete on paper_sheet for each row execute function refuse_change();
create trigger paper_sheet_no_truncate before truncate on paper_sheet for each statement execute function refuse_change();
