#!/usr/bin/env python3
"""usage: run.py MIMAMORI PLAN_DATA REPORT_PDF BARE_TYPST FONT FOLDER -- a batch of 1,000 different plans beside each peer as one process, in
turn; one form beside a bare typst and beside itself without standards; the size of a form of one page. Called by `cargo xtask bench papers`.
Peers that are too slow for 1,000 draw the first of the same papers, and a page is compared with a page.
"""
import importlib.metadata
import json
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "reports"))
import page
import run as reports

OURS, ROUNDS, ONE_FORM = int(os.environ.get("PAPERS", 1000)), int(os.environ.get("ROUNDS", 5)), 41
# Papers of a round, goal. The first paper of Chromium is drawn before its clock begins.
PEERS = {"Chromium": (60, 10), "WeasyPrint": (30, 20), "LibreOffice": (40, 20), "ReportLab": (100, 2.5)}


def run(command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def timed(command, **more):
    begun = time.perf_counter()
    run(command, **more)
    return time.perf_counter() - begun


def processor_seconds():
    """Of all processes that this one has waited for, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pages(folder):
    return sum(int(run(["qpdf", "--show-npages", path])) for path in folder.glob("*.pdf"))


def one_font(folder, font):
    """Every peer that asks the machine for its fonts finds ours alone, regular and bold."""
    (folder / "fonts").mkdir()
    for path in pathlib.Path(font).parent.glob("*.ttf"):
        shutil.copy(path, folder / "fonts")
    conf = folder / "fonts.conf"
    conf.write_text(f"<?xml version='1.0'?><fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(conf)


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def goal(values, least=None, most=None):
    reached = statistics.median(values) >= least if least else statistics.median(values) <= most
    return f"{'at least ' + str(least) if least else 'at most ' + str(most)}: {'reached' if reached else '**MISSED**'}"


class Batch:
    def __init__(self, mimamori, folder, font, office):
        self.mimamori, self.folder, self.font, self.office = mimamori, folder, font, office
        self.contents, self.html = folder / "contents.json", folder / "html"
        self.html.mkdir()
        contents = page.read(self.contents)
        for number in range(min(OURS, max(count for count, _ in PEERS.values()))):
            (self.html / f"{number:05}.html").write_text(page.as_html(contents[number]))

    def fresh(self, name):
        out = self.folder / name
        shutil.rmtree(out, ignore_errors=True)
        return out

    def ours(self):
        out = self.fresh("ours")
        command = [self.mimamori, "papers", "--data", self.folder / "data", "--layout", "national", "--out", out, "--office", self.office]
        return timed(command), out

    def peer(self, name):
        count, out = min(PEERS[name][0], OURS), self.fresh(name)
        out.mkdir()
        if name == "Chromium":
            return float(run(["node", HERE / "chromium.mjs", self.html, str(count), out])), out
        if name == "LibreOffice":
            files = [self.html / f"{number:05}.html" for number in range(count)]
            profile = f"-env:UserInstallation=file://{self.folder}/office-profile"
            return timed(["soffice", profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", out, *files]), out
        return float(run([sys.executable, HERE / "peers.py", name.lower(), self.contents, self.font, out, str(count)])), out


def batches(batch):
    names = [name for name in PEERS if name != "LibreOffice" or shutil.which("soffice")]
    times, sizes = {name: [] for name in ["mimamori", *names]}, {}
    processor = {name: [] for name in times}
    for turn in range(ROUNDS):
        for name in times:
            before = processor_seconds()
            seconds, out = batch.ours() if name == "mimamori" else batch.peer(name)
            processor[name].append(processor_seconds() - before)
            if turn == 0:
                sizes[name] = (len(list(out.glob("*.pdf"))), pages(out), sum(path.stat().st_size for path in out.glob("*.pdf")))
            times[name].append(seconds)
    print(f"\n## {OURS} different plans in one batch, {ROUNDS} rounds in turn\n")
    print("| who | papers | pages a paper | kB a paper | s a round | ms a page | ms of processor a page, start included | ours is … times as fast a page | goal |\n|---|---|---|---|---|---|---|---|---|")
    for name, seconds in times.items():
        papers, sheets, size = sizes[name]
        a_page = [one / sheets * 1e3 for one in seconds]
        row = f"| {name} | {papers} | {sheets / papers:.2f} | {size / papers / 1e3:.0f} | {spread(seconds)} | {spread(a_page)} | {spread([one / sheets * 1e3 for one in processor[name]])} |"
        if name == "mimamori":
            ours = a_page
            print(row + " 1 | |")
        else:
            ratios = [theirs / own for theirs, own in zip(a_page, ours)]
            print(row + f" {spread(ratios)} | {goal(ratios, least=PEERS[name][1])} |")
    print(f"\nLoad when it ended: {os.getloadavg()[0]:.1f}.")
    if "LibreOffice" not in names:
        print("\nLibreOffice is not installed: not measured.")
    return sizes["mimamori"][1] / sizes["mimamori"][0]


def one_form(report_pdf, bare_typst, font, folder, contents, pages_of_ours):
    docs = folder / "docs.json"
    docs.write_text(json.dumps([reports.bare(number) for number in range(ONE_FORM)], ensure_ascii=False))
    who = {
        "ours, PDF/UA-1 and PDF/A-2a": [report_pdf, "plans", contents, str(ONE_FORM)],
        "ours without standards and tags": [report_pdf, "plans", contents, str(ONE_FORM), "plain"],
        "bare typst": [bare_typst, docs, HERE.parent / "reports" / "form.typ", font],
    }
    times = {name: [] for name in who}
    for _ in range(ROUNDS):
        for name, command in who.items():
            times[name].append(statistics.median(json.loads(run(command))[1:]) / (1 if name == "bare typst" else pages_of_ours))
    ours, plain, bare = times.values()
    print(f"\n## One form, one thread, warm, {ONE_FORM - 1} different ones, {ROUNDS} rounds in turn, ms a page\n")
    print("| who | ms a page |\n|---|---|")
    for name, all_rounds in times.items():
        print(f"| {name} | {spread(all_rounds)} |")
    beside_bare, beside_plain = ([a / b for a, b in zip(ours, other)] for other in (bare, plain))
    print(f"\n{spread(beside_bare)} times bare typst a page ({goal(beside_bare, most=2.5)}); the standards take {spread(beside_plain)} times "
          f"the plain time ({goal(beside_plain, most=1.5)}).")


def size_of_one(report_pdf, folder):
    print("\n## One form of one page, bytes, beside Chromium's tagged PDF of the same cells\n\n| form | ours | Chromium | ours / Chromium |\n|---|---|---|---|")
    out, html = folder / "one", folder / "one-html"
    html.mkdir()
    names = ["consultation-notice", "grant-application", "assessment-sheet"]
    for number, name in enumerate(names):
        content = json.loads(run([report_pdf, "content", name]))
        (html / f"{number:05}.html").write_text(page.as_html(content))
    run(["node", HERE / "chromium.mjs", html, str(len(names)), out])
    run([report_pdf, "papers", folder / "papers"])
    for number, name in enumerate(names):
        own, theirs = folder / "papers" / f"{name}.pdf", out / f"{number:05}.pdf"
        counts = [int(run(["qpdf", "--show-npages", path])) for path in (own, theirs)]
        sizes = [path.stat().st_size for path in (own, theirs)]
        print(f"| {name} ({counts[0]} and {counts[1]} pages) | {sizes[0]} | {sizes[1]} | {goal([sizes[0] / sizes[1]], most=1)} ({sizes[0] / sizes[1]:.2f}) |")


def main():
    mimamori, plan_data, report_pdf, bare_typst, font, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    if shutil.which("soffice"):
        print(run(["soffice", "--version"]).strip())
    print(f"Python {platform.python_version()}, " + ", ".join(f"{it} {importlib.metadata.version(it)}" for it in ("reportlab", "weasyprint")) +
          f"; {run([os.environ.get('CHROMIUM', 'chromium'), '--version']).strip()}; {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}")
    one_font(folder, font)
    batch = Batch(mimamori, folder, font, run([plan_data, folder, str(OURS)]).strip())
    pages_of_ours = batches(batch)
    one_form(report_pdf, bare_typst, font, folder, folder / "contents.json", pages_of_ours)
    size_of_one(report_pdf, folder)


if __name__ == "__main__":
    main()
