package org.cofferdam.protocol.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/**
 * The request that makes a ticket.
 *
 * @param sandboxId the only sandbox that it opens sockets of; any when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewTicket(@Nullable SandboxId sandboxId) {}
