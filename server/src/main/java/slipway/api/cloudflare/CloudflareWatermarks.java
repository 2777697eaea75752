package slipway.api.cloudflare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfile.Position;
import slipway.http.BodyException;
import slipway.http.FormData;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** {@code /watermarks}: profiles, from a form or from a URL (CF-134 to CF-138). */
record CloudflareWatermarks(KeepWatermarks keep) implements CloudflareVideos.Profiles {

  /** A profile (CF-136). */
  record Shape(
      String uid,
      long size,
      int height,
      int width,
      String created,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String downloadedFrom,
      String name,
      double opacity,
      double padding,
      double scale,
      String position) {
    static Shape of(WatermarkProfile profile) {
      return new Shape(
          CloudflareIds.uid(profile.id()),
          profile.size(),
          profile.height(),
          profile.width(),
          CloudflareTimes.text(profile.createdAt()),
          profile.downloadedFrom(),
          profile.name(),
          profile.opacity(),
          profile.padding(),
          profile.scale(),
          word(profile.position()));
    }
  }

  @Override
  public Optional<Object> shape(long account, String uid) {
    try {
      return CloudflareIds.parse(uid).map(id -> Shape.of(keep.get(account, id)));
    } catch (ProblemException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public boolean mayBeNamed(long account, String uid) {
    return keep.list(account).stream()
        .anyMatch(profile -> CloudflareIds.uid(profile.id()).equals(uid));
  }

  Response create(Request request, Caller caller) throws IOException {
    long account = caller.account().number();
    boolean form =
        request
            .headers()
            .first("Content-Type")
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .startsWith("multipart/form-data");
    return CloudflareAnswers.ok(
        Shape.of(form ? ofForm(account, request) : ofUrl(account, request)));
  }

  private WatermarkProfile ofForm(long account, Request request) throws IOException {
    FormData form;
    try {
      form = FormData.read(request, KeepWatermarks.LARGEST);
    } catch (BodyException.TooLarge large) {
      throw bad("file", "a watermark has at most " + KeepWatermarks.LARGEST + " bytes");
    }
    byte[] file =
        form.first("file")
            .map(FormData.Field::bytes)
            .orElseThrow(() -> bad("file", "the form has no part called file"));
    return keep.add(account, asked(name -> form.first(name).map(FormData.Field::text)), file);
  }

  private WatermarkProfile ofUrl(long account, Request request) throws IOException {
    JsonObject body = CloudflareBodies.object(request);
    String url =
        body.string("url")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> bad("url", "a file in a form, or a url, is needed"));
    KeepWatermarks.Asked asked =
        asked(name -> body.member(name).flatMap(CloudflareWatermarks::text));
    try {
      return keep.fetch(account, asked, url);
    } catch (ProblemException failure) {
      throw failure.problem() instanceof Problem.BadField(String field, String message)
              && field.equals("url")
          ? new CloudflareException(400, CloudflareProblems.INVALID_URL, "Invalid URL", message)
          : failure;
    }
  }

  Response list(Request request, Caller caller) {
    return CloudflareAnswers.ok(
        keep.list(caller.account().number()).stream().map(Shape::of).toList());
  }

  Response get(Request request, Caller caller) {
    return CloudflareAnswers.ok(Shape.of(one(request, caller)));
  }

  Response delete(Request request, Caller caller) {
    keep.delete(caller.account().number(), one(request, caller).id());
    return CloudflareAnswers.ok("");
  }

  private WatermarkProfile one(Request request, Caller caller) {
    WatermarkProfile profile =
        CloudflareIds.parse(request.parameter("watermark"))
            .map(id -> keep.get(caller.account().number(), id))
            .orElseThrow(CloudflareWatermarks::unknown);
    if (profile.deletedAt() != null) {
      throw unknown();
    }
    return profile;
  }

  private static ProblemException unknown() {
    return new ProblemException(new Problem.NotFound("watermark not found"));
  }

  private static KeepWatermarks.Asked asked(Function<String, Optional<String>> said) {
    return new KeepWatermarks.Asked(
        said.apply("name").orElse(""),
        number(said, "opacity", 1.0),
        number(said, "padding", 0.05),
        number(said, "scale", 0.15),
        said.apply("position").map(CloudflareWatermarks::position).orElse(Position.UPPER_RIGHT));
  }

  /** Numbers come as texts in forms. */
  private static double number(
      Function<String, Optional<String>> said, String name, double otherwise) {
    Optional<String> text = said.apply(name).map(String::strip).filter(one -> !one.isEmpty());
    try {
      return text.map(Double::parseDouble).orElse(otherwise);
    } catch (NumberFormatException none) {
      throw bad(name, name + " must be a number between 0.0 and 1.0");
    }
  }

  private static Optional<String> text(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> Optional.of(text);
      case JsonNumber(BigDecimal number) -> Optional.of(number.toString());
      default -> Optional.empty();
    };
  }

  private static Position position(String word) {
    return switch (word.strip()) {
      case "", "upperRight" -> Position.UPPER_RIGHT;
      case "upperLeft" -> Position.UPPER_LEFT;
      case "lowerLeft" -> Position.LOWER_LEFT;
      case "lowerRight" -> Position.LOWER_RIGHT;
      case "center" -> Position.CENTER;
      default ->
          throw bad(
              "position",
              "position must be upperRight, upperLeft, lowerLeft, lowerRight or center");
    };
  }

  private static String word(Position position) {
    return switch (position) {
      case UPPER_RIGHT -> "upperRight";
      case UPPER_LEFT -> "upperLeft";
      case LOWER_LEFT -> "lowerLeft";
      case LOWER_RIGHT -> "lowerRight";
      case CENTER -> "center";
    };
  }

  private static ProblemException bad(String field, String message) {
    return new ProblemException(new Problem.BadField(field, message));
  }
}
