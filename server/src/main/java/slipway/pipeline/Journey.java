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
 *   <li>{@link Inspect}: what is it, and can it be watched as it is?
 *   <li>{@link Join}: if its bytes came in parts, make one file of them and look again.
 *   <li>{@link Decrypt}: if they came encrypted, make a clear file of them and look again.
 *   <li>{@link CutSource}: if only a part of them is wanted, make a file of it and look again.
 *   <li>{@link RemuxSource}: if only its container or its sound stands in the way, change that.
 *   <li>{@link Transcode}: make the ladder; of a long video in many {@link EncodeChunk}s, which
 *       {@link Assemble} joins.
 *   <li>{@link MakeWebm}: what is to be downloaded as WebM, after the ladder.
 *   <li>{@link Sign}: if its outputs are to say where they come from, sign them.
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
  static final String DECRYPT = "decrypt";
  static final String CUT = "cut";
  static final String REMUX = "remux";
  static final String CHUNK = "chunk";
  static final String ASSEMBLE = "assemble";
  static final String WEBM = "webm";
  static final String TRANSCODE = "transcode";
  static final String SIGN = "sign";
  static final String HASH = "hash";
  static final String TEXTS = "texts";

  /** Done by a room of its own, which is registered beside these. */
  static final String EXPORT = "export";

  /** Sound that was added to a video: outside of its journey, and ending with it. */
  static final String SOUND_FETCH = "sound-fetch";

  static final String SOUND = "sound";
  static final String SOUND_ERASE = "sound-erase";

  /** The picture of a watermark, of an account and not of one video. */
  static final String WATERMARK_ERASE = "watermark-erase";

  static final String ERASE = "erase";

  /** Those that have no sense any more once a video is deleted. */
  static final List<String> STAGES =
      List.of(
          FETCH,
          CLIP,
          EXACT_CLIP,
          INSPECT,
          JOIN,
          DECRYPT,
          CUT,
          REMUX,
          TRANSCODE,
          WEBM,
          SIGN,
          HASH,
          TEXTS);

  /** The same for those of which a video has many, with keys as {@link ChunkKey} writes them. */
  static final List<String> MANY = List.of(CHUNK, ASSEMBLE, EXPORT, SOUND_FETCH, SOUND);

  private Journey() {}

  /** Who does what. */
  public record Stages(
      Fetch fetch,
      CutClip clip,
      Inspect inspect,
      Join join,
      Decrypt decrypt,
      CutSource cut,
      RemuxSource remux,
      Transcode transcode,
      EncodeChunk chunk,
      Assemble assemble,
      MakeWebm webm,
      Sign sign,
      Hash hash,
      ExtractTexts texts,
      Erase erase) {}

  /** Tells the queue who does what; before it starts. */
  public static void register(JobQueue queue, Stages stages) {
    queue.register(FETCH, Lane.FETCH, stages.fetch());
    // By key frame it is copying, for which nobody should wait behind encodings.
    queue.register(CLIP, Lane.FETCH, stages.clip());
    queue.register(EXACT_CLIP, Lane.HEAVY, stages.clip());
    queue.register(INSPECT, Lane.QUICK, stages.inspect());
    queue.register(JOIN, Lane.HEAVY, stages.join());
    // Copying, too.
    queue.register(DECRYPT, Lane.FETCH, stages.decrypt());
    queue.register(CUT, Lane.HEAVY, stages.cut());
    // Mostly copying: it must not wait behind encodings of minutes.
    queue.register(REMUX, Lane.QUICK, stages.remux());
    queue.register(TRANSCODE, Lane.HEAVY, stages.transcode());
    queue.register(CHUNK, Lane.HEAVY, stages.chunk());
    queue.register(ASSEMBLE, Lane.HEAVY, stages.assemble());
    queue.register(WEBM, Lane.HEAVY, stages.webm());
    // Reading and no more: it must not wait behind encodings either.
    queue.register(SIGN, Lane.FETCH, stages.sign());
    queue.register(HASH, Lane.HEAVY, stages.hash());
    queue.register(TEXTS, Lane.HEAVY, stages.texts());
    queue.register(ERASE, Lane.QUICK, stages.erase());
  }
}
