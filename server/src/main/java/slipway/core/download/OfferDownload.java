package slipway.core.download;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** Offers a video as a file, and takes the offer back. */
public final class OfferDownload {
  private final Videos videos;
  private final Downloads downloads;
  private final Transactions transactions;
  private final InstantSource clock;

  public OfferDownload(
      Videos videos, Downloads downloads, Transactions transactions, InstantSource clock) {
    this.videos = videos;
    this.downloads = downloads;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Offers it; once more changes nothing.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} while the video
   *     is not ready, or when it has nothing of the kind
   */
  public Download offer(UUID id, Download.Kind kind) {
    return transactions.run(() -> {
      Video video =
          videos
              .byId(id)
              .filter(found -> !found.isDeleted())
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      if (!(video.phase() instanceof Phase.Ready)) {
        throw new ProblemException(new Problem.WrongState("the video is not ready"));
      }
      if (!has(video, kind)) {
        throw new ProblemException(new Problem.WrongState("the video has no such track"));
      }
      return downloads.of(id).stream()
          .filter(offered -> offered.kind() == kind)
          .findFirst()
          .orElseGet(() -> {
            Download download = new Download(id, kind, clock.instant());
            downloads.add(download);
            return download;
          });
    });
  }

  private static boolean has(Video video, Download.Kind kind) {
    return video.facts() == null
        || switch (kind) {
          case WHOLE -> video.facts().video().isPresent();
          case SOUND -> video.facts().audio().isPresent();
        };
  }

  /** What is offered of a video. */
  public List<Download> of(UUID video) {
    return downloads.of(video);
  }

  /**
   * Takes an offer back; the next request for the file finds nothing.
   *
   * @throws ProblemException {@link Problem.NotFound} when it was not offered
   */
  public void withdraw(UUID video, Download.Kind kind) {
    transactions.change(() -> {
      if (downloads.of(video).stream().noneMatch(offered -> offered.kind() == kind)) {
        throw new ProblemException(new Problem.NotFound("download not found"));
      }
      downloads.remove(video, kind);
    });
  }
}
