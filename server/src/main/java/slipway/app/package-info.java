/**
 * Where everything meets: settings are read, rooms are built with new in the order in which a video
 * walks through them, and the server is started and stopped. Only here are clock, randomness and
 * environment taken from the machine. Nothing comes before but the command line, nothing comes
 * after.
 */
@NullMarked
package slipway.app;

import org.jspecify.annotations.NullMarked;
