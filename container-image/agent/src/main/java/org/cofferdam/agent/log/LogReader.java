package org.cofferdam.agent.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/** A place in an {@link EventLog}, for one thread. */
public final class LogReader implements AutoCloseable {

    /** What {@link #read} came to. */
    public enum Outcome {
        /** The sink is full. */
        FULL,
        /** There is nothing now; {@code wake} will be called. */
        NOTHING,
        /** There will be nothing more. */
        END
    }

    private final EventLog log;
    private final boolean lossless;
    private final Runnable wake;
    private final RecordWindow window = new RecordWindow();

    /** Both guarded by the log's lock, as the writer looks at them. */
    private boolean armed;

    private long position;

    /** Where in the segment it is: the offset of the next stored byte, and that byte's place among the output. */
    private long offset;

    private long cursor;
    private int recordStream;
    private int recordLeft;

    LogReader(EventLog log, long position, boolean lossless, Runnable wake) {
        this.log = log;
        this.position = position;
        this.lossless = lossless;
        this.wake = wake;
    }

    boolean lossless() {
        return lossless;
    }

    /** Position of the last byte that it has given. */
    public long position() {
        return position;
    }

    void moveTo(long newPosition) {
        position = newPosition;
    }

    void arm() {
        armed = true;
    }

    void wake() {
        if (armed) {
            armed = false;
            wake.run();
        }
    }

    /** Gives the sink what comes next, as much as it has room for. */
    public Outcome read(LogSink sink) {
        while (sink.room() > 0) {
            switch (log.find(position, window.segment(), this)) {
                case Find.Nothing nothing -> {
                    return Outcome.NOTHING;
                }
                case Find.End end -> {
                    return Outcome.END;
                }
                case Find.Gap gap -> lose(sink, gap.to());
                case Find.Data data -> {
                    if (data.segment() != window.segment()) {
                        enter(data.segment());
                    }
                    readRecords(sink, data);
                }
            }
        }
        return Outcome.FULL;
    }

    private void enter(Segment segment) {
        window.enter(segment);
        offset = 0;
        cursor = segment.start;
        recordLeft = 0;
    }

    private void lose(LogSink sink, long to) {
        sink.truncated(position, to);
        window.enter(null);
        log.advance(this, to);
    }

    private void readRecords(LogSink sink, Find.Data data) {
        long reached = position;
        int room = sink.room();
        while (room > 0 && offset < data.stored()) {
            int available = window.load(data, offset, recordLeft == 0 ? EventLog.HEADER : 1);
            if (available < 0) {
                log.advance(this, reached);
                lose(sink, data.segment().end());
                return;
            }
            long index = window.index(offset);
            if (recordLeft == 0) {
                recordStream = window.bytes().get(JAVA_BYTE, index);
                recordLeft = window.bytes().get(EventLog.LENGTH, index + 1);
                offset += EventLog.HEADER;
                continue;
            }
            int length = Math.min(available, recordLeft);
            if (cursor < reached) {
                consume((int) Math.min(length, reached - cursor));
                continue;
            }
            length = Math.min(length, room);
            reached += length;
            sink.output(recordStream, reached, window.bytes(), index, length);
            consume(length);
            room = sink.room();
        }
        log.advance(this, reached);
    }

    private void consume(int length) {
        offset += length;
        recordLeft -= length;
        cursor += length;
    }

    @Override
    public void close() {
        window.close();
        log.forget(this);
    }
}
