package slipway.pipeline;

import java.util.List;
import slipway.jobs.JobQueue;
import slipway.jobs.Lane;

/**
 * The stages a video goes through, from top to bottom. Which one follows is decided by the stage
 * before, in the transaction that ends it.
 *
 * <ol>
 *   <li>{@link Fetch}: if its bytes lie behind a URL, bring them here. What a client sends comes in
 *       without any stage.
 *   <li>{@link Inspect}: what is it, and can it be watched as it is? Then it is ready.
 *   <li>{@link Join}: if its bytes came in parts, make one file of them and look again.
 *   <li>{@link Transcode}: if not, make what can be watched.
 *   <li>{@link Hash}: what was not computed while the bytes arrived.
 * </ol>
 *
 * and {@link Erase} whenever its owner takes it away.
 */
public final class Journey {
  static final String FETCH = "fetch";
  static final String INSPECT = "inspect";
  static final String JOIN = "join";
  static final String TRANSCODE = "transcode";
  static final String HASH = "hash";
  static final String ERASE = "erase";

  /** Those that have no sense any more once a video is deleted. */
  static final List<String> STAGES = List.of(FETCH, INSPECT, JOIN, TRANSCODE, HASH);

  private Journey() {}

  /** Tells the queue who does what; before it starts. */
  public static void register(
      JobQueue queue,
      Fetch fetch,
      Inspect inspect,
      Join join,
      Transcode transcode,
      Hash hash,
      Erase erase) {
    queue.register(FETCH, Lane.FETCH, fetch);
    queue.register(INSPECT, Lane.QUICK, inspect);
    queue.register(JOIN, Lane.HEAVY, join);
    queue.register(TRANSCODE, Lane.HEAVY, transcode);
    queue.register(HASH, Lane.HEAVY, hash);
    queue.register(ERASE, Lane.QUICK, erase);
  }
}
