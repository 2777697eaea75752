package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Somebody without a right at every address that an open video in the same state is told to have,
 * in all three dialects (REL-83).
 */
final class Outsider {
  private static final Pattern IN_TAG =
      Pattern.compile("(?:URI|media|initialization)=\"([^\"]+)\"");

  private Outsider() {}

  /**
   * Follows the open one as a player would, and tries the same at the closed one.
   *
   * @return how many addresses there were
   */
  static int getsNothing(Screen screen, Video open, Video closed) throws IOException {
    Set<String> told = told(screen, open);
    long before = screen.openFiles();
    for (String address : told) {
      String same =
          address.replace(open.playbackId(), closed.playbackId()).replace(uid(open), uid(closed));
      assertThat(same).isNotEqualTo(address);
      for (String method : List.of("GET", "HEAD")) {
        Response answer = screen.send(Request.to(method, same).header("Range", "bytes=0-"));
        String text = new String(Screen.body(answer), UTF_8);
        boolean refused =
            answer.status() == 401
                || answer.status() == 403
                || text.startsWith("#EXTM3U\n#EXT-X-ERROR: Shutting down");
        assertThat(refused).as("%s %s: %s", method, same, answer.status()).isTrue();
      }
    }
    assertThat(screen.openFiles()).as("nothing of it was even opened").isEqualTo(before);
    return told.size();
  }

  private static Set<String> told(Screen screen, Video open) throws IOException {
    String gcore = "/videos/" + open.account() + "_" + open.playbackId() + "/";
    Queue<String> unread =
        new ArrayDeque<>(
            List.of(
                Screen.path(open, "index.m3u8"),
                Screen.path(open, "index.mpd"),
                Screen.path(open, "thumbnails/thumbnails.vtt"),
                "/" + uid(open) + "/manifest/video.m3u8",
                "/" + uid(open) + "/manifest/video.mpd",
                "/" + uid(open) + "/thumbnails/thumbnail.jpg",
                gcore + "master.m3u8",
                gcore + "master-cmaf.m3u8",
                gcore + "master.mpd"));
    Set<String> told = new LinkedHashSet<>();
    while (!unread.isEmpty()) {
      String address = unread.remove();
      if (told.contains(address)) {
        continue;
      }
      Response answer = screen.send(Request.to("GET", address));
      byte[] bytes = Screen.body(answer);
      if (answer.status() != 200) {
        continue; // not everything is there in every state
      }
      told.add(address);
      String type = answer.headers().first("Content-Type").orElse("");
      if (type.contains("mpegurl") || type.contains("dash") || type.contains("vtt")) {
        String folder = address.substring(0, address.lastIndexOf('/') + 1);
        new String(bytes, UTF_8).lines().forEach(line -> links(line, folder, unread));
      }
    }
    return told;
  }

  private static void links(String line, String folder, Queue<String> unread) {
    Matcher tag = IN_TAG.matcher(line);
    while (tag.find()) {
      unread.add(folder + tag.group(1).replace("$Number$", "0"));
    }
    if (line.matches("[A-Za-z0-9_./-]+\\.[a-z0-9]+([?#].*)?")) {
      unread.add(folder + line.replaceFirst("#.*", ""));
    }
  }

  private static String uid(Video video) {
    return video.id().toString().replace("-", "");
  }
}
