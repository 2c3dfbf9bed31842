-- ファックス番号 and 持家・借家: asked for by 別紙1, not known of anybody so far.
alter table client add column fax text not null default '';
alter table client add column tenure text;
