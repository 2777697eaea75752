/**
 * Pictures that accounts have burnt into their videos. A dialect makes and names them; the pipeline
 * asks for the one of a video when it encodes.
 */
@NullMarked
package slipway.core.watermark;

import org.jspecify.annotations.NullMarked;
