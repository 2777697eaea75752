@NullMarked
package planted.core.video;

import org.jspecify.annotations.NullMarked;
