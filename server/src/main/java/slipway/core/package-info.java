/**
 * The rules of the house: records, transitions, use cases and the ports through which they reach
 * the world. No bytes, no sockets, no SQL. The dialects ask these rooms for everything; records,
 * jobs and storage stand behind their ports.
 */
@NullMarked
package slipway.core;

import org.jspecify.annotations.NullMarked;
