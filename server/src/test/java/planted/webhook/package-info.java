@NullMarked
package planted.webhook;

import org.jspecify.annotations.NullMarked;
