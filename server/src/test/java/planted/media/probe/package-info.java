@NullMarked
package planted.media.probe;

import org.jspecify.annotations.NullMarked;
