@NullMarked
package slipway.media.provenance;

import org.jspecify.annotations.NullMarked;
