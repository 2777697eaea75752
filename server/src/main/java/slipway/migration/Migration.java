package slipway.migration;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.migration.Destination.Answer;
import slipway.migration.Destination.Offer;
import slipway.migration.Destination.State;
import slipway.migration.MigrationReport.Outcome;

/**
 * Brings one library over. Page by page it leaves out what is there already, finds out where the
 * other files lie, offers them as fast as the server takes them, and waits until each is there or
 * has failed. It keeps nothing: run again after a crash, it finds in the server's ledger how far it
 * was. Used once, by one thread.
 */
public final class Migration {
  private static final Duration TICK = Duration.ofMillis(500);

  /** So many files the vendor may be preparing for us at a time, each looked at so often. */
  private static final int MOST_PREPARED = 20;

  private static final int MOST_LOOKS = 400;
  private static final int LONGEST_WAIT = 20;

  /** A vendor that gives the same page for ever is broken. */
  private static final int MOST_SAME_PAGES = 3;

  /** Nor does one that has nothing new on so many pages have anything new behind them. */
  private static final int MOST_STALE_PAGES = 2000;

  /** So often a library is read whose pages move while it is read. */
  private static final int MOST_PASSES = 10;

  private final VendorLibrary library;
  private final Destination destination;
  private final boolean retryFailed;
  private final Consumer<Progress> watcher;
  private final Pause pause;

  /** So many videos one after the other about which the vendor cannot be asked are too many. */
  private static final int MOST_SILENT = 10;

  private final MigrationReport report = new MigrationReport();
  private final Set<String> seen = new HashSet<>();
  private final Deque<Item> listed = new ArrayDeque<>();
  private final List<Item> prepared = new ArrayList<>();
  private final Deque<Item> offers = new ArrayDeque<>();
  private final Map<String, Item> underWay = new LinkedHashMap<>();
  private @Nullable String cursor;
  private boolean listedAll;
  private List<String> lastPage = List.of();
  private int samePage;
  private int staleInARow;
  private boolean foundInPass;
  private int passes = 1;
  private int offered = Destination.MOST_OFFERED;
  private int silent;
  private boolean samePages;

  /**
   * @param retryFailed whether videos are tried again that failed in an earlier run
   * @param watcher is told now and then how far it is
   */
  public Migration(
      VendorLibrary library,
      Destination destination,
      boolean retryFailed,
      Consumer<Progress> watcher,
      Pause pause) {
    this.library = library;
    this.destination = destination;
    this.retryFailed = retryFailed;
    this.watcher = watcher;
    this.pause = pause;
  }

  /**
   * How far it is.
   *
   * @param listed videos read from the library so far
   * @param ended those of them for which nothing is left to do
   * @param listedAll whether there are no more
   */
  public record Progress(int listed, int ended, boolean listedAll) {}

  /** A video on its way. */
  private static final class Item {
    private final ForeignVideo video;
    private final Deque<Offer> places = new ArrayDeque<>();
    private final boolean again;

    /** How it failed before; only places behind the one of that time are tried. */
    private final @Nullable State failedBefore;

    private Download.@Nullable Local local;
    private @Nullable String unwanted;
    private int looks;
    private int wait;

    Item(ForeignVideo video, boolean again, @Nullable State failedBefore) {
      this.video = video;
      this.again = again;
      this.failedBefore = failedBefore;
    }
  }

  /**
   * Brings everything over.
   *
   * @throws VendorException when the library cannot be read
   * @throws IOException when the server cannot be reached for long
   */
  public MigrationReport run() throws IOException, InterruptedException {
    while (true) {
      boolean moved = list();
      moved |= locate();
      moved |= offer();
      moved |= look();
      watcher.accept(new Progress(seen.size(), report.size(), listedAll));
      if (isOver()) {
        if (samePages) {
          throw new VendorException(
              "The library gave the same page again and again; what is behind it did not come.");
        }
        return report;
      }
      if (!moved) {
        pause.of(TICK);
      }
    }
  }

  /** What is known so far; also when it ended with a failure. */
  public MigrationReport report() {
    return report;
  }

  private boolean isOver() {
    return listedAll
        && listed.isEmpty()
        && prepared.isEmpty()
        && offers.isEmpty()
        && underWay.isEmpty();
  }

  // --- which videos there are ---

