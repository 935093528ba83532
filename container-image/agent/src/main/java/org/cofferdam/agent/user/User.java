package org.cofferdam.agent.user;

import org.cofferdam.agent.system.Identity;

/** Somebody of the image's user database, or a bare number. */
public record User(String name, Identity identity, String home, String shell) {}
