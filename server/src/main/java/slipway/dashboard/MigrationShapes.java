package slipway.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.migration.Migrated;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Failure;
import slipway.core.video.Particulars;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.json.Json;
import slipway.json.JsonValue;

/** What is said about bringing whole libraries over, and about taking them away. */
final class MigrationShapes {
  private MigrationShapes() {}

  /**
   * Some videos of a library elsewhere.
   *
   * @param account number of our account, the first one by default
   * @param ladder whether smaller renditions are to be made; they are by default
   * @param again whether those are fetched once more for which that failed
   */
  record Batch(
      @Nullable Long account,
      String vendor,
      String library,
      @Nullable Boolean ladder,
      @Nullable Boolean again,
      List<Item> videos) {}

  /**
   * One of them.
   *
   * @param id what it is called there
   * @param url where its file can be fetched; without it the file is to be sent
   * @param shown what is told of that address later; by default the address without its query
   * @param keepId the id that it shall have here, if it is free
   * @param keepPlaybackId as well
   * @param description a text for its owner
   * @param meta an object of the owner's own
   * @param posterAt where in the video its picture is taken, from 0 to 1
   * @param part what of its file it is to show, {@code null} for all of it
   * @param taken which file that is, in words
   * @param details what else is known of it, kept as it is
   */
  record Item(
      String id,
      String name,
      @Nullable String url,
      @Nullable String shown,
      @Nullable String creator,
      @Nullable PolicyShape policy,
      @Nullable Instant createdAt,
      @Nullable UUID keepId,
      @Nullable String keepPlaybackId,
      @Nullable String description,
      @Nullable JsonValue meta,
      @Nullable Double posterAt,
      @Nullable PartShape part,
      String taken,
      @Nullable JsonValue details) {}

  /**
   * A part of a file, in seconds.
   *
   * @param length {@code null} for all that follows
   */
  record PartShape(int start, @Nullable Integer length) {
    static @Nullable PartShape of(Particulars said) {
      Integer start = said.clipStart();
      return start == null ? null : new PartShape(start, said.clipLength());
    }
  }

  /**
   * Who may watch.
   *
   * @param kind {@code public}, {@code token} or {@code gate}
   */
  record PolicyShape(
      String kind,
      @Nullable String gateId,
      @Nullable JsonValue gateContext,
      @Nullable Long refreshSeconds,
      @Nullable List<String> origins) {
    private static final long LONGEST_REFRESH = Duration.ofDays(365).toSeconds();
    private static final int MOST_ORIGINS = 100;

    static PolicyShape of(Policy policy) {
      String context = policy.gateContext();
      Duration refresh = policy.refreshAfter();
      return new PolicyShape(
          policy.kind().name().toLowerCase(Locale.ROOT),
          policy.gateId(),
          context == null ? null : Json.tree(context),
          refresh == null ? null : (Long) refresh.toSeconds(),
          policy.origins());
    }

    Policy policy() {
      List<String> places = origins == null ? List.of() : origins;
      places.forEach(place -> MigrationTexts.line("origins", place, /* most= */ 300));
      if (places.size() > MOST_ORIGINS) {
        throw MigrationTexts.bad("origins", "must be " + MOST_ORIGINS + " at most");
      }
      if (refreshSeconds != null && (refreshSeconds < 0 || refreshSeconds > LONGEST_REFRESH)) {
        throw MigrationTexts.bad("refreshSeconds", "must be between 0 and a year");
      }
      return new Policy(
          kindOf(),
          gateId == null ? null : MigrationTexts.line("gateId", gateId, /* most= */ 200),
          MigrationTexts.jsonOrNull("gateContext", gateContext),
          refreshSeconds == null ? null : Duration.ofSeconds(refreshSeconds),
          places);
    }

    private Policy.Kind kindOf() {
      return switch (kind) {
        case "public" -> Policy.Kind.PUBLIC;
        case "token" -> Policy.Kind.TOKEN;
        case "gate" -> Policy.Kind.GATE;
        default ->
            throw new ProblemException(
                new Problem.BadField("kind", "must be public, token or gate"));
      };
    }
  }

  /**
   * How asking for one ended.
   *
   * @param outcome {@code born}, {@code known} (it was here), {@code busy} (ask again soon) or
   *     {@code refused}
   * @param reason why it was refused, or why the video failed
   * @param tusEndpoint where its file is awaited
   */
  record Taken(
      String id,
      String outcome,
      @Nullable UUID video,
      @Nullable String phase,
      @Nullable String reason,
      @Nullable String tusEndpoint) {}

  record TakenAll(List<Taken> videos) {}

  /** A question for some videos of a library. */
  record Question(@Nullable Long account, String vendor, String library, List<String> ids) {}

  /**
   * How a video that is here gets on.
   *
   * @param phase as everywhere in this API; {@code Deleting} also when it is gone
   * @param reason why it failed
   * @param taken which file was taken, in words
   * @param whole whether what belongs to it came as well, such as captions
   */
  record State(
      String id, UUID video, String phase, @Nullable String reason, String taken, boolean whole) {
    static State of(Migrated entry, Video video) {
      return new State(
          entry.foreign().id(),
          video.id(),
          video.phase().word(),
          reasonOf(video),
          entry.taken(),
          entry.whole());
    }
  }

  /**
   * What belongs to a video that is here.
   *
   * @param captions those of them that are sent with this; of each language one is kept
   * @param whole whether there are no more
   */
  record Belongings(
      @Nullable Long account,
      String vendor,
      String library,
      String id,
      List<CaptionItem> captions,
      boolean whole) {}

  /**
   * A caption.
   *
   * @param language as the vendor says it, a tag or three letters
   * @param label what players call it; the language's own name by default
   * @param forDeaf whether it also says what else is heard
   * @param text SRT or WebVTT
   */
  record CaptionItem(String language, @Nullable String label, boolean forDeaf, String text) {}

  /**
   * How that ended.
   *
   * @param trouble of each caption that was not taken, why
   */
  record Belonged(String id, List<String> trouble) {}

  record States(List<State> videos) {}

  static @Nullable String reasonOf(Video video) {
    return video.phase() instanceof Phase.Failed(Failure why) ? why.sentence() : null;
  }
}
