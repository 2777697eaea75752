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
 *   <li>{@link CutClip}: if they are a part of another video, cut them out of it.
 *   <li>{@link Inspect}: what is it, and can it be watched as it is? Then it is ready.
 *   <li>{@link Join}: if its bytes came in parts, make one file of them and look again.
 *   <li>{@link Transcode}: if not, make what can be watched.
 *   <li>{@link Hash}: what was not computed while the bytes arrived.
 *   <li>{@link ExtractTexts}: captions of the texts in the source.
 * </ol>
 *
 * and {@link Erase} whenever its owner takes it away.
 */
public final class Journey {
  static final String FETCH = "fetch";
  static final String CLIP = "clip";
  static final String EXACT_CLIP = "exact-clip";
  static final String INSPECT = "inspect";
  static final String JOIN = "join";
  static final String TRANSCODE = "transcode";
  static final String HASH = "hash";
  static final String TEXTS = "texts";
  static final String ERASE = "erase";

  /** Those that have no sense any more once a video is deleted. */
  static final List<String> STAGES =
      List.of(FETCH, CLIP, EXACT_CLIP, INSPECT, JOIN, TRANSCODE, HASH, TEXTS);

  private Journey() {}

  /** Tells the queue who does what; before it starts. */
  public static void register(
      JobQueue queue,
      Fetch fetch,
      CutClip clip,
      Inspect inspect,
      Join join,
      Transcode transcode,
      Hash hash,
      ExtractTexts texts,
      Erase erase) {
    queue.register(FETCH, Lane.FETCH, fetch);
    // By key frame it is copying, for which nobody should wait behind encodings.
    queue.register(CLIP, Lane.FETCH, clip);
    queue.register(EXACT_CLIP, Lane.HEAVY, clip);
    queue.register(INSPECT, Lane.QUICK, inspect);
    queue.register(JOIN, Lane.HEAVY, join);
    queue.register(TRANSCODE, Lane.HEAVY, transcode);
    queue.register(HASH, Lane.HEAVY, hash);
    queue.register(TEXTS, Lane.HEAVY, texts);
    queue.register(ERASE, Lane.QUICK, erase);
  }
}
