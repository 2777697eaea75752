package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.core.video.VideoQuery.Comparison.ANY_OF;
import static slipway.core.video.VideoQuery.Comparison.AT_LEAST;
import static slipway.core.video.VideoQuery.Comparison.AT_MOST;
import static slipway.core.video.VideoQuery.Comparison.CONTAINS;
import static slipway.core.video.VideoQuery.Comparison.EQUAL;
import static slipway.core.video.VideoQuery.Comparison.GREATER;
import static slipway.core.video.VideoQuery.Comparison.LESS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.policy.Policy;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.video.Content;
import slipway.core.video.Details;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;
import slipway.core.video.Videos;
import slipway.core.video.Wishes;

/** What every {@link Videos} does. A subclass only builds empty ports. */
public abstract class VideosContractTest {
  private static final Wishes BY_ANNA =
      new Wishes(null, "anna", null, false, false, null, null, null);

  private Ports ports;
  private Videos videos;

  protected VideosContractTest() {
    ports = Ports.inMemory();
    videos = ports.videos();
  }

  /** Fresh, empty ports. */
  protected abstract Ports ports();

  @BeforeEach
  void open() {
    ports = ports();
    videos = ports.videos();
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
        });
  }

  @Test
  void storedBytes_areThoseOfSources_untilTheVideoIsDeleted() {
    var at = SettableClock.START;
    Video video = Samples.video(1, 1).bytesArrived(new Content(3L << 40, null), at);
    add(video);
    add(Samples.video(1, 2));
    add(Samples.video(2, 3).bytesArrived(new Content(7, null), at));

    assertThat(videos.storedBytes(1)).isEqualTo(3L << 40);
    ports.transactions().change(() -> videos.update(video.deleted(at)));
    assertThat(videos.storedBytes(1)).isZero();
  }

  @Test
  void minutes_areThoseReserved_untilTheLengthIsKnown_andNoneOfWhatFailed() {
    var at = SettableClock.START;
    Video reserving =
        Samples.video(1, 1, "a", lasting(Duration.ofMinutes(10)), new Source.Direct());
    add(reserving);
    add(Samples.video(1, 2));
    add(Samples.video(2, 3, "b", lasting(Duration.ofMinutes(7)), new Source.Direct()));

    assertThat(videos.held(1)).isEqualTo(Duration.ofMinutes(10));
    assertThat(videos.length(query(List.of(), List.of(), 0, 1))).isZero();

    Video known = reserving.bytesArrived(new Content(3, null), at).inspected(Samples.FACTS, at);
    update(known);
    assertThat(videos.held(1)).isEqualTo(Samples.FACTS.duration());
    assertThat(videos.length(query(List.of(), List.of(), 0, 1)))
        .isEqualTo(Samples.FACTS.duration());

    update(known.failed(new Failure(Failure.Kind.INTERNAL, "a"), at));
    assertThat(videos.held(1)).isZero();
    assertThat(videos.length(query(List.of(), List.of(), 0, 1))).isZero();
  }

  private static Wishes lasting(Duration longest) {
    Instant until = SettableClock.START.plus(longest);
    return Wishes.none().with(new Details(null, null, null, until, longest, null, null));
  }

  @Test
  @DisplayName("CF-69 a source's URL of 8 KB is kept, found and may change")
  void longestSource_isKeptAndFound() {
    // Of no pattern: some databases make small what repeats, and would hide a limit of their own.
    Random random = new Random(1);
    StringBuilder url = new StringBuilder("https://bucket.example/clip.mp4?signature=");
    while (url.length() < 8192) {
      url.append(Character.forDigit(random.nextInt(36), 36));
    }
    Source.Url longest = new Source.Url(url.toString(), /* gatewayUrl= */ null);
    Video video = Samples.video(1, 1, "a", Wishes.none(), longest);
    add(video);
    update(video.receiving(SettableClock.START));

    assertThat(videos.byId(video.id()).orElseThrow().source()).isEqualTo(longest);
    Condition there = new Condition(Field.SOURCE_URL, EQUAL, List.of(longest.url()));
    assertThat(videos.find(query(List.of(there), List.of(), 0, 10))).hasSize(1);
  }

  @Test
  void births_areInOrderOfMaking_alsoWithinOneMillisecond() {
    for (long serial : new long[] {1, 2, 3}) {
      add(bornAtOnce(serial));
    }
    long second = SettableClock.START.toEpochMilli() * 1000 + 2;

    assertThat(found(Field.BIRTH, LESS, second)).containsExactly(1L);
    assertThat(found(Field.BIRTH, AT_LEAST, second)).containsExactlyInAnyOrder(2L, 3L);
    assertThat(
            videos.find(query(List.of(), List.of(new Order(Field.BIRTH, true)), 0, 10)).stream()
                .map(Video::serial))
        .containsExactly(3L, 2L, 1L);
  }

  private static Video bornAtOnce(long serial) {
    Video sample = Samples.video(1, serial);
    return new Video(
        sample.id(),
        serial,
        sample.playbackId(),
        sample.account(),
        sample.name(),
        sample.madeBy(),
        sample.madeWith(),
        sample.source(),
        sample.wishes(),
        sample.phase(),
        null,
        null,
        sample.journey(),
        SettableClock.START,
        SettableClock.START,
        null);
  }

  @Test
  void standing_isThePhase_orTheKindOfFailure() {
    var at = SettableClock.START;
    add(Samples.video(1, 1));
    add(Samples.video(1, 2).failed(new Failure(Failure.Kind.NEVER_CAME, "a"), at));
    add(Samples.video(1, 3).failed(new Failure(Failure.Kind.NOT_MEDIA, "b"), at));

    assertThat(found(Field.STANDING, ANY_OF, "AwaitingBytes", "NEVER_CAME"))
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(found(Field.STANDING, EQUAL, "NOT_MEDIA")).containsExactly(3L);
  }

  @Test
  void whatIsToGoByItself_isFoundByItsTime() {
    add(Samples.video(1, 1));
    add(Samples.video(1, 2, "a", lasting(Duration.ofMinutes(10)), new Source.Direct()));
    long due = SettableClock.START.plus(Duration.ofMinutes(10)).toEpochMilli();

    assertThat(found(Field.DELETE_AT, AT_MOST, due)).containsExactly(2L);
    assertThat(found(Field.DELETE_AT, AT_MOST, due - 1)).isEmpty();
  }

  private List<Long> found(Field field, Comparison comparison, Object... values) {
    return videos
        .find(query(List.of(new Condition(field, comparison, List.of(values))), List.of(), 0, 10))
        .stream()
        .map(Video::serial)
        .toList();
  }

  @Test
  void serials_countFromOne() {
    List<Long> serials =
        ports.transactions().run(() -> List.of(videos.nextSerial(), videos.nextSerial()));

    assertThat(serials).containsExactly(1L, 2L);
  }

  @Test
  void video_comesBackAsItWas_inEveryPhase() {
    Video ticket =
        Samples.video(
            1, 7, "näme 🎬", Samples.EVERY_WISH, new Source.Url("ipfs://x", "https://g/x"));
    add(ticket);
    assertThat(videos.byId(ticket.id())).contains(ticket);

    var at = SettableClock.START.plusMillis(1_234_567);
    Video inspected =
        ticket
            .receiving(at)
            .bytesArrived(new Content(5L << 40, null), at)
            .inspected(Samples.FACTS, at);
    for (Video state :
        List.of(
            ticket.receiving(at),
            inspected,
            inspected.progressed(0.375, at),
            inspected.viewable(at),
            inspected.hashed("ab".repeat(32), at).viewable(at).ready(at),
            inspected.changed("another", "creator-2", Policy.open(), null, null, at),
            inspected.failed(new Failure(Failure.Kind.INTERNAL, "a — sentence"), at))) {
      update(state);

      assertThat(videos.byId(ticket.id())).contains(state);
      assertThat(videos.byPlaybackId(ticket.playbackId())).contains(state);
    }
  }

  @Test
  void unknown_isEmpty() {
    assertThat(videos.byId(CountingIds.uuid(99))).isEmpty();
    assertThat(videos.byPlaybackId("nowhere")).isEmpty();
  }

  @Test
  void deleted_isFoundById_andNeverListed() {
    Video video = Samples.video(1, 1);
    add(video);
    Video deleted = video.deleted(SettableClock.START.plusSeconds(9));
    update(deleted);

    assertThat(videos.byId(video.id())).contains(deleted);
    assertThat(videos.byPlaybackId(video.playbackId())).contains(deleted);
    assertThat(find()).isEmpty();
    assertThat(videos.count(query(List.of(), List.of(), 0, 10))).isZero();
  }

  @Test
  void listing_isOfOneAccount_orOfAll() {
    add(Samples.video(1, 1), Samples.video(2, 2));

    assertThat(find()).containsExactly(1L);
    assertThat(serials(new VideoQuery(OptionalLong.empty(), List.of(), List.of(), 0, 10)))
        .containsExactly(2L, 1L);
  }

  @Test
  void defaultOrder_isNewestChange_thenNewestCreation_thenNewestSerial() {
    Video old = Samples.video(1, 1);
    add(old, Samples.video(1, 2), Samples.video(1, 3));
    update(old.receiving(SettableClock.START.plus(Duration.ofHours(1))));

    assertThat(find()).containsExactly(1L, 3L, 2L);
  }

  @Test
  void pages_doNotOverlap_andCountIgnoresThem() {
    for (int serial = 1; serial <= 5; serial++) {
      add(Samples.video(1, serial));
    }

    assertThat(serials(query(List.of(), List.of(), 0, 2))).containsExactly(5L, 4L);
    assertThat(serials(query(List.of(), List.of(), 2, 2))).containsExactly(3L, 2L);
    assertThat(serials(query(List.of(), List.of(), 4, 2))).containsExactly(1L);
    assertThat(videos.count(query(List.of(), List.of(), 4, 2))).isEqualTo(5);
  }

  @Test
  void order_ofSeveralFields_missingLast() {
    add(
        Samples.video(1, 1, "b", Wishes.none(), new Source.Direct()),
        Samples.video(1, 2, "a", BY_ANNA, new Source.Direct()),
        Samples.video(1, 3, "b", BY_ANNA, new Source.Direct()));

    assertThat(ordered(new Order(Field.NAME, false), new Order(Field.SERIAL, false)))
        .containsExactly(2L, 1L, 3L);
    assertThat(ordered(new Order(Field.NAME, true))).containsExactly(3L, 1L, 2L);
    assertThat(ordered(new Order(Field.CREATOR, false), new Order(Field.SERIAL, false)))
        .containsExactly(2L, 3L, 1L);
    assertThat(ordered(new Order(Field.CREATOR, true), new Order(Field.SERIAL, false)))
        .containsExactly(2L, 3L, 1L);
  }

  @Test
  void conditions_onTexts() {
    add(
        Samples.video(1, 1, "Holiday 100%_\\ at sea", BY_ANNA, new Source.Direct()),
        Samples.video(1, 2, "holidays", Wishes.none(), new Source.Url("https://a/x", null)),
        Samples.video(1, 3, "work ÄRGER", Wishes.none(), new Source.Direct()));

    assertThat(where(Field.NAME, CONTAINS, "HOLIDAY")).containsExactly(2L, 1L);
    assertThat(where(Field.NAME, CONTAINS, "%_\\")).containsExactly(1L);
    assertThat(where(Field.NAME, CONTAINS, "ÄR")).containsExactly(3L);
    assertThat(where(Field.NAME, EQUAL, "work ÄRGER")).containsExactly(3L);
    assertThat(where(Field.NAME, EQUAL, "WORK ÄRGER")).isEmpty();
    assertThat(where(Field.NAME, EQUAL, "' or 1=1 --")).isEmpty();
    assertThat(where(Field.CREATOR, EQUAL, "anna")).containsExactly(1L);
    assertThat(where(Field.SOURCE_URL, EQUAL, "https://a/x")).containsExactly(2L);
    assertThat(where(Field.SOURCE_KIND, EQUAL, "direct")).containsExactly(3L, 1L);
    assertThat(where(Field.SOURCE_KIND, EQUAL, "url")).containsExactly(2L);
    assertThat(where(Field.ID, EQUAL, CountingIds.uuid(2).toString())).containsExactly(2L);
    assertThat(where(Field.ID, GREATER, CountingIds.uuid(1).toString())).containsExactly(3L, 2L);
    assertThat(where(Field.PLAYBACK_ID, EQUAL, "play000000000003")).containsExactly(3L);
    assertThat(where(Field.PHASE, ANY_OF, "AwaitingBytes", "Ready")).containsExactly(3L, 2L, 1L);
    assertThat(where(Field.PHASE, ANY_OF, "Receiving")).isEmpty();
    assertThat(where(Field.PHASE, ANY_OF)).isEmpty();
  }

  @Test
  void conditions_onNumbers_haveExactEdges() {
    add(Samples.video(1, 1), Samples.video(1, 2), Samples.video(1, 3));
    Long second = SettableClock.START.plusSeconds(2).toEpochMilli();

    assertThat(where(Field.CREATED_AT, GREATER, second)).containsExactly(3L);
    assertThat(where(Field.CREATED_AT, AT_LEAST, second)).containsExactly(3L, 2L);
    assertThat(where(Field.CREATED_AT, LESS, second)).containsExactly(1L);
    assertThat(where(Field.CREATED_AT, AT_MOST, second)).containsExactly(2L, 1L);
    assertThat(where(Field.UPDATED_AT, EQUAL, second)).containsExactly(2L);
    assertThat(where(Field.SERIAL, EQUAL, 3L)).containsExactly(3L);
  }

  @Test
  void conditions_mustAllHold() {
    add(Samples.video(1, 1), Samples.video(1, 2));
    List<Condition> both =
        List.of(
            new Condition(Field.NAME, CONTAINS, List.of("video")),
            new Condition(Field.SERIAL, LESS, List.of(2L)));

    assertThat(serials(query(both, List.of(), 0, 10))).containsExactly(1L);
    assertThat(videos.count(query(both, List.of(), 0, 10))).isEqualTo(1);
  }

  @Test
  void conditions_mayBeMadeUpForByOthers() {
    Video looked = Samples.video(1, 2);
    add(Samples.video(1, 1), looked, Samples.video(1, 3));
    var at = SettableClock.START.plusSeconds(5);
    update(looked.bytesArrived(new Content(1, null), at).inspected(Samples.FACTS, at));
    Condition first = new Condition(Field.SERIAL, EQUAL, List.of(1L));
    Condition inspected = new Condition(Field.INSPECTED, EQUAL, List.of(1L));
    Condition third = new Condition(Field.NAME, CONTAINS, List.of("3"));

    assertThat(serials(query(List.of(first.or(inspected)), List.of(), 0, 10)))
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(serials(query(List.of(first.or(inspected, third), inspected), List.of(), 0, 10)))
        .containsExactly(2L);
    assertThat(where(Field.INSPECTED, EQUAL, 0L)).containsExactly(3L, 1L);
  }

  @Test
  void failedRenditions_areCounted() {
    Video video = Samples.video(1, 1);
    add(video, Samples.video(1, 2));
    Rendition rendition =
        Rendition.planned(video.id(), "720p", Rendition.Form.PICTURE, "a/b.mp4", Traits.UNKNOWN);
    ports.transactions().change(() -> ports.renditions().publish(rendition));
    assertThat(where(Field.FAILED_RENDITIONS, GREATER, 0L)).isEmpty();
    ports.transactions().change(() -> ports.renditions().publish(rendition.failed("No.")));
    assertThat(where(Field.FAILED_RENDITIONS, GREATER, 0L)).containsExactly(1L);
    assertThat(where(Field.FAILED_RENDITIONS, EQUAL, 0L)).containsExactly(2L);
  }

  @Test
  void phases_areFoundByTheirWords() {
    Video video = Samples.video(1, 1);
    add(video);
    var at = SettableClock.START.plusSeconds(5);
    Video arrived = video.bytesArrived(new Content(1, null), at);
    for (Video state : List.of(arrived, arrived.inspected(Samples.FACTS, at), arrived.ready(at))) {
      update(state);

      assertThat(where(Field.PHASE, EQUAL, state.phase().word())).containsExactly(1L);
      assertThat(state.phase()).isNotEqualTo(new Phase.AwaitingBytes());
    }
  }

  @Test
  void stages_putPhasesTogetherThatOwnersDoNotTellApart() {
    Video first = Samples.video(1, 1);
    Video second = Samples.video(1, 2);
    Video third = Samples.video(1, 3);
    add(first, second, third);
    var at = SettableClock.START.plusSeconds(5);
    update(first.bytesArrived(new Content(1, null), at));
    update(second.bytesArrived(new Content(1, null), at).inspected(Samples.FACTS, at).ready(at));

    assertThat(ordered(new Order(Field.STAGE, false))).containsExactly(2L, 3L, 1L);
    assertThat(ordered(new Order(Field.STAGE, true))).containsExactly(1L, 3L, 2L);
    assertThat(where(Field.STAGE, EQUAL, "uploading")).containsExactly(3L);
    assertThat(where(Field.STAGE, ANY_OF, "waiting", "ready")).containsExactly(2L, 1L);
  }

  private void add(Video... all) {
    ports.transactions().change(() -> List.of(all).forEach(videos::add));
  }

  private void update(Video video) {
    ports.transactions().change(() -> videos.update(video));
  }

  private List<Long> find() {
    return serials(query(List.of(), List.of(), 0, 10));
  }

  private List<Long> ordered(Order... order) {
    return serials(query(List.of(), List.of(order), 0, 10));
  }

  private List<Long> where(Field field, Comparison comparison, Object... values) {
    return serials(
        query(List.of(new Condition(field, comparison, List.of(values))), List.of(), 0, 10));
  }

  private List<Long> serials(VideoQuery query) {
    return videos.find(query).stream().map(Video::serial).toList();
  }

  private static VideoQuery query(
      List<Condition> conditions, List<Order> order, int skip, int limit) {
    return new VideoQuery(OptionalLong.of(1), conditions, order, skip, limit);
  }
}