  private boolean list() throws IOException, InterruptedException {
    if (listedAll || !listed.isEmpty()) {
      return false;
    }
    VendorLibrary.Page page = library.page(cursor);
    List<ForeignVideo> fresh =
        page.videos().stream().filter(video -> seen.add(video.id())).toList();
    turn(page, !fresh.isEmpty());
    for (int i = 0; i < fresh.size(); i += Destination.MOST_ASKED) {
      sort(fresh.subList(i, Math.min(fresh.size(), i + Destination.MOST_ASKED)));
    }
    return true;
  }

  private void turn(VendorLibrary.Page page, boolean news) {
    List<String> ids = page.videos().stream().map(ForeignVideo::id).toList();
    samePage = ids.equals(lastPage) ? samePage + 1 : 0;
    staleInARow = news ? 0 : staleInARow + 1;
    foundInPass |= news;
    lastPage = ids;
    cursor = page.next();
    samePages = cursor != null && (samePage == MOST_SAME_PAGES || staleInARow == MOST_STALE_PAGES);
    listedAll = cursor == null || samePages;
    if (listedAll && !samePages && library.shifts() && foundInPass && passes < MOST_PASSES) {
      passes++;
      foundInPass = false;
      lastPage = List.of();
      listedAll = false;
    }
  }

  private void sort(List<ForeignVideo> videos) throws IOException, InterruptedException {
    Map<String, State> there = new HashMap<>();
    for (State state : destination.states(videos.stream().map(ForeignVideo::id).toList())) {
      there.put(state.id(), state);
    }
    for (ForeignVideo video : videos) {
      State state = there.get(video.id());
      if (state == null) {
        listed.add(new Item(video, /* again= */ false, /* failedBefore= */ null));
      } else if (isAwaited(state) || (retryFailed && state.phase().equals("Failed"))) {
        listed.add(new Item(video, /* again= */ true, /* failedBefore= */ null));
      } else if (state.phase().equals("Failed")) {
        listed.add(new Item(video, /* again= */ true, state));
      } else if (isUnderWay(state)) {
        underWay.put(video.id(), new Item(video, /* again= */ false, /* failedBefore= */ null));
      } else {
        ended(video, state, Outcome.HERE_ALREADY);
      }
    }
  }

  // --- where their files lie ---

  private boolean locate() throws IOException, InterruptedException {
    boolean moved = false;
    for (Iterator<Item> waiting = prepared.iterator(); waiting.hasNext(); ) {
      Item item = waiting.next();
      if (--item.wait <= 0 && hasRoom() && located(item)) {
        waiting.remove();
        moved = true;
      }
    }
    while (hasRoom() && prepared.size() < MOST_PREPARED && !listed.isEmpty()) {
      Item item = listed.remove();
      if (!located(item)) {
        prepared.add(item);
      }
      moved = true;
    }
    return moved;
  }

  /** Places to fetch from may be good for a short time only: none is asked for too early. */
  private boolean hasRoom() {
    return offers.size() < Destination.MOST_OFFERED;
  }

  private boolean located(Item item) throws IOException, InterruptedException {
    Download download;
    try {
      download = item.video.file().find();
      silent = 0;
    } catch (VendorException e) {
      silent++;
      if (silent == MOST_SILENT) {
        throw e;
      }
      report.failed(item.video, /* ours= */ null, /* taken= */ "", String.valueOf(e.getMessage()));
      return true;
    }
    return located(item, download);
  }

  private boolean located(Item item, Download download) throws IOException, InterruptedException {
    switch (download) {
      case Download.Found(List<Download.Candidate> candidates) -> found(item, candidates);
      case Download.Local local -> {
        item.local = local;
        item.places.add(
            new Offer(item.video, /* url= */ null, /* shown= */ null, local.taken(), item.again));
        offers.add(item);
      }
      case Download.None(String reason) -> report.skipped(item.video, reason);
      case Download.Later() -> {
        item.looks++;
        item.wait = Math.min(LONGEST_WAIT, 2 * item.looks);
        if (item.looks < MOST_LOOKS) {
          return false;
        }
        report.skipped(item.video, "Its file was being prepared for too long; run this again.");
      }
    }
    return true;
  }

  private void found(Item item, List<Download.Candidate> candidates)
      throws IOException, InterruptedException {
    State before = item.failedBefore;
    boolean wanted = before == null;
    for (Download.Candidate candidate : candidates) {
      if (wanted) {
        item.places.add(
            new Offer(
                item.video, candidate.url(), candidate.shown(), candidate.taken(), item.again));
      }
      wanted |= before != null && candidate.taken().equals(before.taken());
    }
    if (!item.places.isEmpty()) {
      offers.add(item);
    } else if (before != null) {
      ended(item.video, before, Outcome.FAILED);
    }
  }

