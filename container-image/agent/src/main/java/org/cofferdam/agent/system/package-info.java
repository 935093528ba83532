/**
 * The kernel as the agent needs it, called directly (java.lang.foreign), for the JDK's own classes hide what matters here: the true exit
 * status, the credentials of a thread, errno. Entry points: {@link org.cofferdam.agent.system.Descriptors},
 * {@link org.cofferdam.agent.system.Children}, {@link org.cofferdam.agent.system.FileCalls}.
 */
@NullMarked
package org.cofferdam.agent.system;

import org.jspecify.annotations.NullMarked;
