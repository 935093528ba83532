/**
 * The sandbox's files, handled with the rights of its user, so that the kernel decides what is allowed: entry point {@link
 * org.cofferdam.agent.file.Files}. Everything here runs on a thread that holds {@link org.cofferdam.agent.system.FileRights}.
 */
@NullMarked
package org.cofferdam.agent.file;

import org.jspecify.annotations.NullMarked;
