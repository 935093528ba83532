/**
 * The resource adapter (Jakarta Connectors 2.1): entry point {@link org.cofferdam.connector.adapter.ContainerResourceAdapter}. Outbound, a managed
 * connection is one link to the container engine; inbound, the engine's events go to message-driven beans. No transactions.
 */
@NullMarked
package org.cofferdam.connector.adapter;

import org.jspecify.annotations.NullMarked;
