package slipway.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.BusyException;
import slipway.core.rendition.Rendition;
import slipway.core.video.Signing;
import slipway.core.video.Video;
import slipway.http.Headers;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Resource;
import slipway.media.packaging.WrittenResource;
import slipway.storage.Blob;
import slipway.storage.BlobStore;

/**
 * {@code GET /hls/{playbackId}/<rendition>.mp4}: a rendition with its sound as one file (MD-79,
 * LP-127), and {@code .m4a} for sound alone. Only its index is made; picture and sound come from
 * where they lie, so a download costs no room and begins at once. {@code ?download} and {@code
 * ?download=<name>} let a browser save it.
 */
final class ServeMp4 implements ForViewers.Served {
  private static final Logger log = LoggerFactory.getLogger(ServeMp4.class);

  /** What this class answers; all else is somebody else's. */
  static final Pattern NAME = Pattern.compile("([a-z0-9-]{1,64})\\.(mp4|m4a)");

  /** Indexes that are kept between the ranges that a player asks for, in bytes. */
  private static final long KEPT = 64 << 20;

  private static final Duration KEEP = Duration.ofSeconds(30);

  private final Programme programme;
  private final OpenVideos open;
  private final BlobStore blobs;
  private final HeldMemory memory;

  /** While one is made it takes more memory than it is told of. */
  private final Semaphore making = new Semaphore(1, /* fair= */ true);

  private final Cache<Key, Whole> made;

  /**
   * All that are in memory: one that is being sent for longer than the cache has it is no second.
   */
  private final ConcurrentMap<Key, Whole> living = new ConcurrentHashMap<>();

  ServeMp4(Programme programme, OpenVideos open, BlobStore blobs) {
    this(programme, open, blobs, new HeldMemory());
  }

  ServeMp4(Programme programme, OpenVideos open, BlobStore blobs, HeldMemory memory) {
    this.programme = programme;
    this.open = open;
    this.blobs = blobs;
    this.memory = memory;
    this.made =
        Caffeine.newBuilder()
            .maximumWeight(Math.min(KEPT, memory.forCache()))
            .weigher((Key _, Whole whole) -> (int) Math.min(whole.bytes(), Integer.MAX_VALUE))
            .evictionListener((@Nullable Key _, @Nullable Whole whole, RemovalCause _) -> {
              if (whole != null) {
                whole.release();
              }
            })
            .expireAfterAccess(KEEP)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .build();
  }

  /**
   * What is kept of a video.
   *
   * @param signed key of the signed form's blob; empty for the unsigned one
   */
  private record Key(UUID video, List<Rendition> made, String name, String signed) {
    static Key of(Video video, List<Rendition> made, String name) {
      return new Key(
          video.id(), made, name, video.wishes().signed(name).map(Signing.File::blob).orElse(""));
    }
  }

  /**
   * A whole file, which takes memory as long as the cache or an answer that is being sent has it.
   * Made with two holders: the cache, and who made it.
   */
  private final class Whole {
    private final Key key;
    private final Resource resource;
    private final String tag;
    private final long bytes;
    private int holders = 2;

    Whole(Key key, Resource resource) {
      this.key = key;
      this.bytes = resource.memory();
      this.resource = resource;
      this.tag = resource.tag();
      if (!memory.take(bytes)) {
        throw new BusyException(
            new IllegalStateException(bytes + " bytes for a whole file beside " + memory.held()));
      }
      living.put(key, this);
    }

    long bytes() {
      return bytes;
    }

    /** One more holder, who will {@link #release}; false when nobody has it any more. */
    synchronized boolean hold() {
      if (holders == 0) {
        return false;
      }
      holders++;
      return true;
    }

    synchronized void release() {
      holders--;
      if (holders == 0) {
        living.remove(key, this);
        memory.giveBack(bytes);
      }
    }
  }

