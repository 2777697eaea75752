package slipway.migration;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/**
 * A video of a library elsewhere, in our words.
 *
 * @param id what it is called there
 * @param creator the owner's own id of whoever made it
 * @param keepId its id, where that is a UUID
 * @param keepPlaybackId what viewers know it by, where our playback ids look like that
 * @param description a text for the owner
 * @param meta what the owner kept with it, without its name
 * @param details what else is known of it; nothing of it is lost, though no dialect may show it
 * @param posterAt where in the video its picture is taken, 0 for its beginning and 1 for its end
 * @param part what of its file it shows, {@code null} for all of it
 * @param file finds out where its file lies
 */
public record ForeignVideo(
    String id,
    String name,
    @Nullable String creator,
    Access access,
    @Nullable Instant createdAt,
    @Nullable UUID keepId,
    @Nullable String keepPlaybackId,
    @Nullable String description,
    JsonObject meta,
    JsonObject details,
    @Nullable Double posterAt,
    @Nullable Part part,
    Locator file) {
  private static final int LONGEST_DETAILS = 40_000;
  private static final JsonObject NOTHING = JsonValue.object(Map.of());

  /**
   * A part of a file.
   *
   * @param start its second in the file, from 0
   * @param length in seconds; {@code null} for all that follows
   */
  public record Part(int start, @Nullable Integer length) {}

  /** Finds out where a file lies; may ask the vendor, and may be asked again. */
  @FunctionalInterface
  public interface Locator {
    Download find() throws VendorException, InterruptedException;
  }

  /** A video of which nothing but its name is known yet. */
  public static ForeignVideo named(String id, String name, Locator file) {
    return new ForeignVideo(
        id,
        OneLine.of(name, OneLine.NAME),
        /* creator= */ null,
        Access.open(),
        /* createdAt= */ null,
        /* keepId= */ null,
        /* keepPlaybackId= */ null,
        /* description= */ null,
        NOTHING,
        NOTHING,
        /* posterAt= */ null,
        /* part= */ null,
        file);
  }

  public ForeignVideo madeBy(@Nullable String who) {
    String line = who == null ? "" : OneLine.of(who, OneLine.CREATOR);
    return new ForeignVideo(
        id,
        name,
        line.isEmpty() ? null : line,
        access,
        createdAt,
        keepId,
        keepPlaybackId,
        description,
        meta,
        details,
        posterAt,
        part,
        file);
  }

  public ForeignVideo madeAt(@Nullable Instant when) {
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        when,
        keepId,
        keepPlaybackId,
        description,
        meta,
        details,
        posterAt,
        part,
        file);
  }

  public ForeignVideo watchedBy(Access whom) {
    return new ForeignVideo(
        id,
        name,
        creator,
        whom,
        createdAt,
        keepId,
        keepPlaybackId,
        description,
        meta,
        details,
        posterAt,
        part,
        file);
  }

  public ForeignVideo keeping(@Nullable UUID oldId, @Nullable String oldPlaybackId) {
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        createdAt,
        oldId,
        oldPlaybackId,
        description,
        meta,
        details,
        posterAt,
        part,
        file);
  }

  /** With those members of what the vendor says that have a value. */
  public ForeignVideo with(JsonObject said, String... members) {
    var more = new LinkedHashMap<>(details.members());
    for (String member : members) {
      said.member(member)
          .filter(value -> !(value instanceof JsonValue.JsonNull))
          .ifPresent(value -> more.put(member, value));
    }
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        createdAt,
        keepId,
        keepPlaybackId,
        description,
        meta,
        fitting(new JsonObject(more)),
        posterAt,
        part,
        file);
  }

  /** With a text for its owner. */
  public ForeignVideo describedAs(@Nullable String text) {
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        createdAt,
        keepId,
        keepPlaybackId,
        text,
        meta,
        details,
        posterAt,
        part,
        file);
  }

  /** With its picture taken there. */
  public ForeignVideo shownAt(@Nullable Double share) {
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        createdAt,
        keepId,
        keepPlaybackId,
        description,
        meta,
        details,
        share,
        part,
        file);
  }

  /** Showing only a part of its file. */
  public ForeignVideo cutTo(@Nullable Part only) {
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        createdAt,
        keepId,
        keepPlaybackId,
        description,
        meta,
        details,
        posterAt,
        only,
        file);
  }

  /** With those members of what the owner kept with it that are not its name. */
  public ForeignVideo holding(JsonObject kept) {
    var rest = new LinkedHashMap<>(kept.members());
    rest.remove("name");
    return new ForeignVideo(
        id,
        name,
        creator,
        access,
        createdAt,
        keepId,
        keepPlaybackId,
        description,
        fitting(new JsonObject(rest)),
        details,
        posterAt,
        part,
        file);
  }

  /** One video that is full of words must not keep the others out. */
  private static JsonObject fitting(JsonObject said) {
    return Json.write(said).length <= LONGEST_DETAILS
        ? said
        : JsonValue.object(Map.of("leftOut", new JsonValue.JsonString("it was too long")));
  }
}
