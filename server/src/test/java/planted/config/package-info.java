@NullMarked
package planted.config;

import org.jspecify.annotations.NullMarked;
