/**
 * The moves of a video after its bytes arrived, and what its owner can still do: retry, delete.
 * Each move changes video, task, jobs and outbox in one transaction. The pipeline makes the moves;
 * the rooms before are upload and task, after them come renditions and playback.
 */
@NullMarked
package slipway.core.journey;

import org.jspecify.annotations.NullMarked;
