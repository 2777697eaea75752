package slipway.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.OpenAccount;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Signing;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;
import slipway.http.Origin;

/** What our own API says, as records. Times are ISO 8601, sizes bytes, durations seconds. */
final class AdminShapes {
  private AdminShapes() {}

  record LivepeerIds(String userId, String projectId) {}

  record CloudflareIds(String accountId) {}

  record GcoreIds(long clientId) {}

  /**
   * An account with its ids in each dialect.
   *
   * @param quotaBytes only when it has a quota of its own
   * @param apiKey only right after the key was made
   */
  record AccountShape(
      long id,
      String name,
      Instant createdAt,
      @Nullable Long quotaBytes,
      @Nullable String apiKey,
      LivepeerIds livepeer,
      CloudflareIds cloudflare,
      GcoreIds gcore) {

    static AccountShape of(Account account) {
      return of(account, null);
    }

    static AccountShape of(OpenAccount.Opened opened) {
      return of(opened.account(), opened.keyText());
    }

    private static AccountShape of(Account account, @Nullable String key) {
      return new AccountShape(
          account.number(),
          account.name(),
          account.createdAt(),
          account.quota(),
          key,
          new LivepeerIds(account.userId().toString(), account.projectId().toString()),
          new CloudflareIds(account.accountId()),
          new GcoreIds(account.number()));
    }
  }

  record Accounts(List<AccountShape> accounts) {}

  record LivepeerVideo(UUID id, String playbackId) {}

  record CloudflareVideo(String uid) {}

  record GcoreVideo(long id, String slug) {}

  record VideoIds(LivepeerVideo livepeer, CloudflareVideo cloudflare, GcoreVideo gcore) {}

  record Playback(String hls, String dash) {}

  record Step(String step, Instant at) {}

  /**
   * A rendition; those that are not done say how far they are, or why they cannot be made.
   *
   * @param form {@code source}, {@code picture}, {@code sound} or {@code download}
   * @param state {@code queued}, {@code running}, {@code done} or {@code failed}
   * @param bitrate the most that is allowed until it is done, then the average
   */
  record RenditionShape(
      String name,
      String form,
      String state,
      double progress,
      @Nullable String reason,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Double fps,
      @Nullable Long bitrate,
      @Nullable String codecs,
      @Nullable Long size) {

    static RenditionShape of(Rendition rendition) {
      Traits traits = rendition.traits();
      return new RenditionShape(
          rendition.name(),
          rendition.form().name().toLowerCase(Locale.ROOT),
          rendition.state().name().toLowerCase(Locale.ROOT),
          rendition.progress(),
          rendition.reason(),
          traits.width() == 0 ? null : (Integer) traits.width(),
          traits.height() == 0 ? null : (Integer) traits.height(),
          traits.fps() == 0 ? null : (Double) traits.fps(),
          traits.bitrate() == 0 ? null : (Long) traits.bitrate(),
          traits.codecs().isEmpty() ? null : traits.codecs(),
          rendition.isDone() ? (Long) rendition.size() : null);
    }
  }

  /**
   * How far the signing of a video's files is (C2PA).
   *
   * @param state {@code waiting}, {@code signed}, {@code unstamped} or {@code failed}
   * @param retriable whether {@code retry} of the video signs them again
   */
  record SigningShape(String state, @Nullable String reason, boolean retriable) {
    static @Nullable SigningShape of(Video video) {
      Signing signing = video.wishes().signing();
      return signing == null
          ? null
          : new SigningShape(
              signing.state().name().toLowerCase(Locale.ROOT),
              signing.error(),
              video.canBeSignedAgain());
    }
  }

