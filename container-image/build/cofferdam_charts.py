"""What a chart shows, as data: of matplotlib's figures, and of the specifications of Plotly and Vega-Lite (Altair).

A chart is {"library", "title", "charts"}, with one entry for each pair of axes: {"type", "title", "x", "y", "series"}. An axis has
"label", "scale", "ticks" and "tickLabels", as far as the library says. A series has "type", "label" and, of lines and scatters, "points"; of
bars "orientation" and "bars" of {"label", "value", "base"}; of pies "slices" of {"label", "value"}; of boxes "boxes" of {"label", "min", "q1",
"median", "q3", "max", "outliers"}. A chart's type is its series', or "mixed".
"""

import base64
import datetime
import math
import struct

MIME = "application/vnd.cofferdam.chart+json"
PLOTLY = "application/vnd.plotly.v1+json"
VEGA_LITE = "application/vnd.vegalite."

# The points of one series that are given; "truncated" says that there are more.
MOST_POINTS = 10_000


def plain(value):
    """A value as JSON has it."""
    item = getattr(value, "item", None)
    if item is not None and type(value).__module__ == "numpy":
        if type(value).__name__ == "datetime64":
            return str(value)
        value = item()
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    try:
        return plain(float(value))
    except (TypeError, ValueError):
        return str(value)


def points(xs, ys):
    xs, ys = list(xs), list(ys)
    found = {"points": [[plain(x), plain(y)] for x, y in list(zip(xs, ys))[:MOST_POINTS]]}
    if len(xs) > MOST_POINTS:
        found["truncated"] = True
    return found


def with_type(chart):
    types = {series["type"] for series in chart["series"]}
    chart["type"] = types.pop() if len(types) == 1 else "mixed" if types else "unknown"
    return chart


# matplotlib


def remember_boxes():
    """A box plot leaves only lines behind; so what it was drawn from is noted on its axes."""
    from matplotlib.axes import Axes

    drawn = Axes.bxp
    if getattr(drawn, "remembers", False):
        return

    def bxp(self, bxpstats, *args, **kwargs):
        artists = drawn(self, bxpstats, *args, **kwargs)
        boxes = self.__dict__.setdefault("_cofferdam_boxes", [])
        boxes.append((bxpstats, [each for group in artists.values() for each in group]))
        return artists

    bxp.__doc__ = drawn.__doc__
    bxp.remembers = True
    Axes.bxp = bxp


def of_figure(figure):
    """The chart of a matplotlib figure; None when there is nothing in it that we know."""
    try:
        charts = [of_axes(axes) for axes in figure.axes if axes.get_visible()]
    except Exception:  # whatever a user's artists do: the picture is shown all the same
        return None
    if not any(chart["series"] for chart in charts):
        return None
    title = figure._suptitle.get_text() if figure._suptitle is not None else ""
    return {"library": "matplotlib", "title": title, "charts": charts}


def of_axes(axes):
    chart = {"title": axes.get_title(), "x": axis(axes.xaxis, axes.get_xlim()), "y": axis(axes.yaxis, axes.get_ylim())}
    series = []
    taken = set()
    for stats, artists in getattr(axes, "_cofferdam_boxes", []):
        taken.update(artists)
        series.append({"type": "box", "label": "", "boxes": [box(each) for each in stats]})
    for container in axes.containers:
        if type(container).__name__ == "BarContainer":
            taken.update(container.patches)
            series.append(bars(container, axes))
    slices = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    if slices:
        series.append({"type": "pie", "label": "", "slices": [of_wedge(each) for each in slices]})
    for line in axes.get_lines():
        if line not in taken and len(line.get_xdata(orig=True)):
            kind = "scatter" if line.get_linestyle() in ("None", "none", "", " ") else "line"
            series.append({"type": kind, "label": label(line), **points(line.get_xdata(orig=True), line.get_ydata(orig=True))})
    for collection in axes.collections:
        if type(collection).__name__ == "PathCollection" and len(collection.get_offsets()):
            xs, ys = zip(*collection.get_offsets().tolist())
            series.append({"type": "scatter", "label": label(collection), **points(xs, ys)})
    chart["series"] = series
    return with_type(chart)


