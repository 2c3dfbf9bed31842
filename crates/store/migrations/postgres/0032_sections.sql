-- 見られる項目: the sections of a client's record that a member may see, as words joined by commas; null where the role says it.
alter table membership add column sections text;
