package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.account.Caller;
import slipway.core.caption.Bibliographic;
import slipway.core.caption.Caption;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.Languages;
import slipway.core.caption.RemoveCaption;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.http.Content;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;

/** {@code /streaming/videos/{id}/subtitles[/{subtitle}]} (section 11 of the contract). */
final class GcoreSubtitles {
  private static final int LONGEST = 5 << 20;
  private static final int LONGEST_NAME = 200;

  /** A text of five mebibytes, however it is escaped. */
  private static final int LARGEST = 3 * LONGEST;

  /** GC-153: WebVTT in any case, or SRT, which begins with a number. */
  private static final Pattern TEXT = Pattern.compile("\\uFEFF?\\s*(?:(?i:webvtt)|[0-9])");

  private final GcoreOwned owned;
  private final Captions captions;
  private final KeepCaption keep;
  private final RemoveCaption remove;
  private final CaptionFiles files;

  GcoreSubtitles(
      GcoreOwned owned,
      Captions captions,
      KeepCaption keep,
      RemoveCaption remove,
      CaptionFiles files) {
    this.owned = owned;
    this.captions = captions;
    this.keep = keep;
    this.remove = remove;
    this.files = files;
  }

  /** GC-150. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shape(long id, String name, String language, String vtt) {}

  Response list(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    List<Caption> all = captions.of(video.id());
    // One text in memory at a time: together they may be large.
    return Response.of(200)
        .with("Content-Type", "application/json")
        .withContent(new Content.Stream(out -> write(all, out), Content.Stream.UNKNOWN));
  }

  private void write(List<Caption> all, OutputStream out) throws IOException {
    char before = '[';
    for (Caption caption : all) {
      out.write(before);
      out.write(Json.write(shape(caption)));
      before = ',';
    }
    out.write((all.isEmpty() ? "[]" : "]").getBytes(StandardCharsets.UTF_8));
  }

  Response get(Request request, Caller caller) {
    return GcoreAnswers.json(200, shape(one(request, owned.video(request, caller))));
  }

  /** GC-151. */
  Response add(Request request, Caller caller) throws IOException {
    Video video = owned.video(request, caller);
    var fields = new GcoreFields(GcoreBodies.object(request, LARGEST));
    if (!fields.has("vtt") && fields.has("auto_transcribe_audio_language")) {
      throw new ProblemException(new Problem.NotConfigured("there is no speech recognition here"));
    }
    String language = language(fields).orElseThrow(GcoreSubtitles::unknownLanguage);
    byte[] text = text(fields).orElseThrow(() -> unprocessable("Vtt can't be blank."));
    Caption made =
        keep.add(
            video.id(),
            new KeepCaption.Asked(
                language, name(fields).orElse(Languages.ownName(language)), Caption.Kind.SUBTITLES),
            text);
    return GcoreAnswers.json(200, shape(made));
  }

  /** GC-155; what is not said stays. */
  Response change(Request request, Caller caller) throws IOException {
    Video video = owned.video(request, caller);
    Caption before = one(request, video);
    var fields = new GcoreFields(GcoreBodies.object(request, LARGEST));
    Caption after =
        keep.change(
            video.id(),
            before.number(),
            new KeepCaption.Asked(
                language(fields).orElse(before.language()),
                name(fields).orElse(before.label()),
                before.kind()),
            text(fields).orElse(null));
    return GcoreAnswers.json(200, shape(after));
  }

  Response delete(Request request, Caller caller) {
    Video video = owned.video(request, caller);
    remove.remove(video.id(), one(request, video).number());
    return GcoreAnswers.empty();
  }

  private Caption one(Request request, Video video) {
    return GcoreNumbers.id(request.parameter("subtitle"))
        .flatMap(captions::byNumber)
        .filter(caption -> caption.video().equals(video.id()))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("subtitle not found")));
  }

  private Shape shape(Caption caption) {
    return new Shape(
        caption.number(),
        caption.label(),
        Bibliographic.code(caption.language()),
        new String(files.read(caption), StandardCharsets.UTF_8));
  }

  static Optional<String> name(GcoreFields fields) {
    return text(fields, "name", LONGEST_NAME).filter(name -> !name.isBlank());
  }

  /** GC-152, as a tag. */
  static Optional<String> language(GcoreFields fields) {
    return text(fields, "language", LONGEST_NAME)
        .map(code -> Bibliographic.tag(code).orElseThrow(GcoreSubtitles::unknownLanguage));
  }

  static Optional<byte[]> text(GcoreFields fields) {
    return text(fields, "vtt", LONGEST)
        .map(text -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          if (bytes.length > LONGEST || !TEXT.matcher(text).lookingAt()) {
            throw unprocessable("Subtitles have to be WebVTT or SRT of at most 5 MB.");
          }
          return bytes;
        });
  }

  /** Whatever is wrong with a field is told in one shape (GC-21). */
  private static Optional<String> text(GcoreFields fields, String name, int longest) {
    try {
      return fields.text(name, longest);
    } catch (ProblemException wrong) {
      throw unprocessable(
          name + " has to be a string of at most " + longest + " characters.", wrong);
    }
  }

  private static ProblemException unknownLanguage() {
    return unprocessable("Language code is not recognized.");
  }

  /** GC-21. */
  private static ProblemException unprocessable(String sentence) {
    return new ProblemException(new Problem.UnsupportedMedia("Unprocessable Entity. " + sentence));
  }

  private static ProblemException unprocessable(String sentence, ProblemException cause) {
    return new ProblemException(
        new Problem.UnsupportedMedia("Unprocessable Entity. " + sentence), cause);
  }
}
