package org.cofferdam.protocol.file;

/**
 * What went into an archive or came out of one.
 *
 * @param entries files, directories and links
 * @param bytes of the files together, not compressed
 * @param skipped entries that no archive holds: sockets, pipes and devices
 */
public record ArchiveInfo(long entries, long bytes, long skipped) {}
