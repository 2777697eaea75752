package slipway.api.cloudflare;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.sound.KeepSounds;
import slipway.core.sound.Sound;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code /{uid}/audio…}: further sound for a video (section 17 of the contract). The sound of the
 * video's own file is not one of these; it is the default as long as none of these is.
 */
record CloudflareAudio(CloudflareOwned owned, KeepSounds keep, AudioForm form) {

  /** The list as the documentation and newer SDKs have it (CF-146). */
  record Listed(List<Shape> audio) {}

  /** One track. */
  record Shape(
      String uid,
      String label,
      @JsonProperty("default") boolean byDefault,
      String status,
      @Nullable String errorReasonText) {
    static Shape of(Sound sound) {
      String status =
          switch (sound.state()) {
            case QUEUED -> "queued";
            case READY -> "ready";
            case FAILED -> "error";
          };
      return new Shape(
          CloudflareIds.uid(sound.id()), sound.label(), sound.byDefault(), status, sound.reason());
    }
  }

  Response list(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    return CloudflareAnswers.ok(new Listed(keep.of(video.id()).stream().map(Shape::of).toList()));
  }

  /** A file that comes with the request. */
  Response add(Request request, Caller caller) throws IOException {
    UUID video = owned.video(request, caller).id();
    UUID sound = keep.expect(video);
    try {
      String label = form.read(request, video, sound).orElseThrow(CloudflareAudio::noLabel);
      return CloudflareAnswers.ok(Shape.of(keep.add(video, sound, label)));
    } catch (IOException | RuntimeException | Error failure) {
      keep.giveUp(video, sound);
      throw failure;
    }
  }

  /** A file that lies elsewhere. */
  Response copy(Request request, Caller caller) throws IOException {
    UUID video = owned.video(request, caller).id();
    JsonObject body = CloudflareBodies.object(request);
    String url =
        body.string("url")
            .orElseThrow(() -> CloudflareReader.bad("url", "required field url is missing"));
    String label = label(body);
    return CloudflareAnswers.ok(Shape.of(keep.copy(video, label, url)));
  }

  Response change(Request request, Caller caller) throws IOException {
    UUID video = owned.video(request, caller).id();
    UUID sound = named(request);
    JsonObject body = CloudflareBodies.object(request);
    return CloudflareAnswers.ok(
        Shape.of(
            keep.change(
                video,
                sound,
                body.member("label").isPresent() ? label(body) : null,
                CloudflareReader.flag(body, "default"))));
  }

  Response delete(Request request, Caller caller) {
    keep.remove(owned.video(request, caller).id(), named(request));
    return CloudflareAnswers.ok("ok");
  }

  private static UUID named(Request request) {
    Optional<UUID> id = CloudflareIds.parse(request.parameter("audio"));
    return id.orElseThrow(
        () -> new ProblemException(new Problem.NotFound("audio track not found")));
  }

  private static String label(JsonObject body) {
    return body.string("label").orElseThrow(CloudflareAudio::noLabel);
  }

  private static ProblemException noLabel() {
    return CloudflareReader.bad("label", "required field label is missing");
  }
}
