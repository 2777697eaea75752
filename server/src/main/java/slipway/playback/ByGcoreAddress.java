package slipway.playback;

import java.util.List;
import java.util.Optional;
import slipway.core.access.Proof;
import slipway.core.access.Protections;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** Gcore's manner: account and slug in the path, a signature in the path or the query. */
record ByGcoreAddress(Programme programme, Viewers viewers, Protections protections)
    implements Manner {
  @Override
  public Optional<Video> video(Request request) {
    return GcoreAddress.of(request)
        .flatMap(address ->
            programme
                .byPlaybackId(address.slug())
                .filter(video -> video.account() == address.client()));
  }

  @Override
  public Viewer viewer(Request request) {
    Optional<Proof> proof =
        GcoreAddress.of(request)
            .flatMap(address ->
                GcoreSignatures.proof(request, address, protections.of(address.client())));
    return viewers.of(request, proof.map(List::of).orElse(List.of()));
  }

  @Override
  public Response notFound(Request request) {
    return no(404, "not found");
  }

  /** GC-143, GC-161. */
  @Override
  public Response refused(Request request, Verdict.Why why) {
    return switch (why) {
      case OUT_OF_TIME -> no(410, "this address has expired");
      case GATE_DOWN ->
          no(503, "whether this may be watched cannot be found out now").with("Retry-After", "5");
      case NO_PROOF, BAD_PROOF, BLOCKED, WRONG_ORIGIN, NOT_DOWNLOADABLE -> no(403, "access denied");
    };
  }

  static Response no(int status, String text) {
    return Response.text(status, text + "\n").with("Cache-Control", "private, no-store");
  }
}
