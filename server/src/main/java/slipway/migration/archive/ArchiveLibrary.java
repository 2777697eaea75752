package slipway.migration.archive;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.migration.Access;
import slipway.migration.CaptionFile;
import slipway.migration.Download;
import slipway.migration.ForeignVideo;
import slipway.migration.VendorException;
import slipway.migration.VendorLibrary;

/** An exported folder as a library: its files are sent, after their sums were checked. */
public final class ArchiveLibrary implements VendorLibrary {
  private static final int PER_PAGE = 100;

  private final Archive archive;
  private final List<UUID> ids;

  /**
   * Looks into the folder.
   *
   * @throws VendorException when there is nothing in it
   */
  public ArchiveLibrary(Archive archive) throws VendorException {
    this.archive = archive;
    try {
      this.ids = archive.ids();
    } catch (IOException unreadable) {
      throw new VendorException("the folder cannot be read", unreadable);
    }
    if (ids.isEmpty()) {
      throw new VendorException("the folder holds no export: there are no videos/<id> in it");
    }
  }

  @Override
  public String vendor() {
    return "slipway";
  }

  @Override
  public String library() {
    return "export";
  }

  @Override
  public Page page(@Nullable String cursor) throws VendorException {
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(ids.size(), from + PER_PAGE);
    List<ForeignVideo> videos = new ArrayList<>();
    for (UUID id : ids.subList(from, to)) {
      videos.add(video(id));
    }
    return new Page(videos, to < ids.size() ? Integer.toString(to) : null);
  }

  private ForeignVideo video(UUID id) throws VendorException {
    Optional<Archive.Entry> found;
    try {
      found = archive.find(id);
    } catch (IOException unreadable) {
      throw new VendorException("videos/" + id + " cannot be read", unreadable);
    }
    if (found.isEmpty()) {
      return ForeignVideo.named(
          id.toString(), "", () -> new Download.None("Its export was not finished."));
    }
    Archive.Entry entry = found.get();
    JsonObject said = entry.said();
    return ForeignVideo.named(id.toString(), said.string("name").orElse(""), () -> file(entry))
        .madeBy(said.string("creator").orElse(null))
        .madeAt(time(said))
        .watchedBy(said.object("policy").map(ArchiveLibrary::access).orElse(Access.open()))
        .describedAs(said.string("description").orElse(null))
        .holding(said.object("meta").orElse(JsonValue.object(Map.of())))
        .keeping(id, said.string("playbackId").orElse(null))
        .shownAt(
            said.number("posterAt")
                .map(BigDecimal::doubleValue)
                .filter(share -> share >= 0 && share <= 1)
                .orElse(null))
        .cutTo(said.object("part").map(ArchiveLibrary::part).orElse(null))
        .with(said, "from");
  }

  /** What cannot be read is refused by the server, so that never more is shown than was. */
  private static ForeignVideo.Part part(JsonObject said) {
    return new ForeignVideo.Part(
        said.number("start").map(BigDecimal::intValue).orElse(-1),
        said.number("length").map(BigDecimal::intValue).orElse(null));
  }

  @Override
  public boolean hasCaptions() {
    return true;
  }

  @Override
  public List<CaptionFile> captions(ForeignVideo video) throws VendorException {
    try {
      Optional<Archive.Entry> entry = archive.find(UUID.fromString(video.id()));
      return entry.isEmpty() ? List.of() : archive.captions(entry.get());
    } catch (IOException unreadable) {
      throw new VendorException("their files cannot be read or are damaged", unreadable);
    }
  }

  private static Download file(Archive.Entry entry) {
    try {
      return Archive.sha256(entry.file()).equals(entry.sha256())
          ? new Download.Local(entry.file(), "the exported original")
          : new Download.None("Its file is damaged: the SHA-256 is another one.");
    } catch (IOException unreadable) {
      return new Download.None("Its file cannot be read.");
    }
  }

  private static @Nullable Instant time(JsonObject said) {
    try {
      return said.string("createdAt").map(Instant::parse).orElse(null);
    } catch (DateTimeException none) {
      return null;
    }
  }

  /** A kind that is not known keeps everybody out. */
  private static Access access(JsonObject policy) {
    String kind = policy.string("kind").orElse("token");
    return new Access(
        List.of("public", "token", "gate").contains(kind) ? kind : "token",
        policy.string("gateId").orElse(null),
        policy.object("gateContext").orElse(null),
        policy.number("refreshSeconds").map(BigDecimal::longValue).orElse(null),
        policy.elements("origins").orElse(List.of()).stream()
            .filter(JsonString.class::isInstance)
            .map(origin -> ((JsonString) origin).value())
            .toList());
  }
}
