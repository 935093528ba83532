package org.cofferdam.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a stream gives next, until it gives null. */
final class Upcoming<E> implements Iterator<E> {

    private final Supplier<@Nullable E> stream;
    private @Nullable E ahead;

    Upcoming(Supplier<@Nullable E> stream) {
        this.stream = stream;
    }

    @Override
    public boolean hasNext() {
        if (ahead == null) {
            ahead = stream.get();
        }
        return ahead != null;
    }

    @Override
    public E next() {
        E event = hasNext() ? ahead : null;
        if (event == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        return event;
    }
}
