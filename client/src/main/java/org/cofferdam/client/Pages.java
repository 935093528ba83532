package org.cofferdam.client;

import java.util.function.Function;
import java.util.stream.Stream;
import org.cofferdam.protocol.sandbox.Page;
import org.jspecify.annotations.Nullable;

/** Follows the cursors of a list. */
final class Pages {

    static final int SIZE = 100;

    private Pages() {}

    /**
     * All items, fetched page by page as the stream is read.
     *
     * @param fetch the page at a cursor; the first at null
     */
    static <T> Stream<T> all(Function<@Nullable String, Page<T>> fetch) {
        Stream<Page<T>> pages = Stream.iterate(
                fetch.apply(null),
                page -> page != null,
                page -> page.nextCursor() == null ? null : fetch.apply(page.nextCursor()));
        return pages.flatMap(page -> page.items().stream());
    }
}
