package slipway.playback;

import java.util.Optional;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** Livepeer's manner: the playback id in the path, proofs in the query or in headers (LP-132). */
record ByPlaybackId(Programme programme, Viewers viewers) implements Manner {
  @Override
  public Optional<Video> video(Request request) {
    return programme.byPlaybackId(request.parameter("playbackId"));
  }

  @Override
  public Viewer viewer(Request request) {
    return viewers.of(request);
  }

  @Override
  public Response notFound(Request request) {
    return PlaybackProblems.notFound();
  }

  @Override
  public Response refused(Request request, Verdict.Why why) {
    return PlaybackProblems.refused(request, why);
  }
}
