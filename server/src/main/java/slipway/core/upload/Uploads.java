package slipway.core.upload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All uploads. */
public interface Uploads {

  void add(Upload upload);

  /** Keeps the upload's new state. */
  void update(Upload upload);

  Optional<Upload> byId(String id);

  Optional<Upload> byTicketHash(String hash);

  /** The upload that feeds a video. */
  Optional<Upload> ofVideo(UUID video);

  /** The newest upload whose creation had this key (see {@link Birth#requestKey}). */
  Optional<Upload> byRequestKey(String key);

  /** How many uploads of an account are started and not finished. */
  int countOpen(long account);

  /** The same of those that are started through one door. */
  int countOpenAt(String door, long account);

  /**
   * Bytes that running uploads of known length have yet to bring, over all accounts.
   *
   * @param except id of an upload that does not count
   */
  long reserved(String except);

  /**
   * Bytes of an account that are no video's yet: of each running upload its length, or what came
   * while that is unknown, and finished parts of which no whole was made.
   *
   * @param except id of an upload that does not count
   */
  long pendingBytes(long account, String except);

  /** Keeps which uploads make up a whole, in order. */
  void join(String whole, List<String> parts);

  /** The uploads that make up a whole, in order, with repetitions; empty when it is none. */
  List<String> partsOf(String whole);

  /** As {@link #partsOf}, the uploads themselves. */
  List<Upload> uploadsIn(String whole);

  /** How far the parts of a whole are; finished and of no bytes when it has none. */
  PartsTogether together(String whole);

  /**
   * How many wholes wait for the same part as this one does, itself included; the most, if its
   * parts differ in that.
   */
  int mostWaitingWith(String whole);

  /** The wholes to which an upload belongs, each once. */
  List<String> wholesOf(String part);

  /**
   * The parts that were made with the ticket of an upload and have not ended, those touched last
   * come last (REL-82).
   */
  List<Upload> madeWithTicketOf(String upload);

  /** Keeps what was added to the answer that ended an upload; the first one stays. */
  void keepAnswer(String upload, LastAnswer answer);

  /** What {@link #keepAnswer} kept. */
  Optional<LastAnswer> answerOf(String upload);

  /** The whole needs its parts no longer. */
  void forgetParts(String whole);

  /**
   * Unfinished uploads, and parts finished or not, whose time passed before {@code now}, at most
   * {@code limit}, the oldest first.
   *
   * @param after of which it goes on, {@code null} to begin
   */
  List<Upload> overdue(Instant now, @Nullable Upload after, int limit);

  /**
   * Uploads that have every byte and are not finished, untouched since {@code before}, at most
   * {@code limit}, those touched last first. Wholes end with their parts and are none.
   *
   * @param after of which it goes on, {@code null} to begin
   */
  List<Upload> complete(Instant before, @Nullable Upload after, int limit);
}
