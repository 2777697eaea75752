package slipway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Authenticate;
import slipway.core.account.ChangeQuota;
import slipway.core.event.RecordEvent;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.Gateways;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.JoinParts;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.ingest.FirstLook;
import slipway.ingest.Receiver;
import slipway.ingest.SweepUploads;
import slipway.ingest.WorkWithoutWriters;
import slipway.ingest.Writers;
import slipway.storage.BlobKeys;

/** Everything that takes bytes in, wired over memory. Files up to 1000 bytes are taken. */
public final class IngestHouse {
  /** What the first look refuses. */
  public static final Failure NOT_MEDIA =
      new Failure(Failure.Kind.NOT_MEDIA, "The file is a text, not a video.");

  public final SettableClock clock = new SettableClock();
  public final CountingIds ids = new CountingIds();
  public final Ports ports = Ports.inMemory();
  public final RecordingWork work = new RecordingWork();
  public final MemoryBlobs blobs = new MemoryBlobs();
  public final UploadSettings settings =
      new UploadSettings(
          Duration.ofHours(12),
          Duration.ofDays(7),
          Duration.ofHours(1),
          Duration.ofDays(1),
          /* maxBytes= */ 1000,
          /* quota= */ null,
          /* maxActiveTasks= */ 100,
          /* maxOpen= */ 20);
  public final RecordEvent record = new RecordEvent(ports.events(), ids);
  public final RequestUpload request =
      new RequestUpload(
          ports.videos(),
          ports.tasks(),
          ports.uploads(),
          record,
          ports.transactions(),
          ids,
          clock,
          settings);
  public final TakeBytes take =
      new TakeBytes(
          ports.videos(),
          ports.tasks(),
          ports.uploads(),
          ports.accounts(),
          work,
          record,
          ports.transactions(),
          clock,
          settings,
          blobs::room);
  public final CreateUpload create =
      new CreateUpload(
          request, take, ports.videos(), ports.uploads(), ports.transactions(), ids, clock);

  public final InMemoryFetchAuthorizations authorizations = new InMemoryFetchAuthorizations();

  /** Nothing on the host {@code forbidden.example} is fetched. */
  public final ImportFromUrl importFromUrl =
      new ImportFromUrl(
          ports.videos(),
          ports.tasks(),
          ports.uploads(),
          work,
          record,
          ports.transactions(),
          ids,
          clock,
          settings,
          new Gateways(List.of("https://gateway.example/ipfs/"), List.of()),
          url ->
              url.contains("//forbidden.example")
                  ? Optional.of("We never go there.")
                  : Optional.empty(),
          authorizations);

  public final JoinParts parts =
      new JoinParts(ports.videos(), ports.uploads(), work, ports.transactions());
  public final MoveVideo move =
      new MoveVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          work,
          record,
          ports.transactions(),
          clock);
  public final RetryVideo retry =
      new RetryVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          work,
          record,
          ports.transactions(),
          clock);
  public final Authenticate authenticate = new Authenticate(ports.accounts());
  public final Writers writers = new Writers(/* softLooks= */ false);
  public final DeleteVideo delete =
      new DeleteVideo(
          ports.videos(),
          ports.tasks(),
          new WorkWithoutWriters(work, ports.uploads(), writers),
          record,
          ports.transactions(),
          clock);
  public final Receiver receiver = new Receiver(take, blobs, new Look());

  /** Cleans up, with this receiver. */
  public SweepUploads sweep(Receiver with) {
    return new SweepUploads(
        new ExpireUploads(
            ports.videos(),
            ports.tasks(),
            ports.uploads(),
            work,
            record,
            ports.transactions(),
            clock),
        writers,
        with);
  }

  /**
   * Bytes that begin with {@code text} are refused, and files that end within that word; the
   * seconds are the third byte, a digit.
   */
  private static final class Look implements FirstLook {
    @Override
    public Verdict judge(byte[] head, boolean complete) {
      if (head.length < 4 && !complete) {
        return new Verdict.NeedMore();
      }
      String start = new String(head, 0, Math.min(4, head.length), StandardCharsets.US_ASCII);
      return "text".startsWith(start) ? new Verdict.Refuse(NOT_MEDIA) : new Verdict.Pass();
    }

    @Override
    public Optional<Measure> measure() {
      return Optional.of(new ThirdByte());
    }
  }

  private static final class ThirdByte implements FirstLook.Measure {
    private int seen;

    @Override
    public boolean isDone() {
      return seen >= 3;
    }

    @Override
    public Optional<Duration> see(ByteBuffer[] buffers) {
      for (ByteBuffer buffer : buffers) {
        ByteBuffer rest = buffer.duplicate();
        while (rest.hasRemaining()) {
          byte next = rest.get();
          if (++seen == 3) {
            return Optional.of(Duration.ofSeconds(next - '0'));
          }
        }
      }
      return Optional.empty();
    }
  }

  /** An account with this key. */
  public void account(long number, String key) {
    ports.accounts().add(Samples.account(number));
    ports.accounts().addKey(Samples.key(number, key));
  }

  /** A new video that waits for its bytes. */
  public RequestUpload.Given ticket() {
    return ticket(Wishes.none());
  }

  /** A new video whose ticket is limited. */
  public RequestUpload.Given ticket(Limits limits) {
    return ticket(limits, /* startBy= */ null);
  }

  /** A new video whose ticket is limited, also in when it may start. */
  public RequestUpload.Given ticket(Limits limits, @Nullable Instant startBy) {
    return request.give(
        new RequestUpload.Asked(
            Samples.account(1),
            "livepeer",
            "key 1",
            "livepeer",
            "a video",
            Wishes.none(),
            limits,
            startBy));
  }

  /** The account of all tickets may store so many bytes. */
  public void quota(long bytes) {
    if (ports.accounts().byNumber(1).isEmpty()) {
      ports.accounts().add(Samples.account(1));
    }
    new ChangeQuota(ports.accounts(), ports.transactions()).change(1, bytes);
  }

  /** A new video with wishes that waits for its bytes. */
  public RequestUpload.Given ticket(Wishes wishes) {
    return request.give(
        new RequestUpload.Asked(
            Samples.account(1), "livepeer", "key 1", "livepeer", "a video", wishes));
  }

  /** A video that is to be fetched from this URL. */
  public ImportFromUrl.Given imported(String url) {
    return importFromUrl.take(
        new ImportFromUrl.Asked(
            Samples.account(1),
            "livepeer",
            "key 1",
            "a video",
            importFromUrl.gateways().source(url),
            Wishes.none(),
            /* sameWithin= */ null));
  }

  /** An upload as it is kept now. */
  public Upload upload(String id) {
    return ports.uploads().byId(id).orElseThrow();
  }

  /** The video of an upload as it is kept now. */
  public Video videoOf(Upload upload) {
    return ports.videos().byId(upload.video()).orElseThrow();
  }

  /** The phase of the video of an upload. */
  public Phase phaseOf(Upload upload) {
    return videoOf(upload).phase();
  }

  /** The stored bytes of an upload as text. */
  public String stored(Upload upload) {
    String text = blobs.text(BlobKeys.source(upload.video()));
    return text == null ? "nothing" : text;
  }
}
