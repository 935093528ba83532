/**
 * What a sandbox is made of where its request says nothing: entry points {@link org.cofferdam.ejb.template.SandboxConfiguration}, the
 * server's settings, and {@link org.cofferdam.ejb.template.Templates} over them.
 */
@NullMarked
package org.cofferdam.ejb.template;

import org.jspecify.annotations.NullMarked;
