/**
 * What tests share: fakes written by hand, clocks that are set, settings without sources. Before it
 * comes nothing; every test may use it. After it nothing: the product never sees it.
 */
@NullMarked
package slipway.testing;

import org.jspecify.annotations.NullMarked;
