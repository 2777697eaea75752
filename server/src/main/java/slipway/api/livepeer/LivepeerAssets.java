package slipway.api.livepeer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.Asset;
import slipway.api.livepeer.LivepeerShapes.AssetStatus;
import slipway.api.livepeer.LivepeerShapes.Encryption;
import slipway.api.livepeer.LivepeerShapes.Hash;
import slipway.api.livepeer.LivepeerShapes.PlaybackPolicy;
import slipway.api.livepeer.LivepeerShapes.SigningStatus;
import slipway.api.livepeer.LivepeerShapes.Source;
import slipway.api.livepeer.LivepeerShapes.Track;
import slipway.api.livepeer.LivepeerShapes.VideoSpec;
import slipway.core.account.Account;
import slipway.core.policy.Policy;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Phase;
import slipway.core.video.Signing;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Origin;

/** Shows a video as Livepeer's asset (section 7 of the contract). */
final class LivepeerAssets {
  private final Origin origin;
  private final LivepeerStorage storage;
  private final LivepeerFiles files;

  /** With the public origin under which viewers reach us (LP-15). */
  LivepeerAssets(Origin origin, LivepeerStorage storage, LivepeerFiles files) {
    this.origin = origin;
    this.storage = storage;
    this.files = files;
  }

  /**
   * The asset.
   *
   * @param owner the account the video belongs to
   * @param withTracks whether {@code videoSpec} names its tracks (LP-90)
   */
  Asset asset(Video video, Account owner, boolean withTracks) {
    Wishes wishes = video.wishes();
    boolean ready = video.phase() instanceof Phase.Ready;
    Content content = ready ? video.content() : null;
    Facts facts = video.facts();
    return new Asset(
        video.id().toString(),
        video.playbackId(),
        owner.userId().toString(),
        video.createdAt().toEpochMilli(),
        video.madeWith(),
        status(video),
        video.name(),
        source(video),
        owner.projectId().toString(),
        facts == null ? null : facts.video().isPresent() ? "video" : "audio",
        policy(wishes),
        LivepeerWishes.creator(wishes.creator()),
        LivepeerWishes.profiles(wishes.renditions()),
        storage.of(wishes.export()),
        wishes.provenance() ? true : null,
        signing(wishes.signing()),
        content == null ? null : content.size(),
        hash(content),
        ready && facts != null ? videoSpec(facts, withTracks) : null,
        video.isWatchable() ? playbackUrl(video) : null,
        ready ? downloadUrl(video) : null);
  }

  /** The HLS master playlist; the player reads the playback id out of this path (LP-125). */
  String playbackUrl(Video video) {
    return origin.url("/hls/" + video.playbackId() + "/index.m3u8");
  }

  private static @Nullable PlaybackPolicy policy(Wishes wishes) {
    Policy policy = wishes.policy();
    return policy == null ? null : LivepeerWishes.tell(policy, /* withContext= */ true);
  }

  private static AssetStatus status(Video video) {
    Double progress =
        switch (video.phase()) {
          case Phase.Processing(double so) -> (Double) so;
          case Phase.Viewable(double so) -> (Double) so;
          default -> null; // told only while processing (LP-85)
        };
    String error =
        video.phase() instanceof Phase.Failed failed
            ? LivepeerWords.failure(failed.failure())
            : null;
    return new AssetStatus(
        LivepeerWords.phase(video.phase()), video.updatedAt().toEpochMilli(), progress, error);
  }

  private static @Nullable SigningStatus signing(@Nullable Signing signing) {
    return signing == null
        ? null
        : new SigningStatus(
            LivepeerWords.phase(signing.state()),
            signing.updatedAt().toEpochMilli(),
            signing.error());
  }

  /** {@code source} (LP-82). */
  private static Source source(Video video) {
    Encryption encryption = video.wishes().encryptedKey() == null ? null : Encryption.masked();
    return switch (video.source()) {
      case slipway.core.video.Source.Direct() ->
          new Source("directUpload", null, null, encryption, null, null, null);
      case slipway.core.video.Source.Url(String url, String gateway) ->
          new Source("url", url, gateway, encryption, null, null, null);
      case slipway.core.video.Source.Clip clip ->
          new Source("clip", null, null, null, clip.playbackId(), clip.video().toString(), null);
      case slipway.core.video.Source.Recording _ ->
          new Source("recording", null, null, null, null, null, video.id().toString()); // LP-189
    };
  }

  private static @Nullable List<Hash> hash(@Nullable Content content) {
    String sha256 = content == null ? null : content.sha256();
    return sha256 == null ? null : List.of(new Hash(sha256, "sha256"));
  }

  /**
   * The source's own bytes, unless that would open an encrypted upload to everybody (LP-152); of a
   * clip or a recording, which never was somebody's file, the best that was made of it (LP-91).
   */
  private @Nullable String downloadUrl(Video video) {
    Wishes wishes = video.wishes();
    if (wishes.encryptedKey() != null && wishes.effectivePolicy().isPublic()) {
      return null;
    }
    return switch (video.source()) {
      case slipway.core.video.Source.Direct _, slipway.core.video.Source.Url _ -> stored(video);
      case slipway.core.video.Source.Clip _, slipway.core.video.Source.Recording _ ->
          files.best(video).orElseGet(() -> stored(video));
    };
  }

  private String stored(Video video) {
    String file = origin.url("/hls/" + video.playbackId() + "/video");
    Facts facts = video.facts();
    return switch (facts == null ? "" : format(facts.containers())) {
      case "mp4" -> file + "/download.mp4";
      case "mov" -> file + "/download.mov";
      case "mpegts" -> file + "/download.ts";
      case "matroska" -> file + "/download.mkv";
      case "avi" -> file + "/download.avi";
      default -> file; // LP-91
    };
  }

  private static VideoSpec videoSpec(Facts facts, boolean withTracks) {
    return new VideoSpec(
        format(facts.containers()),
        seconds(facts.duration()),
        facts.tracks().stream().mapToLong(TrackFacts::bitrate).sum(),
        withTracks ? facts.tracks().stream().map(LivepeerAssets::track).toList() : null);
  }

  /** The first of the formats Livepeer knows, else the container's first name (LP-89). */
  static String format(List<String> names) {
    if (!names.isEmpty() && names.getFirst().equals("hls")) {
      return "hls"; // also when its pieces are MP4
    }
    for (String known : List.of("mp4", "mov", "hls")) {
      if (names.contains(known)) {
        return known;
      }
    }
    return names.isEmpty() ? "" : names.getFirst();
  }

  private static Track track(TrackFacts facts) {
    TrackFacts.Picture picture = facts.picture();
    TrackFacts.Sound sound = facts.sound();
    return new Track(
        facts.isVideo() ? "video" : "audio",
        facts.codec(),
        seconds(facts.start()),
        seconds(facts.duration()),
        facts.bitrate(),
        picture == null ? null : (Integer) picture.width(),
        picture == null ? null : (Integer) picture.height(),
        picture == null ? null : picture.pixelFormat(),
        picture == null || picture.fps() == 0 ? null : (Double) picture.fps(),
        sound == null ? null : (Integer) sound.channels(),
        sound == null ? null : (Integer) sound.sampleRate(),
        sound == null || sound.bitDepth() == 0 ? null : (Integer) sound.bitDepth());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
