/**
 * Settings: what a room may be told, in which unit and with which default, and the one way in which
 * flags, environment and {@code slipway.properties} are read. Before it comes {@code slipway.app},
 * which hands in the three sources. After it every room has one record of its own settings, and
 * nothing of this package is asked again.
 */
@NullMarked
package slipway.config;

import org.jspecify.annotations.NullMarked;