  // --- bringing them over ---

  private boolean offer() throws IOException, InterruptedException {
    List<Item> batch = offers.stream().limit(offered).toList();
    if (batch.isEmpty()) {
      return false;
    }
    List<Answer> answers =
        destination.offer(batch.stream().map(item -> item.places.getFirst()).toList());
    int taken = 0;
    for (int i = 0; i < batch.size(); i++) {
      Item item = batch.get(i);
      Answer answer = answers.get(i);
      if (answer.outcome().equals("busy")) {
        continue;
      }
      taken++;
      offers.remove(item);
      if (answer.outcome().equals("refused")) {
        elsewhere(item, String.valueOf(answer.reason()));
      } else {
        send(item, answer.tusEndpoint());
        underWay.put(item.video.id(), item);
      }
    }
    offered = taken == batch.size() ? Destination.MOST_OFFERED : Math.max(1, taken);
    return taken > 0;
  }

  private void send(Item item, @Nullable String tusEndpoint)
      throws IOException, InterruptedException {
    if (item.local != null && tusEndpoint != null) {
      item.unwanted = destination.send(item.local.file(), tusEndpoint);
    }
  }

  /** The next place where its file may lie; if there is none, it has failed. */
  private void elsewhere(Item item, String reason) {
    Offer failed = item.places.removeFirst();
    Offer next = item.places.peekFirst();
    if (next == null) {
      report.failed(item.video, /* ours= */ null, failed.taken(), reason);
      return;
    }
    item.places.removeFirst();
    item.places.addFirst(
        new Offer(next.video(), next.url(), next.shown(), next.taken(), /* again= */ true));
    offers.add(item);
  }

  // --- what becomes of them ---

  private boolean look() throws IOException, InterruptedException {
    boolean moved = false;
    List<String> ids = List.copyOf(underWay.keySet());
    for (int i = 0; i < ids.size(); i += Destination.MOST_ASKED) {
      List<String> some = ids.subList(i, Math.min(ids.size(), i + Destination.MOST_ASKED));
      for (State state : destination.states(some)) {
        Item item = underWay.get(state.id());
        if (item != null && item.unwanted != null && isAwaited(state)) {
          underWay.remove(state.id());
          moved = true;
          report.failed(item.video, state.video(), state.taken(), item.unwanted);
        } else if (item != null && !isUnderWay(state)) {
          underWay.remove(state.id());
          moved = true;
          if (state.phase().equals("Failed") && item.places.size() > 1) {
            elsewhere(item, String.valueOf(state.reason()));
          } else {
            ended(item.video, state, Outcome.IMPORTED);
          }
        }
      }
    }
    return moved;
  }

  private void ended(ForeignVideo video, State state, Outcome good)
      throws IOException, InterruptedException {
    switch (state.phase()) {
      case "Failed" ->
          report.failed(video, state.video(), state.taken(), String.valueOf(state.reason()));
      case "Deleting" ->
          report.skipped(video, "It was brought over before and has been deleted here since.");
      default -> report.there(video, state, good, state.whole() ? null : belongings(video));
    }
  }

  /** Brings what belongs to a video that is there; what is missing of it, in a sentence. */
  private @Nullable String belongings(ForeignVideo video) throws IOException, InterruptedException {
    if (!library.hasCaptions()) {
      return null;
    }
    List<CaptionFile> captions;
    try {
      captions = library.captions(video);
    } catch (VendorException trouble) {
      return "Its captions did not come: " + trouble.getMessage();
    }
    List<String> refused = new ArrayList<>();
    for (CaptionFile caption : captions) { // one at a time, as each may be long
      refused.addAll(destination.bring(video.id(), List.of(caption), /* whole= */ false));
    }
    refused.addAll(destination.bring(video.id(), List.of(), /* whole= */ true));
    return refused.isEmpty() ? null : "Not all captions came: " + String.join("; ", refused);
  }

  /** The bytes are not all here, or it is not known yet whether they are a video. */
  private static boolean isUnderWay(State state) {
    return switch (state.phase()) {
      case "AwaitingBytes", "Receiving", "Fetching", "Inspecting" -> true;
      default -> false;
    };
  }

  private static boolean isAwaited(State state) {
    return state.phase().equals("AwaitingBytes") || state.phase().equals("Receiving");
  }
}
