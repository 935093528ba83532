package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what a path differs. */
public enum GitChangeType {
    @JsonProperty("unchanged")
    UNCHANGED('.'),
    @JsonProperty("modified")
    MODIFIED('M'),
    /** From a file to a link or the like. */
    @JsonProperty("type-changed")
    TYPE_CHANGED('T'),
    @JsonProperty("added")
    ADDED('A'),
    @JsonProperty("deleted")
    DELETED('D'),
    @JsonProperty("renamed")
    RENAMED('R'),
    @JsonProperty("copied")
    COPIED('C'),
    @JsonProperty("unmerged")
    UNMERGED('U'),
    @JsonProperty("untracked")
    UNTRACKED('?');

    private final char letter;

    GitChangeType(char letter) {
        this.letter = letter;
    }

    /** The type of git's letter (git-status(1)); an unknown one is {@link #MODIFIED}. */
    public static GitChangeType of(char letter) {
        for (GitChangeType type : values()) {
            if (type.letter == letter) {
                return type;
            }
        }
        return MODIFIED;
    }
}