  /**
   * What is to be sent.
   *
   * @param rendition its name, found among those that there are
   * @param ending {@code mp4} or {@code m4a}
   * @param saveAs under which name it is saved; empty where a browser may play it
   */
  record Wanted(
      Function<Presentation, Optional<String>> rendition, String ending, Optional<String> saveAs) {}

  @Override
  public Response serve(Request request, Video video) throws IOException {
    Matcher name = NAME.matcher(request.path().segments().getLast());
    return name.matches()
        ? serve(
            request,
            video,
            new Wanted(
                _ -> Optional.of(name.group(1)), name.group(2), SaveAs.wanted(request, name)))
        : PlaybackProblems.notFound();
  }

  /** The same where the address does not say which rendition. */
  Response serve(Request request, Video video, Wanted wanted) throws IOException {
    List<Rendition> all = programme.renditionsOf(video);
    // What is to be signed is not handed out before it is (LP-168).
    if (!video.isWatchable() || all.isEmpty() || video.awaitsSigning()) {
      return PlaybackProblems.notFound();
    }
    OpenVideo held = open.hold(video, all, programme.captionsOf(video), programme.soundsOf(video));
    try {
      Optional<Whole> whole =
          wanted
              .rendition()
              .apply(held.presentation())
              .flatMap(name -> whole(held, Key.of(video, all, name)));
      String contentType = wanted.ending().equals("mp4") ? "video/mp4" : "audio/mp4";
      try {
        return whole.isPresent() && whole.get().resource.contentType().equals(contentType)
            ? answer(request, held, whole.get(), wanted.saveAs())
            : PlaybackProblems.notFound();
      } finally {
        whole.ifPresent(Whole::release);
      }
    } finally {
      held.release();
    }
  }

  /** Held for the caller, who releases it. */
  private Optional<Whole> whole(OpenVideo held, Key key) {
    while (true) {
      List<Whole> fresh = new ArrayList<>(1);
      Whole whole =
          made.get(
              key,
              wanted -> {
                Whole sent = living.get(wanted);
                if (sent != null && sent.hold()) {
                  return sent; // the cache has it once more
                }
                make(held, wanted).ifPresent(fresh::add);
                return fresh.isEmpty() ? null : fresh.getFirst();
              });
      if (whole == null || !fresh.isEmpty() || whole.hold()) {
        return Optional.ofNullable(whole);
      }
    }
  }

  /** One after the other; whoever asks for the same one waits for this one. */
  private Optional<Whole> make(OpenVideo held, Key key) {
    making.acquireUninterruptibly();
    try {
      return signed(held, key.signed())
          .or(() -> held.presentation().wholeFile(key.name()))
          .map(resource -> new Whole(key, resource));
    } finally {
      making.release();
    }
  }

  /** What cannot be had signed any more is better than nothing unsigned (MD-87). */
  private Optional<Resource> signed(OpenVideo held, String key) {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try (Blob blob = blobs.open(key).orElseThrow(() -> new NoSuchFileException(key))) {
      return Optional.of(held.over(WrittenResource.read(new BlobSource(blob))));
    } catch (IOException broken) {
      log.error("a signed file is handed out unsigned", broken);
      return Optional.empty();
    }
  }

  /**
   * Somebody's bytes on our origin: a browser plays or saves them and never shows a page (REL-56).
   */
  private static Response answer(
      Request request, OpenVideo held, Whole whole, Optional<String> saveAs) throws IOException {
    Representation file =
        new Representation(
                whole.resource.contentType(),
                whole.resource.length(),
                whole.tag,
                Headers.EMPTY,
                (from, length) -> {
                  whole.hold();
                  return held.content(whole.resource, from, length, whole::release);
                })
            .with("Content-Security-Policy", "sandbox; default-src 'none'")
            .with("Cache-Control", "public, max-age=3600");
    return saveAs.isEmpty()
        ? file.answer(request)
        : file.with("Content-Disposition", SaveAs.disposition(saveAs.get())).answer(request);
  }
}
