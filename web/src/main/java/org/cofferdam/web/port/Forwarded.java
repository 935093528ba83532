package org.cofferdam.web.port;

/**
 * What the application is told of the client.
 *
 * @param addresses as in X-Forwarded-For
 * @param host as the client named it
 * @param prefix of the path that the application does not see; empty for none
 */
record Forwarded(String addresses, String host, String scheme, String prefix) {}
