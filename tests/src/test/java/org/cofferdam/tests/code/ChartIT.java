package org.cofferdam.tests.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures, tables, and what charts show as data. The pictures are kept in {@code target/pictures}, to be looked at. */
@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ChartIT {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final Path PICTURES = Path.of("target", "pictures");

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) throws IOException {
        sandbox = server.newSandbox(cofferdam, "charts");
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static Map<String, Object> result(String code) {
        RunResult result = sandbox.code().run(code);
        assertThat(result.error()).isNull();
        return result.results().getLast();
    }

    /** The chart of a figure, whose picture is kept. */
    private static Map<String, Object> drawn(String name, String code) throws IOException {
        Map<String, Object> result = result(code + "\nplt.show()");
        byte[] picture = Base64.getMimeDecoder().decode((String) result.get("png"));
        assertThat(picture).startsWith(PNG);
        Files.write(PICTURES.resolve(name + ".png"), picture);
        return object(result.get("chart"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object json) {
        return (Map<String, Object>) Objects.requireNonNull(json);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> entry(Map<String, Object> of, String list, int index) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(of.get(list))).get(index);
    }

    @Test
    void sineWaveIsALineWithItsPoints() throws IOException {
        Map<String, Object> chart = drawn("sine", """
                import numpy as np, matplotlib.pyplot as plt
                x = np.linspace(0, 2 * np.pi, 100)
                plt.plot(x, np.sin(x), label='sin')
                plt.title('Sine wave'); plt.xlabel('x'); plt.ylabel('sin(x)'); plt.legend()""");
        Map<String, Object> axes = entry(chart, "charts", 0);
        assertThat(axes).containsEntry("type", "line").containsEntry("title", "Sine wave");
        assertThat(object(axes.get("x"))).containsEntry("label", "x").containsEntry("scale", "linear");
        assertThat(object(axes.get("y"))).containsEntry("label", "sin(x)");
        Map<String, Object> series = entry(axes, "series", 0);
        assertThat(series).containsEntry("label", "sin");
        List<?> points = (List<?>) Objects.requireNonNull(series.get("points"));
        assertThat(points).hasSize(100);
        List<?> quarter = (List<?>) points.get(25);
        assertThat(((Number) quarter.get(1)).doubleValue())
                .isCloseTo(Math.sin(((Number) quarter.get(0)).doubleValue()), within(1e-12));
    }

    @Test
    void salesAnalysisHasTwoSubplots() throws IOException {
        Map<String, Object> chart = drawn("sales", """
                import pandas as pd, matplotlib.pyplot as plt
                sales = pd.DataFrame({'month': ['Jan', 'Feb', 'Mar'], 'revenue': [100, 150, 120], 'cost': [80, 90, 85]})
                figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
                figure.suptitle('Sales')
                left.bar(sales.month, sales.revenue, label='revenue'); left.set_title('Revenue'); left.set_ylabel('EUR')
                right.pie(sales.cost, labels=sales.month, autopct='%1.0f%%'); right.set_title('Cost')""");
        assertThat(chart).containsEntry("title", "Sales").containsEntry("library", "matplotlib");
        Map<String, Object> bars = entry(chart, "charts", 0);
        assertThat(bars).containsEntry("type", "bar").containsEntry("title", "Revenue");
        assertThat(entry(bars, "series", 0).get("bars"))
                .isEqualTo(List.of(
                        Map.of("label", "Jan", "value", 100, "base", 0),
                        Map.of("label", "Feb", "value", 150, "base", 0),
                        Map.of("label", "Mar", "value", 120, "base", 0)));
        Map<String, Object> pie = entry(chart, "charts", 1);
        assertThat(pie).containsEntry("type", "pie");
        assertThat(entry(entry(pie, "series", 0), "slices", 0)).containsEntry("label", "Jan");
    }

    @Test
    void scattersAndBoxesAreKnown() throws IOException {
        Map<String, Object> scatter = entry(
                drawn("scatter", "import matplotlib.pyplot as plt; plt.scatter([1, 2], [3, 4], label='s')"),
                "charts",
                0);
        assertThat(scatter).containsEntry("type", "scatter");
        assertThat(entry(scatter, "series", 0).get("points")).isEqualTo(List.of(List.of(1.0, 3.0), List.of(2.0, 4.0)));
        Map<String, Object> box = entry(
                drawn("box", "import matplotlib.pyplot as plt; plt.boxplot([[1, 2, 3, 4, 20]], labels=['a'])"),
                "charts",
                0);
        assertThat(box).containsEntry("type", "box");
        assertThat(entry(entry(box, "series", 0), "boxes", 0))
                .containsEntry("label", "a")
                .containsEntry("median", 3.0)
                .containsEntry("outliers", List.of(20));
    }

    @Test
    void specificationsOfPlotlyAndVegaLiteAreChartsToo() {
        Map<String, Object> plotly = result("""
                display({'application/vnd.plotly.v1+json': {'data': [{'type': 'bar', 'x': ['a', 'b'], 'y': [1, 2], 'name': 'n'}],
                    'layout': {'title': {'text': 'T'}, 'yaxis': {'title': {'text': 'Y'}}}}}, raw=True)""");
        Map<String, Object> bars = entry(object(plotly.get("chart")), "charts", 0);
        assertThat(bars).containsEntry("type", "bar");
        assertThat(object(bars.get("y"))).containsEntry("label", "Y");
        Map<String, Object> altair = result("""
                class Chart:
                    def _repr_mimebundle_(self, **_):
                        return {'application/vnd.vegalite.v5+json': {'mark': 'line', 'data': {'values': [{'a': 1, 'b': 2}, {'a': 2, 'b': 3}]},
                            'encoding': {'x': {'field': 'a', 'type': 'quantitative'}, 'y': {'field': 'b', 'type': 'quantitative'}}}}
                Chart()""");
        Map<String, Object> line = entry(object(altair.get("chart")), "charts", 0);
        assertThat(entry(line, "series", 0).get("points")).isEqualTo(List.of(List.of(1, 2), List.of(2, 3)));
    }

    @Test
    void tablesAreHtmlAndJson() {
        Map<String, Object> table = result("""
                import pandas as pd
                pd.DataFrame({'name': ['a', 'b'], 'day': pd.to_datetime(['2024-01-01', '2024-01-02'])})""");
        assertThat((String) table.get("html")).contains("<table");
        assertThat(object(table.get("json")))
                .containsEntry("columns", List.of("name", "day"))
                .containsEntry(
                        "data",
                        List.of(List.of("a", "2024-01-01T00:00:00.000"), List.of("b", "2024-01-02T00:00:00.000")));
    }
}
