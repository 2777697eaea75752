@NullMarked
package planted.pipeline;

import org.jspecify.annotations.NullMarked;
