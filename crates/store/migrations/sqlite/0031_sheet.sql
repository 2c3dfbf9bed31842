-- 外の様式: the files of a sheet from outside of the program by their hash, and which sheet a paper was printed with first. Append-only:
-- the same paper comes out again with the same bytes. paper: SHA-256 over the form's name and everything that the paper says.
create table sheet (
    office_id text not null,
    sha256 text not null,
    form text not null,
    files text not null,
    kept_at text not null,
    primary key (office_id, sha256)
) strict;
create table paper_sheet (
    office_id text not null,
    paper text not null,
    sha256 text not null,
    printed_at text not null,
    primary key (office_id, paper),
    foreign key (office_id, sha256) references sheet (office_id, sha256)
) strict;
create trigger sheet_no_update before update on sheet begin select raise(abort, 'sheet is append-only'); end;
create trigger sheet_no_delete before delete on sheet begin select raise(abort, 'sheet is append-only'); end;
create trigger sheet_no_replace before insert on sheet
when exists (select 1 from sheet where office_id = new.office_id and sha256 = new.sha256)
    or exists (select 1 from sheet where rowid = new.rowid)
begin select raise(abort, 'sheet is append-only'); end;
create trigger paper_sheet_no_update before update on paper_sheet begin select raise(abort, 'paper_sheet is append-only'); end;
create trigger paper_sheet_no_delete before delete on paper_sheet begin select raise(abort, 'paper_sheet is append-only'); end;
create trigger paper_sheet_no_replace before insert on paper_sheet
when exists (select 1 from paper_sheet where office_id = new.office_id and paper = new.paper)
    or exists (select 1 from paper_sheet where rowid = new.rowid)
begin select raise(abort, 'paper_sheet is append-only'); end;
