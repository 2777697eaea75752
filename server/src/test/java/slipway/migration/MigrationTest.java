package slipway.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.migration.Download.Candidate;
import slipway.migration.MigrationReport.Outcome;
import slipway.migration.MigrationReport.Row;

final class MigrationTest {
  private final Shelf shelf = new Shelf();
  private final House house = new House();

  @Test
  @DisplayName("Every video of every page is brought over once, however little room the house has")
  void all() throws Exception {
    shelf.pages(IntStream.range(0, 7).mapToObj(page -> names(page * 10, 10)).toList());
    house.room = 3;
    MigrationReport report = run(/* retryFailed= */ false);
    assertThat(report.count(Outcome.IMPORTED)).isEqualTo(70);
    assertThat(house.births).hasSize(70).allSatisfy((id, count) -> assertThat(count).isOne());
    assertThat(house.mostUnderWay).isLessThanOrEqualTo(3);
  }

  @Test
  @DisplayName("What is there is not asked for at the vendor's, and not brought again")
  void again() throws Exception {
    shelf.pages(List.of(names(0, 10), names(10, 5)));
    run(false);
    shelf.located.clear();
    MigrationReport second = run(false);
    assertThat(second.count(Outcome.HERE_ALREADY)).isEqualTo(15);
    assertThat(shelf.located).isEmpty();
    assertThat(house.births).hasSize(15).allSatisfy((id, count) -> assertThat(count).isOne());
  }

