#!/usr/bin/env python3
"""usage: peers.py polars|duckdb|numpy IN.csv OUT.csv -- the work of `mimamori simulate --tables transition --per-client`.

Each peer has the product's own rules, read from law/, and must write the same bytes. Strings of months are made once
for each distinct schedule and then looked up, as a careful engineer would.

usage: peers.py memory IN.csv -- deciding alone, the facts already in memory: nanoseconds a client, as one line of JSON.
usage: peers.py rule OUT.json -- the rule as JSONLogic, for datalogic-rs.
"""
import json
import pathlib
import statistics
import sys
import time
import tomllib

LAW = pathlib.Path(__file__).resolve().parents[2] / "law"
HEAD = "id,table,interval_months,rule,months"
TABLE = "transition"


def read(path):
    return tomllib.loads((LAW / path).read_text())


SERVICES = read("services.toml")
CODE = {s["name"]: s.get("code") for s in SERVICES["service"]}
GROUP = {g["name"]: g["members"] for g in SERVICES["group"]}
ROWS = ["new-services", "home-visit-and-training", "day-services", "facility"]
STARTS = [v["from"] for v in read("monitoring/tables.toml")["value"]]


def parameter(name, day):
    held = [v for v in read(f"monitoring/{name}.toml")["value"] if v["from"] <= day]
    return held[-1]["value"] if held else None


def codes(row):
    names = [m for n in read(f"monitoring/{row}.toml")["services"] for m in GROUP.get(n, [n])]
    return [CODE[n] for n in names if CODE[n]]


OF_ROW = {row: codes(row) for row in ROWS}
CHILD = [s["code"] for s in SERVICES["service"] if s["family"] == "child"]
SINCE_2018 = [s["code"] for s in SERVICES["service"] if s.get("from") == STARTS[1] and s.get("code")]
COMPREHENSIVE = CODE["重度障害者等包括支援"]
TRANSITION = CODE["地域移行支援"]
# Bits of what a client's services bring: the four rows, day services of adults, 重度障害者等包括支援, 地域移行支援 alone, began 2018.
BITS = [*(OF_ROW[row] for row in ROWS), [code for code in OF_ROW["day-services"] if code not in CHILD], [COMPREHENSIVE]]


def mask(services):
    used = services.split("+")
    if TRANSITION in used and any(code in OF_ROW["facility"] for code in used):
        return 1 << 2  # 地域移行支援 takes a resident out of the facility's row: 6 months in every table.
    bits = sum(1 << place for place, wanted in enumerate(BITS) if any(code in wanted for code in used))
    return bits | (services == TRANSITION) << 6 | any(code in SINCE_2018 for code in used) << 7


INTERVALS = [[parameter(row, day) for row in ROWS] for day in STARTS]
AGED = [parameter("aged", day) for day in STARTS]
AGED_FROM = next(filter(None, (parameter("aged-from", day) for day in STARTS)))
INTENSIVE = parameter("intensive", STARTS[0])
FIRST = parameter("new-or-changed-months", STARTS[0])
RULES = [f"monitoring.standard.{row}" for row in ROWS] + [
    "monitoring.standard.aged", "monitoring.standard.intensive", "monitoring.standard.transition-aged",
    "monitoring.self-plan", "not_covered"]


def decide(column, bits, intensive, aged, self_plan):
    """Interval and number of the rule: the plain form, from which the peers' tables are made."""
    if self_plan:
        return 0, 7
    if column == 0 and bits >> 7 & 1:
        return 0, 8
    if bits >> 3 & 1:  # Whoever lives in a facility has its row, whatever else is used.
        return INTERVALS[column][3], 3
    alone = bits >> 6 & 1
    if not alone and intensive:
        return INTENSIVE, 5
    best = None
    for place in (0, 1, 2):
        interval = INTERVALS[column][place]
        if bits >> place & 1 and interval is not None and (best is None or interval < best[0]):
            best = (interval, place)
    if best is None:
        return 0, 8
    if AGED[column] and bits >> 4 & 1 and AGED[column] < best[0] and aged:
        return (best[0], 6) if alone else (AGED[column], 4)
    return best


# Every combination: column (2 bits), services (8), intensive, aged, self-plan.
CELLS = [decide(min(k & 3, 2), k >> 2 & 255, k >> 10 & 1, k >> 11 & 1, k >> 12 & 1) for k in range(1 << 13)]
PREFIX = [f",{TABLE},{interval or ''},{RULES[rule]}," for interval, rule in CELLS]


def months(start, length, interval, new):
    if interval == 0:
        return ""
    end = start + length - 1
    found = set(range(end, start - 1, -interval))
    if new:
        found |= set(range(start, start + min(FIRST, length)))
    return "+".join(f"{m // 12}-{m % 12 + 1:02d}" for m in sorted(found))


