-- A round is one client, one service, one municipality, one month; no certificate owns it.
--
-- What was recorded goes to the municipality whose grant was valid on the day of the visit, else to that of the round's
-- own certificate. What moved by that is listed in `task`, where people see it.

-- 支給期間 as printed, and the last day before a move away.
alter table certificate add column benefit_start bigint;
alter table certificate add column benefit_end bigint;
alter table certificate add column moved_out_on text;

-- 確かめること: what people have to look at once, by what it is about. body: JSON.
create table task (
    office_id text not null,
    kind text not null,
    subject text not null,
    client_id text not null,
    month bigint not null,
    body text not null,
    made_at text not null,
    done_at text,
    done_by text,
    primary key (office_id, kind, subject)
);
create index task_client on task (office_id, client_id);

-- The visit that stands: one that counts before one that does not, one in the month or the next before others.
create temp table round_visit on commit drop as
select office_id, round_id, day from (
    select office_id, round_id, day, row_number() over (
        partition by office_id, round_id
        order by standing, case when standing = 0 then day else '' end, seq desc) as place
    from (
        select f.office_id, f.round_id, f.seq, (f.body::json ->> 'date') as day,
            case
                when not ((f.body::json ->> 'lives_there')::boolean and (f.body::json ->> 'interviewed')::boolean) then 2
                when cast(substr((f.body::json ->> 'date'), 1, 4) as bigint) * 12 + cast(substr((f.body::json ->> 'date'), 6, 2) as bigint) - 1 - r.month
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

create temp table round_place on commit drop as
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
create temp table hold_before on commit drop as
select distinct h.office_id, h.service, h.month, h.client_id, h.reason, h.set_by, h.set_at, coalesce(p.municipality, (
    select k.municipality from certificate k
    where k.office_id = h.office_id and k.client_id = h.client_id and k.service = h.service
    order by k.id desc limit 1), '') as municipality
from claim_hold h
left join round r on r.office_id = h.office_id and r.client_id = h.client_id and r.service = h.service
    and r.month between h.month - 6 and h.month + 2
left join round_place p on p.office_id = r.office_id and p.id = r.id;

-- One client, one service, one municipality, one month. municipality: 市町村番号, empty while no certificate tells it.
alter table round add column municipality text;
update round r set municipality = p.municipality from round_place p where p.office_id = r.office_id and p.id = r.id;
alter table round alter column municipality set not null;
alter table round drop constraint round_office_id_client_id_service_month_key;
alter table round drop column certificate_id;
alter table round add unique (office_id, client_id, service, municipality, month);

alter table claim_hold drop constraint claim_hold_pkey;
delete from claim_hold;
alter table claim_hold add column municipality text not null;
alter table claim_hold add primary key (office_id, service, month, client_id, municipality);
insert into claim_hold (office_id, service, month, client_id, municipality, reason, set_by, set_at)
select office_id, service, month, client_id, municipality, reason, set_by, set_at from hold_before;

-- Derived: made anew from the facts by the program that migrates.
delete from board;
