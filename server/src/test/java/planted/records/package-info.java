@NullMarked
package planted.records;

import org.jspecify.annotations.NullMarked;
