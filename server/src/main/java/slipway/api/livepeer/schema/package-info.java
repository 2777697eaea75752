/**
 * Checks request bodies against schemas and words violations as Ajv 8 does, which Livepeer's API
 * answers with (LP-08). Before it comes the parsed body, after it the operation that reads the
 * body's members without further questions.
 */
@NullMarked
package slipway.api.livepeer.schema;

import org.jspecify.annotations.NullMarked;
