package slipway.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Export;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;
import slipway.core.video.Videos;

/** Videos in a map. Safe for any thread. */
public final class InMemoryVideos implements Videos {
  private final Map<UUID, Video> videos = new LinkedHashMap<>();
  private final Renditions renditions;
  private long lastSerial;

  /** Where no video has renditions. */
  public InMemoryVideos() {
    this(new InMemoryRenditions());
  }

  /** With the renditions by which videos may be found, too. */
  public InMemoryVideos(Renditions renditions) {
    this.renditions = renditions;
  }

  @Override
  public synchronized long nextSerial() {
    return ++lastSerial;
  }

  @Override
  public synchronized void add(Video video) {
    if (videos.putIfAbsent(video.id(), video) != null) {
      throw new IllegalStateException("added twice: " + video.id());
    }
  }

  @Override
  public synchronized void update(Video video) {
    if (videos.replace(video.id(), video) == null) {
      throw new IllegalStateException("never added: " + video.id());
    }
  }

  @Override
  public synchronized Optional<Video> byId(UUID id) {
    return Optional.ofNullable(videos.get(id));
  }

  @Override
  public synchronized Optional<Video> byPlaybackId(String playbackId) {
    return videos.values().stream()
        .filter(video -> video.playbackId().equals(playbackId))
        .findFirst();
  }

  @Override
  public synchronized List<Video> find(VideoQuery query) {
    return videos.values().stream()
        .filter(video -> matches(query, video))
        .sorted(order(query.order()))
        .skip(query.skip())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized long count(VideoQuery query) {
    return videos.values().stream().filter(video -> matches(query, video)).count();
  }

  @Override
  public synchronized long storedBytes(long account) {
    return videos.values().stream()
        .filter(video -> video.account() == account && !video.isDeleted())
        .map(Video::content)
        .mapToLong(content -> content == null ? 0 : content.size())
        .sum();
  }

  @Override
  public synchronized Duration length(VideoQuery query) {
    return videos.values().stream()
        .filter(video -> matches(query, video))
        .flatMap(video -> video.plays().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public synchronized Duration held(long account) {
    return videos.values().stream()
        .filter(video -> video.account() == account && !video.isDeleted())
        .map(Video::held)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private boolean matches(VideoQuery query, Video video) {
    boolean owned = query.account().isEmpty() || query.account().getAsLong() == video.account();
    return owned
        && !video.isDeleted()
        && query.conditions().stream().allMatch(condition -> holds(condition, video));
  }

  private boolean holds(Condition condition, Video video) {
    return Comparisons.hold(
            field(condition.field(), video), condition.comparison(), condition.values())
        || condition.or().stream().anyMatch(other -> holds(other, video));
  }

  private Comparator<Video> order(List<Order> wanted) {
    List<Order> orders =
        wanted.isEmpty()
            ? List.of(new Order(Field.UPDATED_AT, true), new Order(Field.CREATED_AT, true))
            : wanted;
    Comparator<Video> order = (_, _) -> 0;
    for (Order one : orders) {
      order =
          order.thenComparing(
              video -> field(one.field(), video), Comparisons.missingLast(one.descending()));
    }
    return order.thenComparing(Comparator.comparingLong(Video::serial).reversed());
  }

  private @Nullable Object field(Field field, Video video) {
    return switch (field) {
      case ID -> video.id().toString();
      case SERIAL -> video.serial();
      case NAME -> video.name();
      case CREATED_AT -> video.createdAt().toEpochMilli();
      case BIRTH -> video.createdAt().toEpochMilli() * 1000 + video.serial() % 1000;
      case UPDATED_AT -> video.updatedAt().toEpochMilli();
      case CREATOR -> video.wishes().creator();
      case PLAYBACK_ID -> video.playbackId();
      case PHASE -> video.phase().word();
      case STAGE ->
          switch (video.phase()) {
            case Phase.AwaitingBytes _, Phase.Receiving _ -> "uploading";
            case Phase.Fetching _, Phase.Inspecting _ -> "waiting";
            case Phase.Processing _, Phase.Viewable _ -> "processing";
            case Phase.Ready _ -> "ready";
            case Phase.Failed _ -> "failed";
            case Phase.Deleting _ -> "deleting";
          };
      case STANDING ->
          video.phase() instanceof Phase.Failed(var why)
              ? why.kind().name()
              : video.isFetching() && video.source() instanceof Source.Clip
                  ? "Cutting"
                  : video.phase().word();
      case DELETE_AT -> {
        Instant at = video.wishes().details().deleteAt();
        yield at == null ? null : at.toEpochMilli();
      }
      case SOURCE_KIND -> video.source().word();
      case CLIP_OF -> video.source() instanceof Source.Clip clip ? clip.video().toString() : null;
      case IPFS -> ipfs(video);
      case SOURCE_URL -> video.source().fetched().map(Source.Url::url).orElse(null);
      case DIRECTORY -> video.wishes().effectiveParticulars().directory();
      case INSPECTED -> video.facts() == null ? 0L : 1L;
      case FAILED_RENDITIONS ->
          renditions.all(video.id()).stream()
              .filter(one -> one.state() == Rendition.State.FAILED)
              .count();
    };
  }

  private static @Nullable String ipfs(Video video) {
    Export export = video.wishes().export();
    if (export != null && export.place() != null) {
      return export.place().cid();
    }
    return video.source().fetched().map(Source.Url::url).orElse(null);
  }

  /** How the in-memory lists compare; what a database does by itself. */
  static final class Comparisons {
    private Comparisons() {}

    static boolean hold(@Nullable Object value, Comparison comparison, List<Object> wanted) {
      if (value == null) {
        return false;
      }
      return switch (comparison) {
        case EQUAL -> value.equals(wanted.getFirst());
        case GREATER -> compare(value, wanted.getFirst()) > 0;
        case AT_LEAST -> compare(value, wanted.getFirst()) >= 0;
        case LESS -> compare(value, wanted.getFirst()) < 0;
        case AT_MOST -> compare(value, wanted.getFirst()) <= 0;
        case CONTAINS -> lower(value).contains(lower(wanted.getFirst()));
        case ANY_OF -> wanted.contains(value);
      };
    }

    static Comparator<@Nullable Object> missingLast(boolean descending) {
      Comparator<Object> order = Comparisons::compare;
      return Comparator.nullsLast(descending ? order.reversed() : order);
    }

    private static int compare(Object one, Object other) {
      return one instanceof Long number
          ? Long.compare(number, (Long) other)
          : one.toString().compareTo(other.toString());
    }

    private static String lower(Object text) {
      return text.toString().toLowerCase(Locale.ROOT);
    }
  }
}
