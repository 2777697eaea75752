@NullMarked
package planted.core.task;

import org.jspecify.annotations.NullMarked;
