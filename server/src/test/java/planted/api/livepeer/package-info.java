@NullMarked
package planted.api.livepeer;

import org.jspecify.annotations.NullMarked;
