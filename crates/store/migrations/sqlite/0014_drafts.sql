-- 下書き: what somebody is typing, kept for that person alone until it is recorded. Not a record: overwritten and deleted.
create table draft (
    office_id text not null,
    user_id text not null,
    form text not null,
    subject text not null,
    base_version integer not null,
    fields text not null,
    saved_at text not null,
    primary key (office_id, user_id, form, subject)
) strict;

-- 作業版: a report that is being written, seen by the office, one for each subject. Overwritten until it is finished.
create table working_version (
    office_id text not null,
    subject text not null,
    kind text not null,
    version integer not null,
    body text not null,
    saved_by text not null,
    saved_by_name text not null,
    saved_at text not null,
    primary key (office_id, subject, kind)
) strict;
