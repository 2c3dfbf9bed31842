-- By which folding a derived column was written last. Where the program has another one, it derives the column anew.

create table derivation (
    name text primary key,
    version text not null
) strict;
