package slipway.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import slipway.json.JsonValue.JsonObject;

/**
 * Every address under which something of a video may be had, in all dialects, without the server's
 * name. A new spelling is one more line here, and every test that must not get anything tries it.
 */
final class Spellings {
  /** Where the names of one video go. */
  record Names(String playbackId, String id, String uid, long serial, String slug, long client) {
    static Names of(JsonObject video, long client) {
      JsonObject ids = video.object("ids").orElseThrow();
      JsonObject gcore = ids.object("gcore").orElseThrow();
      return new Names(
          RunningHouse.text(ids, "livepeer", "playbackId"),
          video.string("id").orElseThrow(),
          RunningHouse.text(ids, "cloudflare", "uid"),
          gcore.number("id").orElseThrow().longValue(),
          gcore.string("slug").orElseThrow(),
          client);
    }
  }

  private static final List<String> LIVEPEER =
      List.of(
          "index.m3u8",
          "index.mpd",
          "source/index.m3u8",
          "source/init.mp4",
          "source/0.m4s",
          "source/1.m4s",
          "source/iframes.m3u8",
          "source.mp4",
          "video",
          "video/download.mp4",
          "video/download.car",
          "thumbnails/thumbnails.vtt",
          "thumbnails/keyframes_0.jpg",
          "thumbnails/keyframes_0.png",
          "thumbnails/sprite_0.jpg",
          "thumbnails/sprite.jpg",
          "thumbnails/sprite.vtt",
          "thumbnails/thumbnail.jpg",
          "thumbnails/thumbnail.gif",
          "thumbnails/screenshot_1.jpg",
          "360p0/index.m3u8",
          "360p0/0.ts",
          "360p0/av.m3u8",
          "360p0/0.av.ts",
          "360p0.mp4",
          "static360p0.mp4",
          "source.m4a",
          "vp8.webm",
          "360p0.webm",
          "chunks/0.mp4",
          "chunk/0",
          "source",
          "source-audio/index.m3u8",
          "source-audio/0.m4s",
          "audio/index.m3u8",
          "audio/0.m4s",
          "captions-1.vtt",
          "text-en/index.m3u8");

  private static final List<String> CLOUDFLARE =
      List.of(
          "manifest/video.m3u8",
          "manifest/video.mpd",
          "manifest/source/index.m3u8",
          "manifest/source/init.mp4",
          "manifest/source/0.m4s",
          "manifest/source/iframes.m3u8",
          "manifest/index.m3u8",
          "thumbnails/sprite.vtt",
          "thumbnails/sprite.jpg",
          "downloads/audio.m4a",
          "thumbnails/thumbnail.jpg",
          "thumbnails/thumbnail.gif",
          "thumbnails/thumbnail.jpg?time=1s&height=270",
          "downloads/default.mp4",
          "downloads/source.mp4",
          "iframe",
          "watch",
          "metadata/playerEnhancementInfo.json");

  private static final List<String> GCORE =
      List.of(
          "",
          "master.m3u8",
          "master-cmaf.m3u8",
          "master.mpd",
          "source/index.m3u8",
          "source/init.mp4",
          "source/0.m4s",
          "source/ts.m3u8",
          "source/av.m3u8",
          "source/0.ts",
          "source/0.av.ts",
          "source/index-aes.m3u8",
          "source/0.aes.ts",
          "source.mp4",
          "source/download",
          "vid_1.mp4",
          "encryption",
          "thumbnail.jpg",
          "screenshots/0.jpg",
          "sprite.jpg",
          "tiles.vtt");

  private Spellings() {}

  /** Those of all dialects that serve, and those of neighbours that must not. */
  static List<String> of(Names video) {
    List<String> all = new ArrayList<>();
    for (String key : List.of(video.playbackId(), video.id())) {
      LIVEPEER.forEach(file -> all.add("/hls/" + key + "/" + file));
    }
    LIVEPEER.forEach(file -> all.add("/asset/hls/" + video.playbackId() + "/" + file));
    for (String key : List.of(video.uid(), video.id())) {
      CLOUDFLARE.forEach(file -> all.add("/" + key + "/" + file));
    }
    String key = video.client() + "_" + video.slug();
    for (String prefix : List.of("/videos/", "/player/videos/", "/streaming/videos/")) {
      GCORE.forEach(file -> all.add(prefix + key + "/" + file));
      all.add(prefix + video.serial());
    }
    all.add("/embed/" + video.playbackId());
    for (String id : List.of(video.id(), video.playbackId(), video.uid())) {
      for (String api :
          List.of(
              "/api/asset/",
              "/api/asset/upload/tus/",
              "/api/asset/upload/direct/",
              "/api/clip/",
              "/api/playback/",
              "/files/",
              "/files/direct/",
              "/admin/videos/",
              "/blobs/",
              "/client/v4/accounts/x/stream/")) {
        all.add(api + id);
      }
      all.add("/blobs/" + id + "/source");
      all.add("/admin/migration/originals/" + id + "/file");
      all.add("/admin/videos/" + id + "/captions");
      all.add("/" + id);
      all.add("/admin/videos/" + id + "/source");
      all.add("/ipfs/" + id);
    }
    all.add("/metrics");
    all.add("/health/ready");
    all.add("/streaming/videos/" + video.serial() + "/download");
    return List.copyOf(all);
  }

  /** Ways to write an address that careless guards take for another one. */
  static List<String> disguised(String address) {
    int query = address.indexOf('?');
    String path = query < 0 ? address : address.substring(0, query);
    int last = path.lastIndexOf('/');
    String folder = path.substring(0, last);
    String file = path.substring(last + 1);
    int second = path.indexOf('/', 1);
    String top = second < 0 ? path : path.substring(0, second);
    return List.of(
        path + "/",
        path + ".",
        path + ";x",
        path + "%00",
        path + "%20",
        path + "?jwt=",
        path + "?jwt=x&accessKey=x",
        path + "?p=e30.e30.e30",
        path.toUpperCase(Locale.ROOT),
        folder + "//" + file,
        folder + "/./" + file,
        folder + "/x/../" + file,
        folder + "/%2e/" + file,
        folder + "/x/%2e%2e/" + file,
        folder + "%2f" + file,
        folder + "/" + file.replace(".", "%2e"),
        folder + "/..%2f" + file,
        top + "/../.." + path,
        "/" + path,
        folder + "/" + file.replaceFirst("\\.[a-z0-9]+$", ".json"),
        folder + "/" + file.replaceFirst("\\.[a-z0-9]+$", ""),
        folder + "/" + file.replaceFirst("\\.[a-z0-9]+$", ".ts"));
  }
}
