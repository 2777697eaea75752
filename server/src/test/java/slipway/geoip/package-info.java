@NullMarked
package slipway.geoip;

import org.jspecify.annotations.NullMarked;
