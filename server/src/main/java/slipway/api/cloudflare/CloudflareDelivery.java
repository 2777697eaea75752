package slipway.api.cloudflare;

import java.time.InstantSource;
import java.util.function.Function;
import slipway.core.Ids;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.SignRights;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.download.OfferDownload;
import slipway.core.sound.KeepSounds;
import slipway.core.video.Videos;
import slipway.core.watermark.KeepWatermarks;
import slipway.http.Handler;
import slipway.http.Origin;
import slipway.http.Routes;

/**
 * The paths of this dialect about what viewers get: keys and tokens, downloads, captions,
 * watermarks (sections 10 to 17 of the contract).
 */
public final class CloudflareDelivery {
  private static final String STREAM = "/accounts/{account}/stream";
  private static final String VIDEO = STREAM + "/{uid}";

  private final CloudflareKeys keys;
  private final CloudflareToken token;
  private final CloudflareDownloads downloads;
  private final CloudflareCaptions captions;
  private final CloudflareWatermarks watermarks;
  private final CloudflareAudio audio;

  /** Rights to watch, and who signs them. */
  public record Rights(KeepSigningKeys keep, SignRights sign, Ids ids, InstantSource clock) {}

  /** Texts beside a video. */
  public record Texts(
      Captions captions, CaptionFiles files, KeepCaption keep, RemoveCaption remove) {}

  /** Sound beside a video. */
  public record Audio(KeepSounds keep, AudioForm form) {}

  /**
   * Over core's use cases.
   *
   * @param origin what every URL handed out begins with
   */
  public CloudflareDelivery(
      Origin origin,
      Videos videos,
      Rights rights,
      OfferDownload offers,
      Texts texts,
      KeepWatermarks marks,
      Audio sounds) {
    var owned = new CloudflareOwned(videos);
    keys = new CloudflareKeys(rights.keep(), rights.ids());
    token = new CloudflareToken(owned, rights.sign(), rights.clock());
    downloads = new CloudflareDownloads(owned, offers, origin);
    captions =
        new CloudflareCaptions(
            owned, texts.captions(), texts.files(), texts.keep(), texts.remove());
    watermarks = new CloudflareWatermarks(marks);
    audio = new CloudflareAudio(owned, sounds.keep(), sounds.form());
  }

  /**
   * Adds them.
   *
   * @param reading for every key of the account
   * @param changing for keys that may change something
   */
  void addTo(
      Routes routes,
      Function<CloudflareRoutes.Operation, Handler> reading,
      Function<CloudflareRoutes.Operation, Handler> changing) {
    routes
        .post(STREAM + "/keys", changing.apply(keys::create))
        .get(STREAM + "/keys", reading.apply(keys::list))
        .delete(STREAM + "/keys/{key}", changing.apply(keys::delete))
        .post(VIDEO + "/token", changing.apply(token))
        .post(STREAM + "/watermarks", changing.apply(watermarks::create))
        .get(STREAM + "/watermarks", reading.apply(watermarks::list))
        .get(STREAM + "/watermarks/{watermark}", reading.apply(watermarks::get))
        .delete(STREAM + "/watermarks/{watermark}", changing.apply(watermarks::delete));
    routes
        .get(VIDEO + "/audio", reading.apply(audio::list))
        .post(VIDEO + "/audio", changing.apply(audio::add))
        .post(VIDEO + "/audio/copy", changing.apply(audio::copy))
        .patch(VIDEO + "/audio/{audio}", changing.apply(audio::change))
        .delete(VIDEO + "/audio/{audio}", changing.apply(audio::delete));
    for (String path : new String[] {"/downloads", "/downloads/{type}"}) {
      routes
          .post(VIDEO + path, changing.apply(downloads::create))
          .delete(VIDEO + path, changing.apply(downloads::delete));
    }
    routes
        .get(VIDEO + "/downloads", reading.apply(downloads::get))
        .get(VIDEO + "/captions", reading.apply(captions::list))
        .get(VIDEO + "/captions/{language}", reading.apply(captions::get))
        .get(VIDEO + "/captions/{language}/vtt", reading.apply(captions::text))
        .put(VIDEO + "/captions/{language}", changing.apply(captions::put))
        .delete(VIDEO + "/captions/{language}", changing.apply(captions::delete))
        .post(VIDEO + "/captions/{language}/generate", changing.apply(captions::generate));
  }
}
