"""usage: reportlab_peer.py CONTENTS.json FONT.ttf -- draws the same cells and texts as our reports with ReportLab; prints the
milliseconds of each as JSON."""
import io
import json
import sys
import time

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

CELL = ParagraphStyle("cell", fontName="B", fontSize=8, leading=11, wordWrap="CJK")
TITLE = ParagraphStyle("title", parent=CELL, fontSize=14, leading=18, alignment=1)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
WIDTH = 277 * mm
# The boxes that our sheets draw across the page; all other fields stand in pairs of label and text.
BOXES = ["policy", "overall", "notes"]


def text(value):
    return Paragraph(str(value).replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>"), CELL)


def draw(content):
    page = content["page"]
    pairs = [text(part) for name, field in page.items() if name not in BOXES for part in (field["title"], field["value"] or "")
             if not isinstance(field["value"], (dict, list))]
    pairs += [text("")] * (-len(pairs) % 6)
    parts = [Paragraph(content["title"], TITLE), Spacer(1, 2 * mm),
             Table([pairs[at:at + 6] for at in range(0, len(pairs), 6)], [WIDTH * x / 63 for x in (9, 12, 9, 12, 9, 12)], style=GRID),
             Spacer(1, 2 * mm)]
    boxes = [page[name] for name in BOXES if name in page]
    if boxes:
        rows = [[text(box["title"]) for box in boxes], [text(box["value"]) for box in boxes]]
        parts += [Table(rows, [WIDTH / len(boxes)] * len(boxes), style=GRID), Spacer(1, 2 * mm)]
    for table in content["tables"].values():
        columns = list(table["columns"])
        wide = [1 if name in ("number", "change-kind", "change-amount", "change-week") else 3 for name in columns]
        rows = [[text(table["columns"][name]) for name in columns]]
        rows += [[text(row.get(name, "")) for name in columns] for row in table["rows"]]
        parts.append(Table(rows, [WIDTH * one / sum(wide) for one in wide], style=GRID, repeatRows=1))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=10 * mm, rightMargin=10 * mm, topMargin=11 * mm,
                      bottomMargin=10 * mm, title=content["title"]).build(parts)
    return out.getvalue()


def main():
    contents, font = json.load(open(sys.argv[1])), sys.argv[2]
    pdfmetrics.registerFont(TTFont("B", font))
    times = []
    for content in contents:
        begun = time.perf_counter()
        draw(content)
        times.append((time.perf_counter() - begun) * 1e3)
    print(json.dumps(times))


if __name__ == "__main__":
    main()
