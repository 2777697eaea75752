package slipway.testing;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.upload.LastAnswer;
import slipway.core.upload.PartsTogether;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;

/** Uploads in a map. Safe for any thread. */
public final class InMemoryUploads implements Uploads {
  private final Map<String, Upload> uploads = new LinkedHashMap<>();
  private final Map<String, List<String>> parts = new LinkedHashMap<>();
  private final Map<String, LastAnswer> answers = new LinkedHashMap<>();

  @Override
  public synchronized void add(Upload upload) {
    if (uploads.putIfAbsent(upload.id(), upload) != null) {
      throw new IllegalStateException("added twice: " + upload.id());
    }
  }

  @Override
  public synchronized void update(Upload upload) {
    if (uploads.replace(upload.id(), upload) == null) {
      throw new IllegalStateException("never added: " + upload.id());
    }
  }

  @Override
  public synchronized Optional<Upload> byId(String id) {
    return Optional.ofNullable(uploads.get(id));
  }

  @Override
  public synchronized Optional<Upload> byTicketHash(String hash) {
    return uploads.values().stream().filter(upload -> upload.ticketHash().equals(hash)).findFirst();
  }

  @Override
  public synchronized Optional<Upload> ofVideo(UUID video) {
    return uploads.values().stream().filter(upload -> upload.video().equals(video)).findFirst();
  }

  @Override
  public synchronized List<Upload> overdue(Instant now, @Nullable Upload after, int limit) {
    Comparator<Upload> order = Comparator.comparing(Upload::expiresAt).thenComparing(Upload::id);
    return uploads.values().stream()
        .filter(upload -> isMortal(upload) && upload.expiresAt().isBefore(now))
        .filter(upload -> after == null || order.compare(upload, after) > 0)
        .sorted(order)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Upload> complete(Instant before, @Nullable Upload after, int limit) {
    Comparator<Upload> order = Comparator.comparing(Upload::touchedAt).thenComparing(Upload::id);
    return uploads.values().stream()
        .filter(upload -> upload.state() == Upload.State.OPEN && !upload.isJoined())
        .filter(Upload::isComplete)
        .filter(upload -> upload.touchedAt().isBefore(before))
        .filter(upload -> after == null || order.compare(upload, after) < 0)
        .sorted(order.reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<Upload> byRequestKey(String key) {
    return uploads.values().stream()
        .filter(upload -> key.equals(upload.birth().requestKey()))
        .max(Comparator.comparing(Upload::createdAt));
  }

  @Override
  public synchronized int countOpen(long account) {
    return (int)
        uploads.values().stream()
            .filter(upload -> upload.account() == account && upload.isUnfinished())
            .count();
  }

  @Override
  public synchronized int countOpenAt(String door, long account) {
    return (int)
        uploads.values().stream()
            .filter(upload -> upload.account() == account && upload.isUnfinished())
            .filter(upload -> upload.door().equals(door))
            .count();
  }

  @Override
  public synchronized long reserved(String except) {
    return uploads.values().stream()
        .filter(upload -> isRunning(upload) && !upload.id().equals(except))
        .mapToLong(upload -> upload.length() == null ? 0 : upload.length() - upload.offset())
        .sum();
  }

  @Override
  public synchronized long pendingBytes(long account, String except) {
    return uploads.values().stream()
        .filter(upload -> upload.account() == account && !upload.id().equals(except))
        .filter(upload -> isRunning(upload) || isUnusedPart(upload))
        .mapToLong(upload -> upload.length() == null ? upload.offset() : upload.length())
        .sum();
  }

  private static boolean isRunning(Upload upload) {
    return upload.isUnfinished() && !upload.isJoined();
  }

  private static boolean isUnusedPart(Upload upload) {
    return upload.state() == Upload.State.FINISHED && upload.isPart() && !upload.inWhole();
  }

  @Override
  public synchronized void join(String whole, List<String> all) {
    parts.put(whole, List.copyOf(all));
  }

  @Override
  public synchronized List<String> partsOf(String whole) {
    return parts.getOrDefault(whole, List.of());
  }

  @Override
  public synchronized List<Upload> uploadsIn(String whole) {
    return partsOf(whole).stream().flatMap(part -> byId(part).stream()).toList();
  }

  @Override
  public synchronized PartsTogether together(String whole) {
    List<Upload> all = uploadsIn(whole);
    return new PartsTogether(
        all.stream().allMatch(part -> part.length() != null),
        all.stream().allMatch(part -> part.state() == Upload.State.FINISHED),
        all.stream().map(Upload::length).filter(Objects::nonNull).mapToLong(Long::longValue).sum());
  }

  @Override
  public synchronized int mostWaitingWith(String whole) {
    return partsOf(whole).stream()
        .mapToInt(part ->
            (int)
                wholesOf(part).stream()
                    .flatMap(other -> byId(other).stream())
                    .filter(other -> other.state() == Upload.State.OPEN)
                    .count())
        .max()
        .orElse(0);
  }

  @Override
  public synchronized List<String> wholesOf(String part) {
    return parts.keySet().stream().filter(whole -> partsOf(whole).contains(part)).sorted().toList();
  }

  @Override
  public synchronized List<Upload> madeWithTicketOf(String ticketed) {
    return uploads.values().stream()
        .filter(upload -> ticketed.equals(upload.birth().ticketOf()))
        .filter(upload -> upload.state() != Upload.State.EXPIRED)
        .sorted(Comparator.comparing(Upload::touchedAt).thenComparing(Upload::id))
        .toList();
  }

  @Override
  public synchronized void keepAnswer(String upload, LastAnswer answer) {
    answers.putIfAbsent(upload, answer);
  }

  @Override
  public synchronized Optional<LastAnswer> answerOf(String upload) {
    return Optional.ofNullable(answers.get(upload));
  }

  @Override
  public synchronized void forgetParts(String whole) {
    parts.remove(whole);
  }

  private static boolean isMortal(Upload upload) {
    return upload.state() == Upload.State.TICKETED
        || upload.isUnfinished()
        || (upload.state() == Upload.State.FINISHED && upload.isPart());
  }
}