def axis(of, limits):
    low, high = sorted(limits)
    shown = [(at, text.get_text()) for at, text in zip(of.get_ticklocs(), of.get_ticklabels()) if low <= at <= high]
    return {
        "label": of.get_label_text(),
        "scale": of.get_scale(),
        "ticks": [plain(at) for at, _ in shown],
        "tickLabels": [text.replace("\u2212", "-") for _, text in shown],
    }


def label(artist):
    text = str(artist.get_label())
    return "" if text.startswith("_") else text


def bars(container, axes):
    orientation = container.orientation or "vertical"
    vertical = orientation == "vertical"
    of = axes.xaxis if vertical else axes.yaxis
    names = {round(float(at), 6): text.get_text() for at, text in zip(of.get_ticklocs(), of.get_ticklabels())}
    found = []
    for patch in container.patches:
        start, length = (patch.get_x(), patch.get_width()) if vertical else (patch.get_y(), patch.get_height())
        middle = start + length / 2
        found.append(
            {
                "label": names.get(round(float(middle), 6), str(plain(round(float(middle), 6)))),
                "value": plain(patch.get_height() if vertical else patch.get_width()),
                "base": plain(patch.get_y() if vertical else patch.get_x()),
            }
        )
    return {"type": "bar", "label": label(container), "orientation": orientation, "bars": found}


def of_wedge(wedge):
    return {"label": label(wedge), "value": plain(round((wedge.theta2 - wedge.theta1) / 360, 6))}


def box(stats):
    return {
        "label": str(stats.get("label", "")),
        "min": plain(stats["whislo"]),
        "q1": plain(stats["q1"]),
        "median": plain(stats["med"]),
        "q3": plain(stats["q3"]),
        "max": plain(stats["whishi"]),
        "outliers": [plain(each) for each in stats.get("fliers", [])],
    }


# Plotly and Vega-Lite


def of_bundle(data):
    """The chart of a specification among a result's formats; None where there is none that we know."""
    try:
        for mime, spec in data.items():
            if mime == PLOTLY:
                return of_plotly(spec)
            if mime.startswith(VEGA_LITE):
                return of_vega_lite(spec)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error):
        pass
    return None


def text_of(title):
    """A title is a text, or an object with one."""
    if isinstance(title, dict):
        title = title.get("text", "")
    return " ".join(title) if isinstance(title, list) else title or ""


_TYPES = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}


def values(array):
    """Plotly's arrays, which may be packed."""
    if isinstance(array, dict) and "bdata" in array:
        packed = base64.b64decode(array["bdata"])
        kind = _TYPES[array["dtype"].lstrip("<|=")]
        return list(struct.unpack(f"<{len(packed) // struct.calcsize(kind)}{kind}", packed))
    return list(array if array is not None else [])


def of_plotly(spec):
    layout = spec.get("layout", {})
    charts = {}
    for trace in spec.get("data", []):
        key = (trace.get("xaxis", "x"), trace.get("yaxis", "y"))
        chart = charts.setdefault(key, {"title": "", "x": plotly_axis(layout, key[0]), "y": plotly_axis(layout, key[1]), "series": []})
        series = plotly_series(trace)
        if series:
            chart["series"].append(series)
    return {"library": "plotly", "title": text_of(layout.get("title")), "charts": [with_type(chart) for chart in charts.values()]}


def plotly_axis(layout, name):
    of = layout.get(name[0] + "axis" + name[1:], {})
    found = {"label": text_of(of.get("title")), "scale": "log" if of.get("type") == "log" else of.get("type", "linear")}
    if "tickvals" in of:
        found["ticks"] = [plain(each) for each in values(of["tickvals"])]
    if "ticktext" in of:
        found["tickLabels"] = values(of["ticktext"])
    return found


def plotly_series(trace):
    kind = trace.get("type", "scatter")
    named = {"label": trace.get("name", "")}
    if kind in ("scatter", "scattergl"):
        shape = "line" if "lines" in trace.get("mode", "lines") else "scatter"
        ys = values(trace.get("y"))
        return {"type": shape, **named, **points(values(trace.get("x")) or range(len(ys)), ys)}
    if kind == "bar":
        across = trace.get("orientation") == "h"
        names, lengths = values(trace.get("y" if across else "x")), values(trace.get("x" if across else "y"))
        each = [{"label": str(plain(name)), "value": plain(length)} for name, length in zip(names, lengths)]
        return {"type": "bar", **named, "orientation": "horizontal" if across else "vertical", "bars": each[:MOST_POINTS]}
    if kind == "pie":
        sizes = values(trace.get("values"))
        whole = sum(sizes) or 1
        each = [{"label": str(name), "value": plain(size / whole)} for name, size in zip(values(trace.get("labels")), sizes)]
        return {"type": "pie", **named, "slices": each}
    if kind == "box":
        return {"type": "box", **named, "boxes": [box_of(named["label"], values(trace.get("y") or trace.get("x")))]}
    return None


