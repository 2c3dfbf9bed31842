-- A round is one client, one service, one municipality, one month; no certificate owns it.
--
-- What was recorded goes to the municipality whose grant was valid on the day of the visit, else to that of the round's
-- own certificate. What moved by that is listed in `task`, where people see it.
--
-- SQLite cannot drop the unique key, so the table is made anew under its name: the keys that point to it are looked at
-- when the transaction ends, and the rows are back by then.
pragma defer_foreign_keys = on;

-- 支給期間 as printed, and the last day before a move away.
alter table certificate add column benefit_start integer;
alter table certificate add column benefit_end integer;
alter table certificate add column moved_out_on text;

-- 確かめること: what people have to look at once, by what it is about. body: JSON.
create table task (
    office_id text not null,
    kind text not null,
    subject text not null,
    client_id text not null,
    month integer not null,
    body text not null,
    made_at text not null,
    done_at text,
    done_by text,
    primary key (office_id, kind, subject)
) strict;
create index task_client on task (office_id, client_id);

-- The visit that stands: one that counts before one that does not, one in the month or the next before others.
create temp table round_visit as
select office_id, round_id, day from (
    select office_id, round_id, day, row_number() over (
        partition by office_id, round_id
        order by standing, case when standing = 0 then day else '' end, seq desc) as place
    from (
        select f.office_id, f.round_id, f.seq, json_extract(f.body, '$.date') as day,
            case
                when not (json_extract(f.body, '$.lives_there') and json_extract(f.body, '$.interviewed')) then 2
                when cast(substr(json_extract(f.body, '$.date'), 1, 4) as integer) * 12 + cast(substr(json_extract(f.body, '$.date'), 6, 2) as integer) - 1 - r.month
                    between 0 and 1 then 0
                else 1
            end as standing
        from fact f join round r on r.office_id = f.office_id and r.id = f.round_id
        where f.kind = 'home_visit' and not exists (
            select 1 from fact c where c.office_id = f.office_id and c.corrects = f.id
            and (c.kind <> 'withdrawn' or not exists (
                select 1 from fact u where u.office_id = c.office_id and u.corrects = c.id)))
    ) visit
) ordered where place = 1;

create temp table round_place as
select r.office_id, r.id, own.municipality as before, coalesce((
    select k.municipality from round_visit v
    join certificate k on k.office_id = r.office_id and k.client_id = r.client_id and k.service = r.service
    join service_grant g on g.office_id = k.office_id and g.certificate_id = k.id
        and g.start_on <= v.day and v.day <= g.end_on
    where v.office_id = r.office_id and v.round_id = r.id
    order by (select min(s.start_on) from service_grant s
        where s.office_id = k.office_id and s.certificate_id = k.id) desc, k.id desc
    limit 1), own.municipality, '') as municipality
from round r left join certificate own on own.office_id = r.office_id and own.id = r.certificate_id;

insert into task (office_id, kind, subject, client_id, month, body, made_at)
select p.office_id, 'round_moved', p.id, r.client_id, r.month,
    '{"from":"' || p.before || '","to":"' || p.municipality || '"}', cast(current_timestamp as text)
from round_place p join round r on r.office_id = p.office_id and r.id = p.id
where p.before <> p.municipality;

-- A hold held all that the client had in the month; so it holds each municipality that has a round near it.
create temp table hold_before as
select distinct h.office_id, h.service, h.month, h.client_id, h.reason, h.set_by, h.set_at, coalesce(p.municipality, (
    select k.municipality from certificate k
    where k.office_id = h.office_id and k.client_id = h.client_id and k.service = h.service
    order by k.id desc limit 1), '') as municipality
from claim_hold h
left join round r on r.office_id = h.office_id and r.client_id = h.client_id and r.service = h.service
    and r.month between h.month - 6 and h.month + 2
left join round_place p on p.office_id = r.office_id and p.id = r.id;

create temp table round_before as
select r.office_id, r.id, r.client_id, r.service, p.municipality, r.month, r.scheduled, r.claimed_on, r.version
from round r join round_place p on p.office_id = r.office_id and p.id = r.id;
drop table round;
-- One client, one service, one municipality, one month. municipality: 市町村番号, empty while no certificate tells it.
create table round (
    office_id text not null,
    id text not null,
    client_id text not null,
    service text not null,
    municipality text not null,
    month integer not null,
    scheduled integer not null,
    claimed_on text,
    version integer not null,
    primary key (office_id, id),
    unique (office_id, client_id, service, municipality, month),
    foreign key (office_id, client_id) references client (office_id, id)
) strict;
insert into round (office_id, id, client_id, service, municipality, month, scheduled, claimed_on, version)
select office_id, id, client_id, service, municipality, month, scheduled, claimed_on, version from round_before;

drop table claim_hold;
create table claim_hold (
    office_id text not null,
    service text not null,
    month integer not null,
    client_id text not null,
    municipality text not null,
    reason text not null,
    set_by text not null,
    set_at text not null,
    primary key (office_id, service, month, client_id, municipality)
) strict;
insert into claim_hold (office_id, service, month, client_id, municipality, reason, set_by, set_at)
select office_id, service, month, client_id, municipality, reason, set_by, set_at from hold_before;

drop table round_visit;
drop table round_place;
drop table round_before;
drop table hold_before;

-- Derived: made anew from the facts by the program that migrates.
delete from board;
