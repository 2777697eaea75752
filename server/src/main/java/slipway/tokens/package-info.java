/**
 * Signed tokens: reads those that viewers show, and signs those that the house gives. Core says
 * whose key counts and what a token must say; before it come playback's requests, after it nothing.
 * Nothing outside this room knows which library does the work.
 */
@NullMarked
package slipway.tokens;

import org.jspecify.annotations.NullMarked;
