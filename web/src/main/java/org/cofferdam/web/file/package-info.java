/** Files of a sandbox. Entry points {@link org.cofferdam.web.file.FilesResource} and, for bytes, {@link org.cofferdam.web.file.FileContentResource}. */
@NullMarked
package org.cofferdam.web.file;

import org.jspecify.annotations.NullMarked;
