/** What sandboxes are made of unless their requests say otherwise, and how many wait ready made. */
@NullMarked
package org.cofferdam.protocol.template;

import org.jspecify.annotations.NullMarked;
