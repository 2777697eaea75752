/**
 * Everything that can go wrong for a caller, as values. Use cases throw them inside a
 * ProblemException; each dialect renders them in its own shape.
 */
@NullMarked
package slipway.core.problem;

import org.jspecify.annotations.NullMarked;
