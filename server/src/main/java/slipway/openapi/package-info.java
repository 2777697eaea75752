/**
 * What this server takes and answers, written down: one OpenAPI document for each API, kept as JSON
 * in the jar, served as it is below /openapi and as pages to read below /docs. It knows only HTTP
 * and JSON; a test holds the documents against the routes of the running house.
 */
@NullMarked
package slipway.openapi;

import org.jspecify.annotations.NullMarked;
