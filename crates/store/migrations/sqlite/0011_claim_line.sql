-- 明細行 of a claim: one service code each. fee: which of the two fees it bills ('' for an addition or reduction); plan: the
-- certificate whose plan it bills. The claims that are there stay as they are, and their lines are read out of them.
create table claim_line (
    office_id text not null,
    claim_id text not null,
    seq integer not null,
    fee text not null,
    plan text,
    code text not null,
    name text not null,
    units integer not null,
    count integer not null,
    primary key (office_id, claim_id, seq),
    foreign key (office_id, claim_id) references claim (office_id, id)
) strict;
insert into claim_line (office_id, claim_id, seq, fee, plan, code, name, units, count)
select c.office_id, c.id, line.key + 1, c.fee, null, json_extract(line.value, '$.code'), json_extract(line.value, '$.name'),
    json_extract(line.value, '$.units'), json_extract(line.value, '$.count')
from claim c join json_each(c.body, '$.lines') line;

-- Whose plan was made in a month.
create index certificate_plan on certificate (office_id, plan_made_on);

-- A month is claimed whole now: the board is made anew when the program starts.
delete from board;
delete from board_count;
