package slipway.playback;

import slipway.http.Response;

/** How viewers' addresses say no where a status says all: a line of text that nobody keeps. */
final class PlainAnswers {
  private PlainAnswers() {}

  static Response unauthorised() {
    return no(401, "a valid token is needed");
  }

  static Response forbidden() {
    return no(403, "not allowed");
  }

  static Response notFound() {
    return no(404, "not found");
  }

  /** Nothing of a video that failed can be had (CF-119). */
  static Response failed() {
    return no(424, "the video could not be processed");
  }

  static Response unavailable() {
    return no(503, "whether this may be watched cannot be found out now").with("Retry-After", "5");
  }

  private static Response no(int status, String text) {
    return Response.text(status, text + "\n").with("Cache-Control", "private, no-store");
  }
}
