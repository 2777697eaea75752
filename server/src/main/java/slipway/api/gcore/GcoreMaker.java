package slipway.api.gcore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Particulars;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.JsonValue.JsonObject;

/** Makes videos of attributes (section 2 of the contract). */
final class GcoreMaker {
  /** An entity waits for its file until somebody deletes it. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** 30 GB (GC-103). */
  private static final long LARGEST = 30_000_000_000L;

  /** {@code Authorization: <scheme> <params>}, one line. */
  private static final Pattern HEADER =
      Pattern.compile("(?i:authorization)\\s*:\\s*([!-~][ -~\\t]{0,4000})");

  private final RequestUpload requestUpload;
  private final ImportFromUrl importFromUrl;
  private final GcorePosters posters;
  private final GcoreReferences references;
  private final Transactions transactions;
  private final InstantSource clock;

  GcoreMaker(
      RequestUpload requestUpload,
      ImportFromUrl importFromUrl,
      GcorePosters posters,
      GcoreReferences references,
      Transactions transactions,
      InstantSource clock) {
    this.requestUpload = requestUpload;
    this.importFromUrl = importFromUrl;
    this.posters = posters;
    this.references = references;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A video that may be made: everything was checked, and its poster is kept.
   *
   * @param poster key of the picture, {@code null} without one
   * @param url where its file lies, {@code null} for one that is uploaded
   * @param authorization what that place wants to see
   * @param id of the video, {@code null} for any
   */
  record Prepared(
      @Nullable UUID id,
      String name,
      Wishes wishes,
      @Nullable String poster,
      @Nullable String url,
      @Nullable String authorization) {

    /** Without the secret: this may end in a log. */
    @Override
    public String toString() {
      return "Prepared[" + name + "]";
    }
  }

  /**
   * Makes a video of attributes, which waits for its file or for its turn to be fetched (GC-34).
   */
  Video make(JsonObject object, Caller caller) {
    Prepared prepared = prepare(object, caller, /* id= */ null);
    try {
      return make(prepared, caller);
    } catch (RuntimeException | Error failure) {
      giveUp(prepared);
      throw failure;
    }
  }

  /**
   * Checks everything and keeps the poster; changes nothing else. Outside of transactions, since a
   * poster may come from elsewhere.
   *
   * @param id of the video, where files were kept for it before; {@code null} for any
   * @throws ProblemException {@link Problem.BadField}, {@link Problem.BadRequest}
   */
  Prepared prepare(JsonObject object, Caller caller, @Nullable UUID id) {
    var attributes = new GcoreAttributes(new GcoreFields(object), references, caller.account());
    String name = attributes.requiredName();
    Particulars said = attributes.particulars();
    if (said.qualitySet() == null) {
      OptionalLong usual = references.usualQualitySet(caller.account());
      // Said now, so that another choice later does not change what is under way.
      said = usual.isPresent() ? said.withQualitySet(usual.getAsLong()) : said;
    }
    String creator = attributes.clientUser();
    String url = attributes.originUrl();
    String authorization = authorization(attributes.fields());
    if (url != null && url.regionMatches(/* ignoreCase= */ true, 0, "sftp:", 0, 5)) {
      throw GcoreFields.wrong(
          "origin_url", "uses sftp, which this server does not speak; use http or https");
    }
    String poster = posters.keep(attributes.fields()).orElse(null);
    Wishes wishes =
        new Wishes(null, creator, null, false, false, null, null, null)
            .with(said.withPoster(poster));
    return new Prepared(id, name, wishes, poster, url, authorization);
  }

  /** Makes what was prepared; joins a transaction that is open. */
  Video make(Prepared prepared, Caller caller) {
    String url = prepared.url();
    return transactions.run(() -> {
      requireDirectory(prepared, caller);
      Video video = url == null ? awaited(prepared, caller) : fetched(prepared, url, caller);
      String poster = prepared.poster();
      if (poster != null) {
        posters.adopt(poster);
      }
      return video;
    });
  }

  /** It was there a moment ago; now it stays until the video lies in it. */
  private void requireDirectory(Prepared prepared, Caller caller) {
    Long directory = prepared.wishes().effectiveParticulars().directory();
    if (directory != null && !references.hasDirectory(caller.account(), directory)) {
      throw GcoreFields.wrong("directory_id", GcoreAttributes.ABSENT);
    }
  }

  /** Nothing will be made of it. */
  void giveUp(Prepared prepared) {
    String poster = prepared.poster();
    if (poster != null) {
      posters.drop(poster);
    }
  }

  private Video awaited(Prepared prepared, Caller caller) {
    return requestUpload
        .give(
            new RequestUpload.Asked(
                caller.account(),
                GcoreRoutes.DOOR,
                caller.key().name(),
                GcoreRoutes.DOOR,
                prepared.name(),
                prepared.wishes(),
                new Limits(LARGEST, /* maxDuration= */ null, /* closesAt= */ null),
                clock.instant().plus(FOR_EVER),
                /* anyNumber= */ true,
                prepared.id()))
        .video();
  }

  private Video fetched(Prepared prepared, String url, Caller caller) {
    try {
      return importFromUrl
          .take(
              new ImportFromUrl.Asked(
                  caller.account(),
                  GcoreRoutes.DOOR,
                  caller.key().name(),
                  prepared.name(),
                  source(prepared, url),
                  prepared.wishes(),
                  /* sameWithin= */ null,
                  /* anyNumber= */ true,
                  prepared.authorization(),
                  Limits.none(),
                  /* session= */ null,
                  prepared.id()))
          .video();
    } catch (ProblemException refused) {
      if (refused.problem() instanceof Problem.BadRequest(String why)) {
        throw GcoreFields.wrong("origin_url", why); // GC-126
      }
      throw refused;
    }
  }

  /** A secret is for the server of the URL alone, never for a gateway in its place (GC-125). */
  private Source.Url source(Prepared prepared, String url) {
    Source.Url known = importFromUrl.gateways().source(url);
    boolean elsewhere = url.startsWith("ipfs:") || url.startsWith("ar:");
    if (prepared.authorization() == null) {
      return known;
    }
    if (elsewhere) {
      throw GcoreFields.wrong("origin_http_headers", "is only sent to http and https servers");
    }
    return new Source.Url(url, /* gatewayUrl= */ null);
  }

  private static @Nullable String authorization(GcoreFields fields) {
    String line = fields.text("origin_http_headers", 4096).map(String::strip).orElse("");
    if (line.isEmpty()) {
      return null;
    }
    Matcher header = HEADER.matcher(line);
    if (!header.matches()) {
      throw GcoreFields.wrong(
          "origin_http_headers", "has to be one line: Authorization: <scheme> <parameters>");
    }
    return header.group(1).strip();
  }
}
