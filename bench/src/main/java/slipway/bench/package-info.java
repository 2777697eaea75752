/**
 * Benchmarks of single rooms without a server around them. What is measured comes before, what
 * becomes of the figures is written by the rigs beside this module. Nothing depends on it.
 */
@NullMarked
package slipway.bench;

import org.jspecify.annotations.NullMarked;
