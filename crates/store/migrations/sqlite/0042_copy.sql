-- 控え: of the whole installation, no organisation's. copy_key: the public half of the paper key, to which copies are sealed; the highest
-- seq is the one in use. copy_drill: who opened a copy with the paper key, for practice. Both are append-only and sealed.
create table copy_key (
    seq integer not null primary key,
    public_key text not null,
    made_at text not null,
    made_by text not null,
    made_by_name text not null
) strict;
create trigger copy_key_no_update before update on copy_key
begin select raise(abort, 'copy_key is append-only'); end;
create trigger copy_key_no_delete before delete on copy_key
begin select raise(abort, 'copy_key is append-only'); end;
create trigger copy_key_no_replace before insert on copy_key
when exists (select 1 from copy_key where seq = new.seq)
begin select raise(abort, 'copy_key is append-only'); end;

create table copy_drill (
    seq integer not null primary key,
    done_at text not null,
    done_by text not null,
    done_by_name text not null,
    note text not null
) strict;
create trigger copy_drill_no_update before update on copy_drill
begin select raise(abort, 'copy_drill is append-only'); end;
create trigger copy_drill_no_delete before delete on copy_drill
begin select raise(abort, 'copy_drill is append-only'); end;
create trigger copy_drill_no_replace before insert on copy_drill
when exists (select 1 from copy_drill where seq = new.seq)
begin select raise(abort, 'copy_drill is append-only'); end;

-- What the server did: kind copy (a copy made) or test (a copy opened for trial). fault '' went well, else a word of the program;
-- place: folder and file; bytes: of the sealed copy; files: attached files sealed with it or read; findings: what verify found.
create table copy_run (
    seq integer not null primary key,
    kind text not null,
    at text not null,
    fault text not null,
    place text not null,
    bytes integer not null,
    files integer not null,
    findings integer not null,
    milliseconds integer not null
) strict;
create index copy_run_of_kind on copy_run (kind, seq);