  @Test
  @DisplayName(
      "A vendor that lists a video twice, or gives its last page for ever, does no harm, and is"
          + " told of")
  void strangePages() throws Exception {
    shelf.pages(List.of(names(0, 10), names(5, 10)));
    shelf.lastPageForEver = true;
    Migration migration = new Migration(shelf, house, false, _ -> {}, _ -> house.work());
    assertThatExceptionOfType(VendorException.class)
        .isThrownBy(migration::run)
        .withMessageContaining("same page");
    assertThat(migration.report().count(Outcome.IMPORTED)).isEqualTo(15);
    assertThat(migration.report().rows().stream().map(Row::id)).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("A file that the vendor has to prepare is asked for again; the rest does not wait")
  void prepared() throws Exception {
    shelf.pages(List.of(names(0, 60)));
    shelf.preparing.put("v0", 3);
    shelf.preparing.put("v30", 1);
    assertThat(run(false).count(Outcome.IMPORTED)).isEqualTo(60);
    assertThat(house.births.keySet()).last().isEqualTo("v0");
  }

  @Test
  @DisplayName("A file that is never prepared is left out in the end, with a reason")
  void neverPrepared() throws Exception {
    shelf.pages(List.of(names(0, 2)));
    shelf.preparing.put("v0", Integer.MAX_VALUE);
    MigrationReport report = run(false);
    assertThat(row(report, "v0").outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(row(report, "v0").reason()).contains("being prepared for too long");
    assertThat(row(report, "v1").outcome()).isEqualTo(Outcome.IMPORTED);
  }

  @Test
  @DisplayName("When one place does not have the file, the next one is tried, and told")
  void elsewhere() throws Exception {
    shelf.pages(List.of(names(0, 3)));
    shelf.places.put("v1", List.of(new Candidate("dead", "the original"), good("v1")));
    shelf.places.put("v2", List.of(new Candidate("dead", "a"), new Candidate("forbidden", "b")));
    MigrationReport report = run(false);
    assertThat(row(report, "v1").outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(row(report, "v1").taken()).isEqualTo("an MP4");
    assertThat(row(report, "v2").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(row(report, "v2").reason()).isEqualTo("We never go there.");
  }

  @Test
  @DisplayName("Where pages move under the reader, they are read until nothing is new")
  void movingPages() throws Exception {
    shelf.moving = new ArrayList<>(names(0, 10));
    MigrationReport report = run(false);
    assertThat(report.rows().stream().map(Row::id))
        .containsExactlyInAnyOrderElementsOf(names(0, 10));
  }

  @Test
  @DisplayName(
      "Captions come after the video, once; what is missing of them is told, and tried again")
  void captions() throws Exception {
    shelf.pages(List.of(names(0, 3)));
    CaptionFile english = new CaptionFile("en", "", false, "WEBVTT");
    shelf.captions.put("v0", List.of(english, new CaptionFile("ger", "", false, "WEBVTT")));
    shelf.captions.put("v1", List.of(english));
    shelf.captions.put("v2", List.of(new CaptionFile("??", "", false, "WEBVTT")));
    shelf.mute = "v1";
    MigrationReport first = run(false);
    assertThat(house.captions).containsEntry("v0", List.of("en", "ger")).doesNotContainKey("v1");
    assertThat(row(first, "v0").isGood()).isTrue();
    assertThat(row(first, "v1").outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(row(first, "v1").reason()).contains("It is silent.");
    assertThat(row(first, "v2").reason()).contains("??");
    shelf.mute = "";
    assertThat(row(run(false), "v1").isGood()).isTrue();
    assertThat(house.captions)
        .containsEntry("v0", List.of("en", "ger"))
        .containsEntry("v1", List.of("en"));
  }

  @Test
  @DisplayName("Killed between the first place and the second, the next run tries the second")
  void killedBetween() throws Exception {
    shelf.pages(List.of(names(0, 1)));
    shelf.places.put("v0", List.of(new Candidate("dead", "the original"), good("v0")));
    house.videos.put(
        "v0", new Destination.State("v0", "uuid", "Failed", "Not there.", "the original", true));
    assertThat(row(run(false), "v0").outcome()).isEqualTo(Outcome.IMPORTED);
    house.videos.put(
        "v0", new Destination.State("v0", "uuid", "Failed", "Broken.", "an MP4", true));
    assertThat(row(run(false), "v0").reason()).isEqualTo("Broken.");
  }

  @Test
  @DisplayName("A video about which the vendor cannot be asked is told of; many in a row end it")
  void silence() throws Exception {
    shelf.pages(List.of(names(0, 40)));
    shelf.silent.addAll(names(0, 9));
    MigrationReport report = run(false);
    assertThat(report.count(Outcome.FAILED)).isEqualTo(9);
    assertThat(report.count(Outcome.IMPORTED)).isEqualTo(31);
    shelf.silent.addAll(names(9, 31));
    house.videos.clear();
    assertThatExceptionOfType(VendorException.class).isThrownBy(() -> run(false));
  }

  @Test
  @DisplayName(
      "A file of ours is sent; one that is not wanted is told of and does not wait for ever")
  void sent() throws Exception {
    shelf.pages(List.of(names(0, 2)));
    shelf.local = true;
    MigrationReport report = run(false);
    assertThat(row(report, "v0").reason()).isEqualTo("It is not wanted.");
    assertThat(row(report, "v1").outcome()).isEqualTo(Outcome.IMPORTED);
  }

  @Test
  @DisplayName("What failed in an earlier run is tried again only when that is wanted")
  void retry() throws Exception {
    shelf.pages(List.of(names(0, 1)));
    shelf.places.put("v0", List.of(new Candidate("dead", "the original")));
    assertThat(row(run(false), "v0").outcome()).isEqualTo(Outcome.FAILED);
    shelf.places.clear();
    assertThat(row(run(false), "v0").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(row(run(true), "v0").outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(house.births).containsEntry("v0", 1);
  }

  @Test
  void noFile_andDeletedHere_areToldAndLeftOut() throws Exception {
    shelf.pages(List.of(names(0, 2)));
    shelf.places.put("v0", List.of());
    house.videos.put("v1", new Destination.State("v1", "uuid", "Deleting", null, "x", false));
    MigrationReport report = run(false);
    assertThat(row(report, "v0").reason()).isEqualTo("There is no file of it.");
    assertThat(row(report, "v1").reason()).contains("deleted here since");
    assertThat(report.count(Outcome.SKIPPED)).isEqualTo(2);
    assertThat(house.births).isEmpty();
  }

  private MigrationReport run(boolean retryFailed) throws Exception {
    return new Migration(shelf, house, retryFailed, _ -> {}, _ -> house.work()).run();
  }

  private static Row row(MigrationReport report, String id) {
    return report.rows().stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> names(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(n -> "v" + n).toList();
  }

  private static Candidate good(String id) {
    return new Candidate("good " + id, "an MP4");
  }

  /** A vendor's library. */
  private static final class Shelf implements VendorLibrary {
    private final List<List<String>> pages = new ArrayList<>();
    private final Map<String, Integer> preparing = new HashMap<>();
    private final Map<String, List<Candidate>> places = new HashMap<>();
    private final List<String> located = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private final Map<String, List<CaptionFile>> captions = new HashMap<>();
    private @Nullable List<String> moving;
    private String mute = "";
    private boolean lastPageForEver;
    private boolean local;

    void pages(List<List<String>> all) {
      pages.addAll(all);
    }

    @Override
    public String vendor() {
      return "shelf";
    }

    @Override
    public String library() {
      return "top";
    }

    @Override
    public boolean shifts() {
      return moving != null;
    }

    @Override
    public boolean hasCaptions() {
      return !captions.isEmpty();
    }

    @Override
    public List<CaptionFile> captions(ForeignVideo video) throws VendorException {
      if (video.id().equals(mute)) {
        throw new VendorException("It is silent.");
      }
      return captions.getOrDefault(video.id(), List.of());
    }

    /**
     * Three at a time, counted from the front; each page that is read costs the first its place.
     */
    private Page movingPage(List<String> left, int from) {
      List<String> page =
          List.copyOf(left.subList(Math.min(from, left.size()), Math.min(from + 3, left.size())));
      if (left.size() > 7) {
        left.removeFirst();
      }
      return new Page(
          page.stream().map(id -> ForeignVideo.named(id, id, () -> locate(id))).toList(),
          page.isEmpty() ? null : Integer.toString(from + 3));
    }

    @Override
    public Page page(@Nullable String cursor) {
      if (moving != null) {
        return movingPage(moving, cursor == null ? 0 : Integer.parseInt(cursor));
      }
      int number = cursor == null ? 0 : Integer.parseInt(cursor);
      int next = lastPageForEver ? Math.min(number + 1, pages.size() - 1) : number + 1;
      return new Page(
          pages.get(number).stream()
              .map(id -> ForeignVideo.named(id, id, () -> locate(id)))
              .toList(),
          next < pages.size() ? Integer.toString(next) : null);
    }

    private Download locate(String id) throws VendorException {
      located.add(id);
      if (silent.contains(id)) {
        throw new VendorException("It does not answer.");
      }
      if (local) {
        return new Download.Local(Path.of(id), "the file");
      }
      int left = preparing.getOrDefault(id, 0);
      if (left > 0) {
        preparing.put(id, left - 1);
        return new Download.Later();
      }
      List<Candidate> found = places.getOrDefault(id, List.of(good(id)));
      return found.isEmpty()
          ? new Download.None("There is no file of it.")
          : new Download.Found(found);
    }
  }

  /** A server with little room, which does some work whenever somebody waits for it. */
  private static final class House implements Destination {
    private final Map<String, State> videos = new LinkedHashMap<>();
    private final Map<String, Integer> births = new LinkedHashMap<>();
    private final Map<String, String> fetching = new LinkedHashMap<>();
    private final Map<String, List<String>> captions = new HashMap<>();
    private int room = 50;
    private int mostUnderWay;

    @Override
    public List<State> states(List<String> ids) {
      assertThat(ids).hasSizeLessThanOrEqualTo(MOST_ASKED);
      return ids.stream().filter(videos::containsKey).map(videos::get).toList();
    }

    @Override
    public List<Answer> offer(List<Offer> offers) {
      assertThat(offers).hasSizeLessThanOrEqualTo(MOST_OFFERED);
      return offers.stream().map(this::take).toList();
    }

    private Answer take(Offer offer) {
      String id = offer.video().id();
      String url = String.valueOf(offer.url());
      if (url.equals("forbidden")) {
        return new Answer("refused", null, null, "We never go there.", null);
      }
      State known = videos.get(id);
      boolean again = known != null && offer.again() && known.phase().equals("Failed");
      if (known != null && !again) {
        return new Answer("known", id, known.phase(), null, null);
      }
      if (fetching.size() >= room) {
        return new Answer("busy", null, null, null, null);
      }
      if (offer.url() == null) {
        String phase = id.equals("v0") ? "AwaitingBytes" : "Ready";
        videos.put(id, new State(id, "uuid-" + id, phase, null, offer.taken(), false));
        return new Answer("born", id, phase, null, id.equals("v0") ? "closed" : "open");
      }
      births.merge(id, again ? 0 : 1, Integer::sum);
      fetching.put(id, url);
      mostUnderWay = Math.max(mostUnderWay, fetching.size());
      videos.put(id, new State(id, "uuid-" + id, "Fetching", null, offer.taken(), false));
      return new Answer(again ? "known" : "born", id, "Fetching", null, null);
    }

    void work() {
      fetching.forEach((id, url) ->
          videos.computeIfPresent(
              id,
              (_, state) ->
                  url.equals("dead")
                      ? new State(
                          id, state.video(), "Failed", "It is not there.", state.taken(), false)
                      : new State(id, state.video(), "Ready", null, state.taken(), false)));
      fetching.clear();
    }

    @Override
    public List<String> bring(String id, List<CaptionFile> files, boolean whole) {
      files.forEach(
          file -> captions.computeIfAbsent(id, _ -> new ArrayList<>()).add(file.language()));
      State state = videos.get(id);
      if (whole && state != null) {
        videos.put(id, new State(id, state.video(), state.phase(), null, state.taken(), true));
      }
      return files.stream().map(CaptionFile::language).filter(tag -> tag.equals("??")).toList();
    }

    @Override
    public @Nullable String send(Path file, String tusEndpoint) {
      return tusEndpoint.equals("closed") ? "It is not wanted." : null;
    }
  }
}
