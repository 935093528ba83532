package org.cofferdam.protocol.file;

/**
 * A file in which something was replaced.
 *
 * @param path absolute
 * @param replacements made in it
 */
public record FileReplacement(String path, long replacements) {}
