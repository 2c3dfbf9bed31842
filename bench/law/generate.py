#!/usr/bin/env python3
"""usage: generate.py N OUT.csv -- a made-up caseload of N clients in the columns of `mimamori simulate`.

The same N gives the same bytes: every value is a hash of row and field, no random numbers are involved.
"""
import sys

import numpy as np

SEED = np.uint64(20190401)
U = np.uint64


def mixed(row, field):
    with np.errstate(over="ignore"):
        z = row * U(0x9E3779B97F4A7C15) + U(field) * U(0xD1B54A32D192ED03) + SEED
        z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
        return z ^ (z >> U(31))


def below(row, field, n):
    return ((mixed(row, field) >> U(32)) * U(n) >> U(32)).astype(np.int64)


def percent(row, field, p):
    return (below(row, field, 1000) < p * 10).astype(np.int64)


def date(row, field, first, last):
    first, last = np.datetime64(first, "D"), np.datetime64(last, "D")
    return first + below(row, field, int((last - first).astype(int)) + 1).astype("timedelta64[D]")


FACILITY = ["22+32", "32", "21", "14"]
HOME = ["11", "12", "13", "15", "24", "43", "41"]
DAY = ["22", "45", "46", "33", "53", "54", "61", "63"]
NEW = ["35", "47"]


def services(row):
    kind = below(row, 4, 100)
    def pick(names, field):
        return np.array(names)[below(row, field, len(names))]
    home, day = pick(HOME, 6), pick(DAY, 7)
    out = np.where(kind < 12, pick(FACILITY, 5), home)
    out = np.where((kind >= 12) & (kind < 30), np.char.add(np.char.add(home, "+"), day), out)
    out = np.where((kind >= 50) & (kind < 57), pick(NEW, 8), out)
    return np.where(kind >= 57, day, out)


def main():
    count, path = int(sys.argv[1]), sys.argv[2]
    with open(path, "w") as out:
        out.write("id,plan_made,birth,valid_start,valid_months,services,new,leaving,alone,always_care,comm_diff,"
                  "bedridden,behaviour,care_mgmt,self_plan\n")
        for start in range(1, count + 1, 100_000):
            row = np.arange(start, min(start + 100_000, count + 1), dtype=np.uint64)
            made = date(row, 1, "2017-01-01", "2020-12-31")
            first = (made.astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")
            columns = [row, made, date(row, 2, "1930-01-01", "2015-12-31"), first, 12 + below(row, 3, 25), services(row)]
            for field, share in [(10, 20), (11, 3), (12, 5), (13, 20), (14, 25), (15, 15), (16, 20), (17, 30), (18, 8)]:
                columns.append(percent(row, field, share))
            lines = zip(*(column.astype(str).tolist() for column in columns))
            out.writelines(",".join(line) + "\n" for line in lines)


if __name__ == "__main__":
    main()
