package slipway.api.gcore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.video.Particulars;

/**
 * What an owner may say about a video (section 2 of the contract). {@code @Nullable} results mean
 * that nothing was said.
 */
final class GcoreAttributes {
  static final int LONGEST_NAME = 1000;

  /** Of what an account does not have. */
  static final String ABSENT = "does not exist";

  private static final int LONGEST_TEXT = 65_535;
  private static final int LONGEST_URL = 8192;
  private static final Set<String> PROJECTIONS = Set.of("regular", "vr360", "vr180", "vr360tb");

  /** {@code auto}, {@code disable}, {@code default}, and languages by three letters. */
  private static final Pattern LANGUAGES = Pattern.compile("[a-z]{3,10}(?:,\\s*[a-z]{3}){0,99}");

  private final GcoreFields fields;
  private final GcoreReferences references;
  private final Account account;

  GcoreAttributes(GcoreFields fields, GcoreReferences references, Account account) {
    this.fields = fields;
    this.references = references;
    this.account = account;
  }

  GcoreFields fields() {
    return fields;
  }

  /** The name; a new video has to have one (GC-31). */
  String requiredName() {
    String name = name();
    if (name == null) {
      throw GcoreProblems.blank("name");
    }
    return name;
  }

  /** The name if one was said, never a blank one (GC-71). */
  @Nullable String name() {
    String name = fields.text("name", LONGEST_NAME).orElse(null);
    if (name != null && name.isBlank()) {
      throw GcoreProblems.blank("name");
    }
    return name;
  }

  /** Where the file lies; an empty text is none (GC-34). */
  @Nullable String originUrl() {
    return fields
        .text("origin_url", LONGEST_URL)
        .map(String::strip)
        .filter(url -> !url.isEmpty())
        .orElse(null);
  }

  /** The caller's own number for whoever made the video. */
  @Nullable String clientUser() {
    return fields.number("client_user_id", 0, Long.MAX_VALUE).map(String::valueOf).orElse(null);
  }

  /** What a new video is said to be; the poster comes later. */
  Particulars particulars() {
    Integer start = seconds("clip_start_seconds", 0);
    Integer length = seconds("clip_duration_seconds", 1);
    if (length != null && start == null) {
      throw GcoreProblems.blank("clip_start_seconds");
    }
    Particulars said = changed(Particulars.none());
    return new Particulars(
        said.description(),
        said.priority(),
        start,
        length,
        !fields.truth("source_bitrate_limit").orElse(true),
        said.directory(),
        said.qualitySet(),
        said.picture(),
        /* poster= */ null,
        said.notes());
  }

  /** What may be said otherwise later; the rest has no effect (GC-72). */
  Particulars changed(Particulars before) {
    return new Particulars(
        fields.text("description", LONGEST_TEXT).orElse(before.description()),
        fields.number("priority", -10, 10).map(Long::intValue).orElse(before.priority()),
        before.clipStart(),
        before.clipLength(),
        before.aboveSource(),
        known("directory_id", references::hasDirectory, before.directory()),
        known("quality_set_id", references::hasQualitySet, before.qualitySet()),
        fields
            .number("screenshot_id", -1, Integer.MAX_VALUE)
            .map(Long::intValue)
            .orElse(before.picture()),
        before.poster(),
        notes(before));
  }

  private Map<String, String> notes(Particulars before) {
    Map<String, String> notes = new HashMap<>(before.notes());
    for (String name : List.of("share_url", "custom_iframe_url")) {
      fields.text(name, LONGEST_URL).ifPresent(url -> notes.put(name, url));
    }
    fields
        .text("projection", LONGEST_URL)
        .ifPresent(projection -> {
          if (!PROJECTIONS.contains(projection)) {
            throw GcoreFields.wrong("projection", "is not included in the list");
          }
          notes.put("projection", projection);
        });
    for (String name :
        List.of("auto_transcribe_audio_language", "auto_translate_subtitles_language")) {
      fields
          .text(name, LONGEST_URL)
          .ifPresent(languages -> {
            if (!LANGUAGES.matcher(languages).matches()) {
              throw GcoreFields.wrong(name, "is not included in the list");
            }
            notes.put(name, languages);
          });
    }
    return notes;
  }

  private @Nullable Long known(
      String name, BiPredicate<Account, Long> exists, @Nullable Long before) {
    Long id = fields.number(name, 0, Long.MAX_VALUE).orElse(null);
    if (id == null) {
      return before;
    }
    if (!exists.test(account, id)) {
      throw GcoreFields.wrong(name, ABSENT);
    }
    return id;
  }

  private @Nullable Integer seconds(String name, int least) {
    return fields.number(name, least, Integer.MAX_VALUE).map(Long::intValue).orElse(null);
  }
}
