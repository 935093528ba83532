package org.cofferdam.ejb.template;

import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.protocol.template.PoolSize;
import org.cofferdam.protocol.template.TemplateId;

/**
 * A template of which containers wait ready made.
 *
 * @param blueprint what a sandbox gets whose request changes none of it
 */
public record PooledTemplate(TemplateId id, Blueprint blueprint, PoolSize size) {}
