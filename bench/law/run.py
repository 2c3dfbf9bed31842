#!/usr/bin/env python3
"""usage: MIMAMORI=… LAW_LOOP=… [EARLIER_LAW_LOOP=…] [DATALOGIC=…] run.py all|csv|explain DATA FOLDER -- the law beside its peers, all in
one run; called by `cargo xtask bench law`, `csv` and `explain`. Caseloads are kept in DATA.

Whole job: a caseload as CSV in, every client's interval, rule and months as CSV out, whole processes, taken in turn
(ours, peer, ours, peer …), ratios pair by pair. Answers are compared byte for byte before any clock counts.
"""
import filecmp
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PEERS = ["polars", "duckdb", "numpy"]


def timed(command, out):
    """Wall seconds and peak memory in MiB of one process that writes the file `out` anew.

    What an earlier run wrote is taken away before the clock starts: emptying a file of 100 MB costs as much as writing it.
    """
    out.unlink(missing_ok=True)
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return wall, usage.ru_maxrss / 1024


def asked(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def caseload(folder, count):
    path = folder / f"clients-{count}.csv"
    if not path.exists():
        part = path.with_suffix(".part")
        subprocess.run([sys.executable, HERE / "generate.py", str(count), part], check=True)
        part.rename(path)
    return path


def whole_job(mimamori, data, folder, count, rounds):
    clients, ours_out = caseload(data, count), folder / "ours.csv"
    ours = [mimamori, "simulate", "--clients", clients, "--from", "2017-04", "--to", "2023-12",
            "--tables", "transition", "--per-client", ours_out]
    timed(ours, ours_out)
    for peer in PEERS:
        out = folder / f"{peer}.csv"
        timed([sys.executable, HERE / "peers.py", peer, clients, out], out)
        if not filecmp.cmp(ours_out, out, shallow=False):
            sys.exit(f"{peer} answers differently from ours: {out}")
    print(f"\n## CSV to CSV, {count:,} clients, {rounds} rounds in turn; every answer the same, byte for byte\n")
    print("| who | wall s | peak MiB | times ours, pair by pair |")
    print("|---|---|---|---|")
    mine, memory, rows = [], [], []
    for peer in PEERS:
        out = folder / f"{peer}.csv"
        command = [sys.executable, HERE / "peers.py", peer, clients, out]
        walls, peaks, ratios = [], [], []
        for _ in range(rounds):
            our_wall, our_peak = timed(ours, ours_out)
            wall, peak = timed(command, out)
            mine.append(our_wall)
            memory.append(our_peak)
            walls.append(wall)
            peaks.append(peak)
            ratios.append(wall / our_wall)
        rows.append((statistics.median(walls), statistics.median(peaks), peer, walls, peaks, ratios))
    print(f"| mimamori | {spread(mine, 3)} | {spread(memory, 0)} | 1 |")
    for _, _, peer, walls, peaks, ratios in rows:
        print(f"| {peer} | {spread(walls, 3)} | {spread(peaks, 0)} | {spread(ratios, 1)} |")
    _, _, fastest, _, peaks, ratios = min(rows)
    share = statistics.median(memory) / min(row[1] for row in rows)
    goal = 10 if count >= 1_000_000 else 20
    reached = statistics.median(ratios)
    print(f"\nFastest peer: {fastest}; ours is **{reached:.1f} times** as fast (goal {goal}: "
          f"{'reached' if reached >= goal else 'MISSED'}), with {share:.2f} of the leanest peer's memory (goal 0.50).")


def in_memory(law_loop, datalogic, data, folder):
    clients = caseload(data, 1_000_000)
    rule, contexts = folder / "rule.json", folder / "contexts"
    peers = [sys.executable, HERE / "peers.py"]
    subprocess.run([*peers, "rule", rule], check=True)
    subprocess.run([*peers, "contexts", clients, contexts, "200000"], check=True)
    ours = asked([law_loop, clients])
    openfisca = asked([*peers, "memory", clients])
    if ours["visits"] != openfisca["visits"]:
        sys.exit(f"OpenFisca counts {openfisca['visits']} visits, ours {ours['visits']}")
    logic = asked([datalogic, rule, contexts])["datalogic"]
    print("\n## Deciding in memory, one thread, ns a client (median, least–greatest)\n")
    print("| who | what | ns a client | times ours |")
    print("|---|---|---|---|")
    decide = ours["decide"]

    def row(who, what, times):
        print(f"| {who} | {what} | {times[0]:.1f} ({times[1]:.1f}–{times[2]:.1f}) | {times[0] / decide[0]:.1f} |")

    row("mimamori", "interval, deciding rule and all months", decide)
    row("OpenFisca-Core", "interval and 83 calendar months", openfisca["openfisca"])
    row("datalogic-rs", "interval alone", logic)
    explain = ours["explain"]
    print(f"\nGoals: 10 ns a client ({'reached' if decide[0] <= 10 else 'MISSED'}), 100 times OpenFisca-Core, 50 times "
          f"datalogic-rs. One decision with its whole explanation: {explain[0]:.0f} ns ({explain[1]:.0f}–{explain[2]:.0f}), "
          f"goal 1,000 ({'reached' if explain[0] <= 1000 else 'MISSED'}).")


def flat(mimamori, law_loop, data, folder):
    print("\n## Cost a client by size\n")
    print("| clients | in memory, ns | CSV to CSV, ns |")
    print("|---|---|---|")
    for count in [10_000, 100_000, 1_000_000, 1_300_000]:
        clients = caseload(data, count)
        ours = [mimamori, "simulate", "--clients", clients, "--from", "2017-04", "--to", "2023-12",
                "--tables", "transition", "--per-client", folder / "ours.csv"]
        walls = [timed(ours, folder / "ours.csv")[0] * 1e9 / count for _ in range(5)]
        decide = asked([law_loop, clients])["decide"]
        print(f"| {count:,} | {decide[0]:.1f} ({decide[1]:.1f}–{decide[2]:.1f}) | {spread(walls, 0)} |")
    print("\nThe whole process has a start of its own (the law is read and compiled), which small caseloads feel.")


def one_explanation(now, earlier, data, rounds):
    """One decision with its whole reason, our program and the earlier commit's in turn."""
    clients = caseload(data, 100_000)
    asked([now, clients]), asked([earlier, clients])
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(asked([now, clients])["explain"][0])
        theirs.append(asked([earlier, clients])["explain"][0])
    ratios = [one / other for one, other in zip(ours, theirs)]
    reached = statistics.median(ratios)
    print(f"\n## One explanation, {rounds} pairs in turn\n")
    print("| who | ns an explanation |")
    print("|---|---|")
    print(f"| mimamori | {spread(ours, 0)} |")
    print(f"| 8cd86a9 | {spread(theirs, 0)} |")
    print(f"\nOurs is **{spread(ratios)}** of the earlier one's, pair by pair (goal at most 0.95: "
          f"{'reached' if reached <= 0.95 else 'MISSED'}).")


def main():
    what, data, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    mimamori, law_loop = os.environ["MIMAMORI"], os.environ["LAW_LOOP"]
    packages = [*PEERS, "OpenFisca-Core"] if what == "all" else PEERS if what == "csv" else []
    versions = "".join(f"{name} {importlib.metadata.version(name)}, " for name in packages)
    print(f"Python {platform.python_version()}; {versions}{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}", flush=True)
    if what == "explain":
        return one_explanation(law_loop, os.environ["EARLIER_LAW_LOOP"], data, 21)
    for count in [100_000, 1_000_000]:
        whole_job(mimamori, data, folder, count, 15)
    if what == "all":
        in_memory(law_loop, os.environ["DATALOGIC"], data, folder)
        flat(mimamori, law_loop, data, folder)


if __name__ == "__main__":
    main()
