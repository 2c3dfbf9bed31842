"""usage: peers.py weasyprint|reportlab CONTENTS.json FONT.ttf OUT COUNT -- draws the same papers in one process; prints the seconds, reading
of fonts and the first paper included, as ours does."""
import io
import os
import sys
import time

import page


def weasyprint(contents, _, out):
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    fonts = FontConfiguration()
    for number, content in enumerate(contents):
        write(out, number, HTML(string=page.as_html(content)).write_pdf(font_config=fonts))


def reportlab(contents, font, out):
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
    pdfmetrics.registerFont(TTFont("B", font))
    cell = ParagraphStyle("cell", fontName="B", fontSize=7, leading=9, wordWrap="CJK")
    title = ParagraphStyle("title", parent=cell, fontSize=12, leading=15, alignment=1)
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                       ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
    width = 277 * mm
    text = lambda value: Paragraph(value.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>"), cell)
    def pairs(cells):
        flat = [text(one) for pair in cells + [("", "")] * (-len(cells) % 3) for one in pair]
        return Table([flat[at:at + 6] for at in range(0, len(flat), 6)], [width * x / 63 for x in (9, 12, 9, 12, 9, 12)], style=grid)
    def boxes(cells):
        return Table([[text(a), text(b)] for a, b in cells], [width * .12, width * .88], style=grid)
    def table(columns, rows, widths):
        return Table([[text(one) for one in row] for row in [columns, *rows]], widths, style=grid, repeatRows=1)
    for number, content in enumerate(contents):
        first, second = page.heads(content)
        columns, rows = page.needs(content)
        wide = page.needs_widths(content)
        parts = [Paragraph(content["title"], title), Spacer(1, 2 * mm), pairs(first), Spacer(1, mm), boxes(page.cells(content, page.WIDE)), Spacer(1, mm),
                 table(columns, rows, [width * one / sum(wide) for one in wide]), PageBreak(),
                 Paragraph(content["title"] + "【週間計画表】", title), Spacer(1, 2 * mm), pairs(second), Spacer(1, mm),
                 table(["", *page.DAYS], [[hour, *row] for hour, row in page.week(content)], [width * .06] + [width * .94 / 7] * 7), Spacer(1, mm),
                 boxes(page.cells(content, [name for name in page.WEEK if name != "starts"]))]
        bytes_of = io.BytesIO()
        SimpleDocTemplate(bytes_of, pagesize=landscape(A4), leftMargin=10 * mm, rightMargin=10 * mm, topMargin=11 * mm, bottomMargin=10 * mm,
                          title=content["title"]).build(parts)
        write(out, number, bytes_of.getvalue())


def write(out, number, pdf):
    with open(os.path.join(out, f"{number:05}.pdf"), "wb") as file:
        file.write(pdf)


def main():
    who, contents, font, out, count = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    contents = page.read(contents)[:int(count)]
    begun = time.perf_counter()
    {"weasyprint": weasyprint, "reportlab": reportlab}[who](contents, font, out)
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main()
