@NullMarked
package planted.api.gcore;

import org.jspecify.annotations.NullMarked;
