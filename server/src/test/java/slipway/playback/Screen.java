package slipway.playback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import slipway.config.ByteSize;
import slipway.core.Changes;
import slipway.core.access.Verdict;
import slipway.core.policy.Policy;
import slipway.core.rendition.Rendition;
import slipway.core.video.Content;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Site;
import slipway.storage.BlobKeys;
import slipway.storage.cache.FileCache;
import slipway.storage.file.FileBlobs;
import slipway.testing.Clips;
import slipway.testing.InMemoryChunks;
import slipway.testing.InMemoryDownloads;
import slipway.testing.InMemoryProtections;
import slipway.testing.InMemorySounds;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.tokens.JoseTokens;

/** The playback area over real files and ports in memory, called without a socket. */
final class Screen {
  final Ports ports = Ports.inMemory();
  final InMemoryChunks chunks = new InMemoryChunks();
  final InMemorySounds sounds = new InMemorySounds();
  final InMemoryDownloads downloads = new InMemoryDownloads();
  final InMemoryProtections protections;
  final FileBlobs blobs;
  final Site area;

  /** Draws pictures without FFmpeg: their bytes say what was asked for. */
  final Pencil pencil = new Pencil();

  private final Path folder;

  Screen(Path folder) throws IOException {
    this(folder, new PlaybackSettings(ByteSize.ofMebibytes(64), /* whileUploading= */ true));
  }

  Screen(Path folder, PlaybackSettings settings) throws IOException {
    this(
        folder,
        settings,
        (request, video, use) ->
            video.wishes().effectivePolicy().isPublic()
                ? new Verdict.Allowed(/* anybody= */ true)
                : Verdict.refused(Verdict.Why.NO_PROOF));
  }

  Screen(Path folder, PlaybackSettings settings, Authoriser authoriser) throws IOException {
    this(folder, settings, authoriser, Countries.unknown(), new InMemoryProtections());
  }

  Screen(
      Path folder,
      PlaybackSettings settings,
      Authoriser authoriser,
      Countries countries,
      InMemoryProtections protections)
      throws IOException {
    this.protections = protections;
    this.folder = folder.toRealPath();
    blobs = new FileBlobs(this.folder, /* reserve= */ 0);
    area =
        new Site(
            Playback.areas(
                library(Changes.unseen()),
                authoriser,
                protections,
                new JoseTokens(),
                countries,
                blobs,
                new Indexes(settings),
                settings,
                new Pictures(
                    pencil,
                    new FileCache(
                        folder.resolve("cache-of-pictures"), 1 << 20, new SettableClock()),
                    new PictureSettings(ByteSize.ofMebibytes(1), 1, Duration.ZERO),
                    _ -> true)));
  }

  Library library(Changes changes) {
    return new Library(
        ports.videos(),
        ports.renditions(),
        chunks,
        ports.captions(),
        sounds,
        downloads,
        ports.uploads(),
        changes);
  }

  /** A ready video whose source is a shared clip. */
  Video ready(long serial, String clip, Wishes wishes) throws IOException {
    Video ticket = Samples.video(1, serial, "a video", wishes, new Source.Direct());
    Path source = folder.resolve(BlobKeys.source(ticket.id()));
    Files.createDirectories(source.resolveSibling("."));
    Files.copy(Clips.clip(clip), source);
    Content content = new Content(Files.size(source), null);
    Video video =
        ticket
            .bytesArrived(content, SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START)
            .ready(SettableClock.START);
    ports.videos().add(video);
    ports.renditions().publish(source(video));
    return video;
  }

  static Rendition source(Video video) {
    return new Rendition(
        video.id(), "source", Rendition.Form.SOURCE, BlobKeys.source(video.id()), 1);
  }

  Path sourceFile(Video video) {
    return folder.resolve(BlobKeys.source(video.id()));
  }

  static Wishes privately() {
    return new Wishes(
        new Policy(Policy.Kind.TOKEN, null, null, null, List.of()),
        null,
        null,
        /* downloads= */ false,
        /* provenance= */ false,
        null,
        null,
        null);
  }

  Response get(Video video, String file) {
    return send(Request.to("GET", path(video, file)));
  }

  static String path(Video video, String file) {
    return "/hls/" + video.playbackId() + "/" + file;
  }

  Response send(Request.Builder request) {
    return area.handle(request.build());
  }

  /** As if the answer had been sent or given up. */
  static void release(Response response) {
    switch (response.content()) {
      case slipway.http.Content.Parts parts -> parts.release().run();
      case slipway.http.Content.Stream stream -> stream.release().run();
    }
  }

  /** The body; the answer counts as sent afterwards. */
  static byte[] body(Response response) throws IOException {
    byte[] bytes = response.content().toBytes();
    release(response);
    return bytes;
  }

  /** Files of this screen that the process has open now. */
  long openFiles() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(link -> target(link).startsWith(folder.toString())).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException gone) {
      return "";
    }
  }
}
