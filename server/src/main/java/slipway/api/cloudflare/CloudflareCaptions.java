package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import slipway.core.account.Caller;
import slipway.core.caption.Caption;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.Languages;
import slipway.core.caption.RemoveCaption;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.http.FormData;
import slipway.http.Request;
import slipway.http.Response;

/** {@code /{uid}/captions…}: one text for each language (CF-140 to CF-144). */
record CloudflareCaptions(
    CloudflareOwned owned,
    Captions captions,
    CaptionFiles files,
    KeepCaption keep,
    RemoveCaption remove) {
  private static final int LARGEST = 10 << 20;

  /** Languages that captions can be made for where there is an engine (CF-143). */
  private static final Set<String> GENERATED =
      Set.of("cs", "nl", "en", "fr", "de", "it", "ja", "ko", "pl", "pt", "ru", "es");

  /** Tags that languages have names of their own for, which the JDK does not know. */
  private static final Map<String, String> OWN_NAMES =
      Map.ofEntries(
          Map.entry("en-gb", "British English"),
          Map.entry("en-us", "American English"),
          Map.entry("en-au", "Australian English"),
          Map.entry("en-ca", "Canadian English"),
          Map.entry("fr-ca", "Français canadien"),
          Map.entry("fr-ch", "Français suisse"),
          Map.entry("de-at", "Österreichisches Deutsch"),
          Map.entry("de-ch", "Schweizer Hochdeutsch"),
          Map.entry("es-419", "Español latinoamericano"),
          Map.entry("es-es", "Español de España"),
          Map.entry("es-mx", "Español de México"),
          Map.entry("pt-pt", "Português europeu"),
          Map.entry("nl-be", "Vlaams"),
          Map.entry("zh-hans", "简体中文"),
          Map.entry("zh-hant", "繁體中文"));

  /** One caption; none is made by a machine here. */
  record Shape(String language, String label, boolean generated, String status) {
    static Shape of(Caption caption) {
      return new Shape(caption.language(), caption.label(), /* generated= */ false, "ready");
    }
  }

  Response put(Request request, Caller caller) throws IOException {
    Video video = owned.video(request, caller);
    String language = request.parameter("language");
    byte[] text =
        FormData.read(request, LARGEST)
            .first("file")
            .orElseThrow(() -> bad("the form has no part called file"))
            .bytes();
    if (!isWebVtt(text)) {
      throw bad("the file is not WebVTT");
    }
    Caption kept =
        keep.replace(
            video.id(),
            new KeepCaption.Asked(language, label(language), Caption.Kind.SUBTITLES),
            text);
    return CloudflareAnswers.ok(Shape.of(kept));
  }

  Response list(Request request, Caller caller) {
    List<Shape> all =
        captions.of(owned.video(request, caller).id()).stream().map(Shape::of).toList();
    return CloudflareAnswers.ok(all);
  }

  Response get(Request request, Caller caller) {
    return CloudflareAnswers.ok(Shape.of(one(request, caller)));
  }

  /** The text itself; SDKs would take JSON apart (CF-142). */
  Response text(Request request, Caller caller) {
    return Response.bytes(200, "text/vtt; charset=utf-8", files.read(one(request, caller)))
        .with("Cache-Control", "no-store");
  }

  Response delete(Request request, Caller caller) {
    Caption caption = one(request, caller);
    remove.remove(caption.video(), caption.number());
    return CloudflareAnswers.ok("");
  }

  /** Nobody listens here (CF-143). */
  Response generate(Request request, Caller caller) {
    owned.video(request, caller);
    String language = request.parameter("language");
    throw GENERATED.contains(language)
        ? new ProblemException(
            new Problem.NotConfigured("captions are not generated here; send a WebVTT file"))
        : bad("captions cannot be generated in this language");
  }

  private Caption one(Request request, Caller caller) {
    String language = request.parameter("language");
    return captions.of(owned.video(request, caller).id()).stream()
        .filter(caption -> caption.language().equalsIgnoreCase(language))
        .findFirst()
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("caption not found")));
  }

  static String label(String language) {
    String known = OWN_NAMES.get(language.toLowerCase(Locale.ROOT));
    return known == null ? Languages.ownName(language) : known;
  }

  /** Its first line, behind a mark that some editors write (W3C WebVTT, section 4.1). */
  private static boolean isWebVtt(byte[] text) {
    String head = new String(text, 0, Math.min(text.length, 16), UTF_8);
    return (head.startsWith("\uFEFF") ? head.substring(1) : head).startsWith("WEBVTT");
  }

  private static ProblemException bad(String message) {
    return new ProblemException(new Problem.BadRequest(message));
  }
}