def numpy(source, target):
    import numpy as np
    from pyarrow import csv
    t = csv.read_csv(source)
    c = {name: t[name].to_numpy() for name in t.column_names}
    key, start = facts(np, c)
    interval = np.array([cell[0] for cell in CELLS])[key]
    schedule = ((start * 64 + c["valid_months"]) * 64 + interval) * 2 + c["new"]
    distinct, place = np.unique(schedule, return_inverse=True)
    texts = np.array([months(s >> 13, s >> 7 & 63, s >> 1 & 63, s & 1) for s in distinct.tolist()], dtype=object)[place]
    prefix = np.array(PREFIX, dtype=object)[key]
    with open(target, "w") as out:
        out.write(HEAD + "\n")
        out.writelines(f"{i}{p}{m}\n" for i, p, m in zip(c["id"].tolist(), prefix.tolist(), texts.tolist()))


def facts(np, c):
    """The combination of each client, and the number of the month in which the term begins."""
    def parts(dates):
        days = np.asarray(dates, dtype="datetime64[D]")
        month = days.astype("datetime64[M]")
        number = month.astype(np.int64) + 1970 * 12
        return number, number % 12 * 100 + (days - month.astype("datetime64[D]")).astype(np.int64)
    made = np.asarray(c["plan_made"], dtype="datetime64[D]")
    column = sum((made >= np.datetime64(day)).astype(np.int64) for day in STARTS[1:])
    after, after_day = parts(made + np.timedelta64(1, "D"))
    born, born_day = parts(c["birth"])
    age = after // 12 - born // 12 - (after_day < born_day)
    distinct, place = np.unique(c["services"].astype(str), return_inverse=True)
    bits = np.array([mask(s) for s in distinct.tolist()])[place]
    severe = c["always_care"] & c["comm_diff"] & (c["bedridden"] | c["behaviour"]) & (1 - (bits >> 5 & 1))
    intensive = c["leaving"] | c["alone"] | severe
    aged = (age >= AGED_FROM) & (c["care_mgmt"] == 0)
    key = column | bits << 2 | intensive << 10 | aged.astype(np.int64) << 11 | c["self_plan"] << 12
    return key, parts(c["valid_start"])[0]


