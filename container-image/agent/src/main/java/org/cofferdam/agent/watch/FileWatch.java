package org.cofferdam.agent.watch;

import java.util.ArrayList;
import java.util.List;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.Identity;
import org.cofferdam.agent.system.Inotify;
import org.cofferdam.agent.system.Inotify.Report;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.file.WatchSpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the kernel's reports, on the watcher's thread. A new directory is watched first and then searched, so that what was
 * made in it before is found and what is made later is reported; what is both is told once.
 */
final class FileWatch implements AutoCloseable {

    /** How far behind its first half, in reports and in time, the second half of a move is looked for. */
    private static final int MOVE_REPORTS = 512;

    private static final long MOVE_MILLIS = 5;

    private final byte[] path;
    private final WatchSpec spec;
    private final Identity user;
    private final PathFilter filter;
    private final WatchLog log;
    private final List<Report> reports = new ArrayList<>();
    private int next;
    private WatchedTree tree;

    private FileWatch(byte[] path, WatchSpec spec, Identity user, long last) {
        this.path = path;
        this.spec = spec;
        this.user = user;
        this.log = new WatchLog(last);
        this.filter = new PathFilter(spec);
        this.tree = new WatchedTree(path, filter, spec.recursive());
    }

    /** @param last the number that its first event follows */
    static FileWatch open(byte[] path, WatchSpec spec, Identity user, long last) {
        try (FileRights _ = FileRights.of(user)) {
            return new FileWatch(path, spec, user, last);
        }
    }

    String directory() {
        return text(path);
    }

    WatchLog log() {
        return log;
    }

    int descriptor() {
        return tree.inotify().descriptor();
    }

    /** Takes all reports that there are; false when the kernel had to drop some and {@link #renew} must be called. */
    boolean takeReports() {
        try (FileRights _ = FileRights.of(user)) {
            while (tree.inotify().read(reports)) {
                while (next < reports.size()) {
                    Report report = reports.get(next++);
                    if (report.is(Inotify.OVERFLOW)) {
                        return false;
                    }
                    take(report);
                }
                reports.clear();
                next = 0;
            }
            tree.settled();
            return true;
        }
    }

    /** Begins anew after the kernel dropped reports: directories may have been missed. */
    void renew() {
        reports.clear();
        next = 0;
        tree.close();
        try (FileRights _ = FileRights.of(user)) {
            tree = new WatchedTree(path, filter, spec.recursive());
        }
        log.overflow("More happened at once than the kernel keeps");
    }

    private void take(Report report) {
        WatchedDirectory directory = tree.find(report.watch());
        if (directory == null) {
            return;
        }
        if (report.is(Inotify.IGNORED)) {
            tree.forgotten(report.watch());
        } else if (report.name().length == 0) {
            if (tree.isRoot(directory) && report.is(Inotify.DELETE_SELF | Inotify.MOVE_SELF)) {
                log.gone(text(path));
            }
        } else if (report.is(Inotify.MOVED_FROM)) {
            moved(directory, report);
        } else if (report.is(Inotify.CREATE | Inotify.MOVED_TO)) {
            appeared(directory, report.name(), report.is(Inotify.IS_DIRECTORY));
        } else if (report.is(Inotify.DELETE)) {
            disappeared(directory, report.name(), report.is(Inotify.IS_DIRECTORY));
        } else if (report.is(Inotify.MODIFY | Inotify.ATTRIB)) {
            tell(FileEventType.MODIFY, directory, report.name(), report.is(Inotify.IS_DIRECTORY));
        }
    }

    private void appeared(WatchedDirectory directory, byte[] name, boolean isDirectory) {
        if (directory.wasFound(name)) {
            return;
        }
        tell(FileEventType.CREATE, directory, name, isDirectory);
        if (isDirectory) {
            enter(directory, name);
        }
    }

    private void enter(WatchedDirectory directory, byte[] name) {
        try {
            tree.enter(directory, name, (parent, entry) -> {
                tree.reported(parent, entry.name());
                tell(FileEventType.CREATE, parent, entry.name(), entry.directory());
            });
        } catch (SandboxException full) {
            log.overflow(full.detail());
        }
    }

    private void disappeared(WatchedDirectory directory, byte[] name, boolean isDirectory) {
        directory.wasFound(name);
        WatchedDirectory gone = isDirectory ? directory.find(name) : null;
        if (gone != null) {
            gone.detach();
        }
        tell(FileEventType.DELETE, directory, name, isDirectory);
    }

    private void moved(WatchedDirectory directory, Report departure) {
        boolean isDirectory = departure.is(Inotify.IS_DIRECTORY);
        byte[] name = departure.name();
        WatchedDirectory moved = isDirectory ? directory.find(name) : null;
        Report arrival = arrival(departure.cookie());
        WatchedDirectory target = arrival == null ? null : tree.find(arrival.watch());
        if (arrival == null || target == null || filter.excludes(target.relative(arrival.name()))) {
            directory.wasFound(name);
            if (moved != null) {
                tree.leave(moved);
            }
            tell(FileEventType.DELETE, directory, name, isDirectory);
            return;
        }
        String from = directory.relative(name);
        String to = target.relative(arrival.name());
        String oldPath = text(directory.child(name));
        directory.wasFound(name);
        target.wasFound(arrival.name());
        boolean told = filter.reports(from);
        if (told && filter.reports(to)) {
            log.add(FileEventType.MOVE, text(target.child(arrival.name())), oldPath, isDirectory);
        } else if (told) {
            log.add(FileEventType.DELETE, oldPath, null, isDirectory);
        } else {
            tell(FileEventType.CREATE, target, arrival.name(), isDirectory);
        }
        if (moved != null) {
            moved.attach(target, arrival.name());
        } else if (isDirectory) {
            enter(target, arrival.name());
        }
    }

    /** The other half of a move, taken out of the reports to come; null when it leads out of what is watched. */
    private @Nullable Report arrival(int cookie) {
        Report found = search(cookie);
        if (found == null && reports.size() - next < MOVE_REPORTS) {
            if (tree.inotify().await(MOVE_MILLIS)) {
                tree.inotify().read(reports);
                found = search(cookie);
            }
        }
        return found;
    }

    private @Nullable Report search(int cookie) {
        int end = Math.min(reports.size(), next + MOVE_REPORTS);
        for (int i = next; i < end; i++) {
            Report report = reports.get(i);
            if (report.cookie() == cookie && report.is(Inotify.MOVED_TO)) {
                reports.remove(i);
                return report;
            }
        }
        return null;
    }

    private void tell(FileEventType type, WatchedDirectory directory, byte[] name, boolean isDirectory) {
        if (filter.reports(directory.relative(name))) {
            log.add(type, text(directory.child(name)), null, isDirectory);
        }
    }

    private static String text(byte[] path) {
        return PathText.of(path);
    }

    @Override
    public void close() {
        tree.close();
    }
}