def box_of(name, numbers):
    """As Plotly and Vega-Lite draw it: whiskers to the last value within one and a half times the box."""
    ordered = sorted(number for number in numbers if number is not None)

    def quantile(part):
        at = part * (len(ordered) - 1)
        below = math.floor(at)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (at - below)

    q1, median, q3 = quantile(0.25), quantile(0.5), quantile(0.75)
    reach = 1.5 * (q3 - q1)
    inside = [number for number in ordered if q1 - reach <= number <= q3 + reach]
    outside = [plain(number) for number in ordered if not q1 - reach <= number <= q3 + reach]
    return {"label": name, "min": plain(inside[0]), "q1": q1, "median": median, "q3": q3, "max": plain(inside[-1]), "outliers": outside}


_MARKS = {"line": "line", "trail": "line", "area": "line", "point": "scatter", "circle": "scatter", "square": "scatter", "bar": "bar", "arc": "pie", "boxplot": "box"}


def of_vega_lite(spec):
    views = [view for key in ("hconcat", "vconcat", "concat") for view in spec.get(key, [])] or [spec]
    charts = [vega_chart(view, spec) for view in views]
    return {"library": "vega-lite", "title": text_of(spec.get("title")), "charts": charts}


def vega_chart(view, spec):
    layers = view.get("layer", [view])
    chart = {"title": text_of(view.get("title")), "series": []}
    for name in ("x", "y"):
        channels = [{**view.get("encoding", {}), **layer.get("encoding", {})}.get(name) for layer in layers]
        chart[name] = vega_axis(next((channel for channel in channels if channel), {}))
    for layer in layers:
        chart["series"] += vega_series(layer, view, spec)
    return with_type(chart)


def vega_axis(channel):
    title = channel.get("title", (channel.get("axis") or {}).get("title"))
    scale = (channel.get("scale") or {}).get("type", {"quantitative": "linear", "temporal": "time"}.get(channel.get("type"), "category"))
    return {"label": text_of(title) or channel.get("field", ""), "scale": scale}


def vega_series(layer, view, spec):
    mark = layer.get("mark", view.get("mark"))
    kind = _MARKS.get(mark.get("type") if isinstance(mark, dict) else mark)
    encoding = {**view.get("encoding", {}), **layer.get("encoding", {})}
    data = layer.get("data") or view.get("data") or spec.get("data") or {}
    rows = data.get("values") or spec.get("datasets", {}).get(data.get("name"), [])
    if kind is None:
        return []
    x, y = (encoding.get(name, {}).get("field") for name in ("x", "y"))
    color = encoding.get("color", {}).get("field")
    if kind == "pie":
        size = encoding.get("theta", {}).get("field")
        whole = sum(row[size] for row in rows) or 1
        return [{"type": kind, "label": "", "slices": [{"label": str(row.get(color, "")), "value": row[size] / whole} for row in rows]}]
    if kind == "box":
        groups = grouped(rows, x if encoding.get("x", {}).get("type") != "quantitative" else None)
        return [{"type": kind, "label": "", "boxes": [box_of(name, [row[y] for row in each]) for name, each in groups.items()]}]
    found = []
    for name, each in grouped(rows, color).items():
        if kind == "bar":
            across = encoding.get("x", {}).get("type") == "quantitative" and encoding.get("y", {}).get("type") != "quantitative"
            names, lengths = (y, x) if across else (x, y)
            drawn = [{"label": str(row[names]), "value": plain(row[lengths])} for row in each[:MOST_POINTS]]
            found.append({"type": kind, "label": name, "orientation": "horizontal" if across else "vertical", "bars": drawn})
        else:
            found.append({"type": kind, "label": name, **points([row[x] for row in each], [row[y] for row in each])})
    return found


def grouped(rows, field):
    groups = {}
    for row in rows:
        groups.setdefault(str(row.get(field, "")) if field else "", []).append(row)
    return groups
