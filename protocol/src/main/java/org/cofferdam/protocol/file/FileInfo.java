package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file, directory or link.
 *
 * @param path absolute
 * @param mode permission bits in octal, four digits
 * @param linkTarget of a symbolic link, as it is written there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileInfo(
        String name,
        String path,
        FileType type,
        long size,
        Instant modifiedAt,
        String mode,
        String owner,
        String group,
        @Nullable String linkTarget) {}
