package slipway.api.cloudflare;

import java.util.LinkedHashMap;
import java.util.Map;
import slipway.core.account.Caller;
import slipway.core.download.Download;
import slipway.core.download.OfferDownload;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code /{uid}/downloads[/{type}]}: videos as files (CF-130 to CF-132). They are put together
 * while they are sent, so one that is offered is ready.
 */
record CloudflareDownloads(CloudflareOwned owned, OfferDownload offers, Origin origin) {

  /** One file. */
  record Shape(String status, String url, double percentComplete) {}

  Response create(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    Download.Kind kind = kind(request);
    offers.offer(video.id(), kind);
    return CloudflareAnswers.ok(Map.of(word(kind), shape(video, kind)));
  }

  Response get(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    Map<String, Shape> all = new LinkedHashMap<>();
    offers.of(video.id()).forEach(offer -> all.put(word(offer.kind()), shape(video, offer.kind())));
    return CloudflareAnswers.ok(all);
  }

  Response delete(Request request, Caller caller) {
    offers.withdraw(owned.video(request, caller).id(), kind(request));
    return CloudflareAnswers.ok("");
  }

  private static Download.Kind kind(Request request) {
    String last = request.path().segments().getLast();
    return switch (last) {
      case "downloads", "default" -> Download.Kind.WHOLE;
      case "audio" -> Download.Kind.SOUND;
      default -> throw new ProblemException(new Problem.NotFound("there is no such download"));
    };
  }

  private static String word(Download.Kind kind) {
    return switch (kind) {
      case WHOLE -> "default";
      case SOUND -> "audio";
    };
  }

  private Shape shape(Video video, Download.Kind kind) {
    String file =
        switch (kind) {
          case WHOLE -> "default.mp4";
          case SOUND -> "audio.m4a";
        };
    return new Shape(
        "ready",
        origin.url("/" + CloudflareIds.uid(video.id()) + "/downloads/" + file),
        /* percentComplete= */ 100);
  }
}
