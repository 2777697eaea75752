package slipway.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.caption.Caption;
import slipway.core.caption.Captions;
import slipway.core.migration.Foreign;
import slipway.core.migration.Ledger;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Particulars;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;

/**
 * {@code GET /admin/migration/originals}: all videos with everything that another house would want
 * to know of them, oldest first, so that none is left out while others come. No keys, no tickets.
 */
final class ListOriginals implements Handler {
  private static final int PER_PAGE = 100;

  private final Videos videos;
  private final Ledger ledger;
  private final Captions captions;

  ListOriginals(Videos videos, Ledger ledger, Captions captions) {
    this.videos = videos;
    this.ledger = ledger;
    this.captions = captions;
  }

  /** Where a video came from. */
  record From(
      String vendor, String library, String id, String taken, @Nullable JsonValue details) {}

  /**
   * A caption that the owner sent; what the file itself holds is not told apart from it.
   *
   * @param number by which its text is had
   */
  record CaptionOf(long number, String language, String label, boolean forDeaf, Instant updatedAt) {
    static CaptionOf of(Caption caption) {
      return new CaptionOf(
          caption.number(),
          caption.language(),
          caption.label(),
          caption.kind() == Caption.Kind.CAPTIONS,
          caption.updatedAt());
    }
  }

  /**
   * A video.
   *
   * @param size of its file in bytes; absent while that is not here
   * @param sha256 of its file; absent while it is being computed
   * @param part what of its file it shows; absent for all of it
   * @param container FFmpeg's name of what the file is
   */
  record Original(
      UUID id,
      long serial,
      String playbackId,
      long account,
      String name,
      @Nullable String description,
      @Nullable String creator,
      MigrationShapes.PolicyShape policy,
      @Nullable JsonValue meta,
      @Nullable Double posterAt,
      MigrationShapes.@Nullable PartShape part,
      Instant createdAt,
      Instant updatedAt,
      String phase,
      @Nullable String reason,
      @Nullable Long size,
      @Nullable String sha256,
      @Nullable String container,
      List<CaptionOf> captions,
      @Nullable From from) {}

  record Page(List<Original> videos, @Nullable String next) {}

  @Override
  public Response handle(Request request) {
    long after = number(request, "after").orElse(0L);
    List<Video> found =
        videos.find(
            new VideoQuery(
                number(request, "account").map(OptionalLong::of).orElse(OptionalLong.empty()),
                List.of(new Condition(Field.SERIAL, Comparison.GREATER, List.of(after))),
                List.of(new VideoQuery.Order(Field.SERIAL, /* descending= */ false)),
                /* skip= */ 0,
                PER_PAGE));
    String next = found.size() < PER_PAGE ? null : Long.toString(found.getLast().serial());
    return AdminKey.json(200, new Page(found.stream().map(this::original).toList(), next));
  }

  private Original original(Video video) {
    Content content = video.content();
    Facts facts = video.facts();
    Particulars particulars = video.wishes().particulars();
    String meta = video.wishes().details().meta();
    return new Original(
        video.id(),
        video.serial(),
        video.playbackId(),
        video.account(),
        video.name(),
        particulars == null ? null : particulars.description(),
        video.wishes().creator(),
        MigrationShapes.PolicyShape.of(video.wishes().effectivePolicy()),
        meta == null ? null : Json.tree(meta),
        video.wishes().details().posterAt(),
        MigrationShapes.PartShape.of(video.wishes().effectiveParticulars()),
        video.createdAt(),
        video.updatedAt(),
        video.phase().word(),
        MigrationShapes.reasonOf(video),
        content == null ? null : (Long) content.size(),
        content == null ? null : content.sha256(),
        facts == null ? null : facts.container().orElse(null),
        captions.of(video.id()).stream()
            .filter(caption -> caption.origin() == Caption.Origin.UPLOADED)
            .map(CaptionOf::of)
            .toList(),
        ledger
            .ofVideo(video.id())
            .map(entry -> from(entry.foreign(), entry.taken(), entry.details()))
            .orElse(null));
  }

  private static From from(Foreign foreign, String taken, @Nullable String details) {
    return new From(
        foreign.vendor(),
        foreign.library(),
        foreign.id(),
        taken,
        details == null ? null : Json.tree(details));
  }

  private static Optional<Long> number(Request request, String name) {
    Optional<String> text = request.query().first(name).filter(value -> !value.isBlank());
    try {
      return text.map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw MigrationTexts.bad(name, "must be a whole number");
    }
  }
}
