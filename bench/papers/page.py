"""The same papers for the peers: what stands in each cell of our plan (contents.json of `plan_data`), as blocks of labelled cells, tables
and a week; and as HTML for those that take it."""
import html
import json

DAYS = ["月", "火", "水", "木", "金", "土", "日・祝"]
FIRST, LAST = 6, 24  # hours that the week shows
# Fields of the first page's head come in pairs of label and text, six to a row; these go across the page.
WIDE = ["wishes", "family-wishes", "policy", "long-goal", "short-goal", "notes"]
WEEK = ["daily-life", "outside-week", "whole-life", "week-notes", "starts"]
HEAD_OF_BOTH = ["client-name", "grade", "office-name", "guardian-name", "guardian-relation", "certificate-number", "upper-limit",
                "specialist-name", "community-number", "child-number"]


def read(path):
    return json.load(open(path))


def cells(content, names):
    """(label, text) of the fields that the form has."""
    page = content["page"]
    return [(page[name]["title"], str(page[name]["value"] or "")) for name in names if name in page]


def heads(content):
    """The pairs of the first page's head and those of the second's, which repeats what is common to both."""
    rest = [name for name in content["page"] if name not in WIDE + WEEK + HEAD_OF_BOTH and not isinstance(content["page"][name]["value"], (dict, list))]
    return cells(content, HEAD_OF_BOTH + rest), cells(content, HEAD_OF_BOTH + ["starts"])


def needs(content):
    table = content["tables"]["needs"]
    names = list(table["columns"])
    return [table["columns"][name] for name in names], [[str(row.get(name, "")) for name in names] for row in table["rows"]]


def needs_widths(content):
    """How wide the columns of the needs are, in parts: the number and the days are narrow."""
    return [{"number": 1, "due": 2, "review": 2}.get(name, 5) for name in content["tables"]["needs"]["columns"]]


def week(content):
    """A row an hour, a column a day, each entry in the hours it covers."""
    grid = [[[] for _ in DAYS] for _ in range(FIRST, LAST)]
    for entry in content["tables"]["entries"]["rows"]:
        begins, ends = entry["from"] / 60, entry["to"] / 60  # minutes of the day
        for hour in range(FIRST, LAST):
            if begins < hour + 1 and ends > hour:
                grid[hour - FIRST][int(entry["day"])].append(str(entry["text"]) if begins >= hour else "〃")
    return [("%d:00" % (FIRST + at), ["、".join(cell) for cell in row]) for at, row in enumerate(grid)]


def plain(content):
    """Our report and every other form without a week: pairs, then boxes, then the tables as they are."""
    single = [name for name in content["page"] if not isinstance(content["page"][name]["value"], (dict, list))]
    boxes = [name for name in single if len(str(content["page"][name]["value"] or "")) > 40]
    return cells(content, [name for name in single if name not in boxes]), cells(content, boxes)


def as_html(content):
    escaped = lambda text: html.escape(text).replace("\n", "<br>")
    def pairs(all_cells):
        filled = all_cells + [("", "")] * (-len(all_cells) % 3)
        rows = "".join("<tr>" + "".join(f"<th scope=row>{escaped(a)}</th><td>{escaped(b)}</td>" for a, b in filled[at:at + 3]) + "</tr>" for at in range(0, len(filled), 3))
        return f"<table>{rows}</table>"
    def boxes(all_cells):
        return "<table class=box>" + "".join(f"<tr><th scope=row>{escaped(a)}</th><td>{escaped(b)}</td></tr>" for a, b in all_cells) + "</table>"
    def table(columns, rows):
        head = "".join(f"<th scope=col>{escaped(one)}</th>" for one in columns)
        return f"<table><thead><tr>{head}</tr></thead><tbody>" + "".join("<tr>" + "".join(f"<td>{escaped(one)}</td>" for one in row) + "</tr>" for row in rows) + "</tbody></table>"
    title = escaped(content["title"])
    if "entries" in content["tables"]:
        first, second = heads(content)
        body = (f"<h1>{title}</h1>" + pairs(first) + boxes(cells(content, WIDE)) + table(*needs(content)) +
                f"<h1 class=next>{title}【週間計画表】</h1>" + pairs(second) + table(["", *DAYS], [[hour, *row] for hour, row in week(content)]) +
                boxes(cells(content, [name for name in WEEK if name != "starts"])))
    else:
        first, wide = plain(content)
        body = f"<h1>{title}</h1>" + pairs(first) + boxes(wide) + "".join(
            table(list(one["columns"].values()), [[str(row.get(name, "")) for name in one["columns"]] for row in one["rows"]]) for one in content["tables"].values())
    return f"""<!doctype html><html lang=ja><head><meta charset=utf-8><title>{title}</title><style>
@page {{ size: A4 landscape; margin: 11mm 10mm 10mm }}
body {{ font: 7pt "BIZ UDPGothic"; margin: 0 }} h1 {{ font-size: 12pt; text-align: center; margin: 0 0 1mm }} .next {{ break-before: page; page-break-before: always }}
table {{ border-collapse: collapse; width: 100%; margin-bottom: 1.5mm }} th, td {{ border: .5pt solid #000; padding: .6mm 1mm; vertical-align: top; text-align: left; font-weight: normal }}
th {{ background: #eee }} .box th {{ width: 12% }} tr {{ break-inside: avoid }}
</style></head><body>{body}</body></html>"""
