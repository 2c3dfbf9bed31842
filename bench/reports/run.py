#!/usr/bin/env python3
"""usage: run.py REPORT_PDF BARE_TYPST FONT FOLDER -- 60 different reports beside a bare typst and ReportLab, in turn; called by
`cargo xtask bench reports`. One thread each; forgetting what typst keeps stands inside of the clock.
"""
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
COUNT, ROUNDS = 61, 7  # the first report of a process also reads fonts and sheets and is not counted
SENTENCES = [
    "一人で外出できるようになりたい。", "日中に安心して過ごせる場所がほしい。", "服薬を忘れずに続けたい。", "金銭管理を自分でできるようになりたい。",
    "週2回の居宅介護を利用し、ヘルパーと買い物に出かけている。欠席はない。", "生活介護を週4日利用。作業にも意欲的に取り組み、体調も安定している。",
    "訪問時に服薬カレンダーを確認。飲み忘れは月1回程度まで減少した。", "計画どおりに利用できている。事業所との連絡も円滑である。",
    "本人：楽しみが増えた。家族：表情が明るくなったと感じる。", "本人：疲れるが続けたい。家族：送迎があり助かっている。",
    "外出先を広げるため、移動支援の利用を検討する。", "夏季の体調変化に留意し、事業所と情報を共有する。"]


def bare(number):
    """A report of the bare form, its own text in every cell."""
    def own(at):
        text = SENTENCES[(number * 5 + at) % len(SENTENCES)]
        turn = (number * 7 + at * 3) % len(text)
        return f"{text[turn:]}{text[:turn]}{number}-{at}"
    rows = [dict(need=own(k * 4), status=own(k * 4 + 1), feel=own(k * 4 + 2), next=own(k * 4 + 3), change=(number + k) % 5 == 0)
            for k in range(6)]
    return dict(name=f"川崎　花子{number}", kubun=f"区分{1 + number % 6}", office=f"相談支援センター{number}", staff=f"佐藤　花子{number}",
                cert=f"{1400000000 + number:010d}", made=f"令和7年{1 + number % 12}月{1 + number % 28}日",
                done=f"令和8年{1 + (number + 5) % 12}月{1 + number * 7 % 28}日", rows=rows)


def asked(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def main():
    report_pdf, bare_typst, font, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    contents, docs = folder / "contents.json", folder / "docs.json"
    contents.write_text(json.dumps(asked([report_pdf, "contents", str(COUNT)]), ensure_ascii=False))
    docs.write_text(json.dumps([bare(number) for number in range(COUNT)], ensure_ascii=False))
    who = {
        "mimamori": [report_pdf, "times", str(COUNT)],
        "bare typst": [bare_typst, docs, HERE / "form.typ", font],
        "ReportLab": [sys.executable, HERE / "reportlab_peer.py", contents, font],
    }
    times = {name: [] for name in who}
    for _ in range(ROUNDS):
        for name, command in who.items():
            times[name].append(statistics.median(asked(command)[1:]))
    print(f"Python {platform.python_version()}, reportlab {importlib.metadata.version('reportlab')}; {os.cpu_count()} cores; "
          f"load {os.getloadavg()[0]:.1f}")
    print(f"\n## {COUNT - 1} different reports, {ROUNDS} rounds in turn, ms a report (median of a round; median, least–greatest of the rounds)\n")
    print("| who | ms a report |")
    print("|---|---|")
    for name, all_rounds in times.items():
        print(f"| {name} | {spread(all_rounds)} |")
    beside_typst = [one / other for one, other in zip(times["mimamori"], times["bare typst"])]
    beside_reportlab = [other / one for one, other in zip(times["mimamori"], times["ReportLab"])]
    print(f"\nOurs takes **{spread(beside_typst)}** times as long as bare typst, pair by pair (goal at most 2: "
          f"{'reached' if statistics.median(beside_typst) <= 2 else 'MISSED'}) and is **{spread(beside_reportlab)}** times as fast as "
          f"ReportLab (goal 1.5: {'reached' if statistics.median(beside_reportlab) >= 1.5 else 'MISSED'}).")


if __name__ == "__main__":
    main()
