-- 控え: of the whole installation, no organisation's. copy_key: the public half of the paper key, to which copies are sealed; the highest
-- seq is the one in use. copy_drill: who opened a copy with the paper key, for practice. Both are append-only and sealed.
create table copy_key (
    seq bigint not null primary key,
    public_key text not null,
    made_at text not null,
    made_by text not null,
    made_by_name text not null
);
create trigger copy_key_no_change before update or delete on copy_key for each row execute function refuse_change();
create trigger copy_key_no_truncate before truncate on copy_key for each statement execute function refuse_change();

create table copy_drill (
    seq bigint not null primary key,
    done_at text not null,
    done_by text not null,
    done_by_name text not null,
    note text not null
);
create trigger copy_drill_no_change before update or delete on copy_drill for each row execute function refuse_change();
create trigger copy_drill_no_truncate before truncate on copy_drill for each statement execute function refuse_change();

-- What the server did: kind copy (a copy made) or test (a copy opened for trial). fault '' went well, else a word of the program;
-- place: folder and file; bytes: of the sealed copy; files: attached files sealed with it or read; findings: what verify found.
create table copy_run (
    seq bigint not null primary key,
    kind text not null,
    at text not null,
    fault text not null,
    place text not null,
    bytes bigint not null,
    files bigint not null,
    findings bigint not null,
    milliseconds bigint not null
);
create index copy_run_of_kind on copy_run (kind, seq);
