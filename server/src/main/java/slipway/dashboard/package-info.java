/**
 * The operator's window: the small JSON API below /admin, guarded by the admin key, and the web
 * page that uses it. It asks core like any dialect does. The page itself is built from the folder
 * dashboard and lies in the jar.
 */
@NullMarked
package slipway.dashboard;

import org.jspecify.annotations.NullMarked;
