package slipway.core.video;

import java.util.List;
import java.util.OptionalLong;

/**
 * Which videos to list, and in which order. Deleted ones are never listed.
 *
 * @param account the owner, or empty for every account (only our own window asks so)
 * @param conditions all must hold
 * @param order first counts most, and what is equal in all of it comes newest serial first; empty
 *     means newest change first, then newest creation
 * @param skip how many to pass over
 * @param limit how many to give at most
 */
public record VideoQuery(
    OptionalLong account, List<Condition> conditions, List<Order> order, int skip, int limit) {

  public VideoQuery {
    conditions = List.copyOf(conditions);
    order = List.copyOf(order);
  }

  /**
   * The fields by which videos are found and sorted. A video without a field matches no condition
   * on it and comes after those that have it, in either direction.
   */
  public enum Field {
    ID,
    SERIAL,
    NAME,
    CREATED_AT,
    /**
     * Microseconds since 1970 in which no other video of the account was created: the time of its
     * creation in milliseconds, then the last three digits of its serial (CF-83).
     */
    BIRTH,
    UPDATED_AT,
    CREATOR,
    PLAYBACK_ID,
    /** {@link Phase#word()}. */
    PHASE,
    /**
     * The phase as its owner sees it, to sort by: {@code deleting}, {@code failed}, {@code
     * processing} until the last rendition is there, {@code ready}, {@code uploading}, or {@code
     * waiting} while the bytes are fetched or looked at.
     */
    STAGE,
    /**
     * {@link Phase#word()}, but of a failed video the kind of its failure, and of a clip that has
     * yet to be cut {@code Cutting}.
     */
    STANDING,
    /** When it is deleted by itself. */
    DELETE_AT,
    /** {@link Source#word()}. */
    SOURCE_KIND,
    SOURCE_URL,
    /** Id of the video that a clip was cut out of. */
    CLIP_OF,
    /** Number of the directory it lies in. */
    DIRECTORY,
    /** The CID of the copy on IPFS, or else the source's URL. */
    IPFS,
    /** 1 when the source was looked at and found to be media, else 0. */
    INSPECTED,
    /** How many of its renditions could not be made. */
    FAILED_RENDITIONS
  }

  /** How a field is compared. */
  public enum Comparison {
    EQUAL,
    GREATER,
    AT_LEAST,
    LESS,
    AT_MOST,
    /**
     * The text occurs somewhere in the field, whatever the case of its ASCII letters; of other
     * letters only as far as the database knows their cases.
     */
    CONTAINS,
    /** Equal to one of the values. */
    ANY_OF
  }

  /**
   * One condition.
   *
   * @param values texts (ids as UUIDs are written) or {@code Long}s (the serial, and times as Unix
   *     milliseconds); exactly one unless {@link Comparison#ANY_OF}
   * @param or conditions of which any will do instead
   */
  public record Condition(
      Field field, Comparison comparison, List<Object> values, List<Condition> or) {
    public Condition {
      values = List.copyOf(values);
      or = List.copyOf(or);
    }

    /** One that nothing else can make up for. */
    public Condition(Field field, Comparison comparison, List<Object> values) {
      this(field, comparison, values, List.of());
    }

    /** The same, or these. */
    public Condition or(Condition... others) {
      return new Condition(field, comparison, values, List.of(others));
    }
  }

  /** One criterion of the order. */
  public record Order(Field field, boolean descending) {}
}