def polars(source, target):
    import polars as pl
    c = pl.col
    frame = pl.scan_csv(source, try_parse_dates=True, schema_overrides={"services": pl.String})
    distinct = frame.select(c("services").unique()).collect()["services"].to_list()
    known = pl.LazyFrame({"services": distinct, "bits": [mask(s) for s in distinct]})
    number = lambda d: d.dt.year().cast(pl.Int64) * 12 + d.dt.month() - 1
    day = lambda d: d.dt.month().cast(pl.Int64) * 100 + d.dt.day()
    after = c("plan_made").dt.offset_by("1d")
    column = sum((c("plan_made") >= pl.lit(d)).cast(pl.Int64) for d in STARTS[1:])
    age = after.dt.year().cast(pl.Int64) - c("birth").dt.year() - (day(after) < day(c("birth"))).cast(pl.Int64)
    severe = c("always_care") & c("comm_diff") & (c("bedridden") | c("behaviour")) & (1 - c("bits") // 32 % 2)
    frame = frame.join(known, on="services", how="left", maintain_order="left").with_columns(
        key=column + c("bits") * 4 + (c("leaving") | c("alone") | severe) * 1024
        + ((age >= AGED_FROM) & (c("care_mgmt") == 0)).cast(pl.Int64) * 2048 + c("self_plan") * 4096,
        start=number(c("valid_start")))
    cells = pl.LazyFrame({"key": range(1 << 13), "interval": [cell[0] for cell in CELLS], "prefix": PREFIX})
    frame = frame.join(cells, on="key", how="left", maintain_order="left").with_columns(
        schedule=((c("start") * 64 + c("valid_months")) * 64 + c("interval")) * 2 + c("new")
    ).select("id", "prefix", "schedule").collect()
    schedules = frame["schedule"].unique().to_list()
    texts = pl.DataFrame({"schedule": schedules,
                          "text": [months(s >> 13, s >> 7 & 63, s >> 1 & 63, s & 1) for s in schedules]})
    frame = frame.join(texts, on="schedule", how="left", maintain_order="left")
    with open(target, "wb") as out:
        out.write((HEAD + "\n").encode())
        frame.select(pl.concat_str(c("id"), c("prefix"), c("text"))).write_csv(
            out, include_header=False, quote_style="never")


def duckdb(source, target):
    import duckdb as engine
    con = engine.connect()
    con.execute("create table cell as select * from (select unnest($keys) as key, unnest($intervals) as interval_months, "
                "unnest($prefixes) as prefix)",
                {"keys": list(range(1 << 13)), "intervals": [cell[0] for cell in CELLS], "prefixes": PREFIX})
    distinct = [row[0] for row in con.execute(
        f"select distinct services from read_csv('{source}', types={{'services': 'varchar'}})").fetchall()]
    con.execute("create table kind as select unnest($s) as services, unnest($b) as bits",
                {"s": distinct, "b": [mask(s) for s in distinct]})
    con.execute(f"""create table client as
      select c.id, cell.prefix, ((start * 64 + valid_months) * 64 + cell.interval_months) * 2 + "new" as schedule from (
        select *, year(valid_start) * 12 + month(valid_start) - 1 as start,
          (plan_made >= date '{STARTS[1]}')::int + (plan_made >= date '{STARTS[2]}')::int + bits * 4
          + (leaving | alone | (always_care & comm_diff & (bedridden | behaviour) & (1 - ((bits >> 5) & 1)))) * 1024
          + (year(plan_made + 1) - year(birth)
             - (month(plan_made + 1) * 100 + day(plan_made + 1) < month(birth) * 100 + day(birth))::int >= {AGED_FROM}
             and care_mgmt = 0)::int * 2048 + self_plan * 4096 as key
        from read_csv('{source}', types={{'services': 'varchar'}}) join kind using (services)) c join cell using (key)""")
    schedules = [row[0] for row in con.execute("select distinct schedule from client").fetchall()]
    con.execute("create table text as select unnest($s) as schedule, unnest($t) as months",
                {"s": schedules, "t": [months(s >> 13, s >> 7 & 63, s >> 1 & 63, s & 1) for s in schedules]})
    con.execute(f"copy (select id || prefix || months as \"{HEAD}\" from client join text using (schedule) order by id) "
                f"to '{target}' (header, quote '', delimiter '\t')")


def memory(source):
    """OpenFisca-Core: interval and rule, and whether a visit is due, for each of 83 calendar months."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable
    from pyarrow import csv
    t = csv.read_csv(source)
    c = {name: t[name].to_numpy() for name in t.column_names}
    key, start = facts(np, c)
    intervals = np.array([cell[0] for cell in CELLS])
    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])

    def given(name):
        return type(name, (Variable,), dict(value_type=int, entity=person, definition_period=DateUnit.ETERNITY))

    class interval(Variable):
        value_type = int
        entity = person
        definition_period = DateUnit.ETERNITY

        def formula(who, period):
            return intervals[who("key", period)]

    class due(Variable):
        value_type = bool
        entity = person
        definition_period = DateUnit.MONTH

        def formula(who, period):
            every, length = who("interval", period), who("length", period)
            place = period.start.year * 12 + period.start.month - 1 - who("start", period)
            left = length - 1 - place
            counted = (left % np.maximum(every, 1) == 0) | (who("new", period) == 1) & (place < FIRST)
            return (place >= 0) & (left >= 0) & (every > 0) & counted

    for name in ["key", "start", "length", "new"]:
        system.add_variable(given(name))
    system.add_variable(interval)
    system.add_variable(due)
    times, sums = [], []
    for _ in range(3):
        simulation = SimulationBuilder().build_default_simulation(system, len(key))
        for name, values in dict(key=key, start=start, length=c["valid_months"], new=c["new"]).items():
            simulation.set_input(name, "2017-01", values)
        begun = time.perf_counter()
        total = 0
        for month in range(2017 * 12 + 1, 2017 * 12 + 84):
            total += int(simulation.calculate("due", f"{month // 12}-{month % 12 + 1:02d}").sum())
        times.append((time.perf_counter() - begun) * 1e9 / len(key))
        sums.append(total)
    print(json.dumps({"openfisca": [statistics.median(times), min(times), max(times)], "visits": sums[0]}))


def rule(target):
    """The rule as JSONLogic over ready facts, in the order in which the product tries it."""
    var = lambda name: {"var": name}
    column = lambda values: {"if": [{"==": [var("col"), 0]}, values[0], {"==": [var("col"), 1]}, values[1], values[2]]}
    rows = {row: column([INTERVALS[place][k] or 99 for place in range(3)]) for k, row in enumerate(ROWS)}
    shortest = {"min": [{"if": [var(row), rows[row], 99]} for row in ROWS[:3]]}
    logic = {"if": [var("self"), 0, {"and": [{"==": [var("col"), 0]}, var("since")]}, 0,
                    var("facility"), rows["facility"],
                    {"and": [{"!": [var("alone")]}, var("intensive")]}, INTENSIVE,
                    {"and": [{"==": [var("col"), 2]}, var("adult-day"), var("aged"), {"!": [var("alone")]},
                             {"<": [AGED[2], shortest]}]}, AGED[2], shortest]}
    pathlib.Path(target).write_text(json.dumps(logic))


def contexts(source, target, count):
    """The first facts as lines of JSON, with the expected interval, for datalogic-rs."""
    import numpy as np
    from pyarrow import csv
    t = csv.read_csv(source).slice(0, count)
    key, _ = facts(np, {name: t[name].to_numpy() for name in t.column_names})
    with open(target, "w") as out:
        for k in key.tolist():
            bits = k >> 2 & 255
            context = {row: bool(bits >> place & 1) for place, row in enumerate(ROWS)}
            context |= {"col": k & 3, "adult-day": bool(bits >> 4 & 1), "alone": bool(bits >> 6 & 1), "since": bool(bits >> 7 & 1),
                        "intensive": bool(k >> 10 & 1), "aged": bool(k >> 11 & 1), "self": bool(k >> 12 & 1)}
            out.write(f"{CELLS[k][0]}\t{json.dumps(context)}\n")


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "contexts":
        contexts(arguments[0], arguments[1], int(arguments[2]))
    else:
        {"polars": polars, "duckdb": duckdb, "numpy": numpy, "memory": memory, "rule": rule}[what](*arguments)
