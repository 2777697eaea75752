package slipway.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import slipway.core.download.Download;
import slipway.core.download.Downloads;

/** Offers in a list. Safe for any thread. */
public final class InMemoryDownloads implements Downloads {
  private final List<Download> offers = new ArrayList<>();

  @Override
  public synchronized void add(Download download) {
    offers.add(download);
  }

  @Override
  public synchronized List<Download> of(UUID video) {
    return offers.stream()
        .filter(offer -> offer.video().equals(video))
        .sorted(Comparator.comparing(offer -> offer.kind().name()))
        .toList();
  }

  @Override
  public synchronized void remove(UUID video, Download.Kind kind) {
    offers.removeIf(offer -> offer.video().equals(video) && offer.kind() == kind);
  }
}