  /**
   * A copy of the source that was or is to be sent elsewhere.
   *
   * @param to {@code ipfs}, {@code address} or {@code pinata}; not known of one that came with the
   *     video and has not begun
   * @param state {@code pending}, {@code waiting}, {@code running}, {@code completed} or {@code
   *     failed}
   * @param reason why it failed, or is being tried again
   */
  record ExportShape(
      UUID task,
      @Nullable String to,
      String state,
      @Nullable Double progress,
      @Nullable String reason,
      Instant updatedAt) {}

  /**
   * A video as the dashboard shows it.
   *
   * @param hindrances see {@link Hindrances}; only of a single video
   * @param exports newest change first; only of a single video
   */
  record VideoShape(
      UUID id,
      long serial,
      String name,
      long account,
      String madeBy,
      String phase,
      @Nullable Double progress,
      @Nullable String reason,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Long size,
      @Nullable Long received,
      @Nullable Double duration,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable String hash,
      VideoIds ids,
      @Nullable Playback playback,
      List<RenditionShape> renditions,
      List<Step> journey,
      @Nullable SigningShape signing,
      @Nullable List<String> hindrances,
      @Nullable List<ExportShape> exports) {

    /** The same with what stands in its way, and what is sent elsewhere. */
    VideoShape with(List<String> sentences, List<ExportShape> copies) {
      return new VideoShape(
          id,
          serial,
          name,
          account,
          madeBy,
          phase,
          progress,
          reason,
          createdAt,
          updatedAt,
          size,
          received,
          duration,
          width,
          height,
          hash,
          ids,
          playback,
          renditions,
          journey,
          signing,
          sentences,
          copies);
    }

    /**
     * The shape of a video.
     *
     * @param upload its upload, for how much has arrived
     * @param waits why its work waits, if it does
     */
    static VideoShape of(
        Video video,
        @Nullable Upload upload,
        @Nullable String waits,
        List<Rendition> renditions,
        Origin origin) {
      Content content = video.content();
      Facts facts = video.facts();
      TrackFacts.Picture picture =
          facts == null ? null : facts.video().map(TrackFacts::picture).orElse(null);
      String folder = "/hls/" + video.playbackId();
      return new VideoShape(
          video.id(),
          video.serial(),
          video.name(),
          video.account(),
          video.madeBy(),
          video.phase().word(),
          progressOf(video, upload),
          video.phase() instanceof Phase.Failed(Failure why) ? why.sentence() : waits,
          video.createdAt(),
          video.updatedAt(),
          content != null ? Long.valueOf(content.size()) : upload == null ? null : upload.length(),
          upload == null ? null : upload.offset(),
          facts == null ? null : facts.duration().toMillis() / 1000.0,
          picture == null ? null : picture.width(),
          picture == null ? null : picture.height(),
          content == null ? null : content.sha256(),
          new VideoIds(
              new LivepeerVideo(video.id(), video.playbackId()),
              new CloudflareVideo(video.id().toString().replace("-", "")),
              new GcoreVideo(video.serial(), video.playbackId())),
          video.isWatchable()
              ? new Playback(origin.url(folder + "/index.m3u8"), origin.url(folder + "/index.mpd"))
              : null,
          renditions.stream().map(RenditionShape::of).toList(),
          video.journey().stream()
              .map(milestone ->
                  new Step(milestone.step().name().toLowerCase(Locale.ROOT), milestone.at()))
              .toList(),
          SigningShape.of(video),
          /* hindrances= */ null,
          /* exports= */ null);
    }
  }

  /**
   * How far the work is; while we fetch, how much of the file is here, if we know how large it is.
   */
  private static @Nullable Double progressOf(Video video, @Nullable Upload upload) {
    if (!video.isFetching() || upload == null) {
      return video.phase().progressSoFar();
    }
    Long length = upload.length();
    return length == null || length == 0 ? null : (Double) ((double) upload.offset() / length);
  }

  record VideoPage(List<VideoShape> videos, @Nullable String next) {}

  record UploadUrls(String tusEndpoint, String putUrl) {}

  record Ticket(VideoShape video, UploadUrls upload) {}
}
