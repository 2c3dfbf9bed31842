-- 書類の写し: a file is of a client and of a kind; that of a certificate names it, too.
alter table attachment disable trigger attachment_no_change;
alter table attachment alter column certificate_id drop not null;
alter table attachment add column client_id text;
alter table attachment add column kind text not null default 'certificate';
update attachment a set client_id = c.client_id from certificate c where c.office_id = a.office_id and c.id = a.certificate_id;
alter table attachment alter column client_id set not null;
alter table attachment alter column kind drop default;
alter table attachment add foreign key (office_id, client_id) references client (office_id, id);
create index attachment_client on attachment (office_id, client_id, added_at);
alter table attachment enable trigger attachment_no_change;
