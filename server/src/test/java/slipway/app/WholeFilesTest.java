package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;
import slipway.testing.Png;

/** Files that come in one request, and files that will be refused, over a socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WholeFilesTest {
  private static final int MIB = 1 << 20;

  private final RunningHouse house;

  WholeFilesTest(@TempDir Path data) throws IOException {
    house = RunningHouse.on(data, "--api.key=the-key");
  }

  @AfterAll
  void stop() {
    house.close();
  }

  private JsonObject ticket(String limits) {
    return house.admin("POST", "/admin/videos", "{\"name\":\"x\"" + limits + "}").json();
  }

  private static String ticketOf(JsonObject made) {
    String url = RunningHouse.text(made, "upload", "tusEndpoint");
    return url.substring(url.indexOf("ticket="));
  }

  @Test
  @DisplayName("CF-34, REL-94: a form with an API key becomes a video that plays")
  void form() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";
    RunningHouse.Answer answer =
        house.send(
            house
                .to("/files/direct")
                .header("Authorization", "Bearer the-key")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(clip),
                        BodyPublishers.ofString("\r\n--b--\r\n"))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.json().number("size").orElseThrow().intValue()).isEqualTo(clip.length);
    JsonObject video = house.awaitPhase(answer.json().string("video").orElseThrow(), "Ready");
    assertThat(video.string("name")).contains("clip.mp4");
  }

  @Test
  @DisplayName("a raw file with PUT and a ticket, with POST and a key, without either")
  void raw() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    String ticket = ticketOf(ticket(""));
    var put = house.to("/files/direct?" + ticket).PUT(BodyPublishers.ofByteArray(clip));
    assertThat(house.send(put).status()).isEqualTo(201);
    RunningHouse.Answer again = house.send(put);
    assertThat(again.status()).isEqualTo(422);
    assertThat(RunningHouse.text(again.json(), "error", "code")).isEqualTo("already-uploaded");
    var post =
        house
            .to("/files/direct?name=a%20clip")
            .header("Authorization", "Bearer the-key")
            .POST(BodyPublishers.ofByteArray(clip));
    RunningHouse.Answer posted = house.send(post);
    assertThat(posted.status()).isEqualTo(201);
    String id = posted.json().string("video").orElseThrow();
    assertThat(house.video(id).string("name")).contains("a clip");
    var bare = house.to("/files/direct").POST(BodyPublishers.ofByteArray(clip));
    assertThat(house.send(bare).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("MD-10, MD-18, CF-37: too long is said within the first MiB of an index-first file")
  void tooLong() throws IOException {
    JsonObject made = ticket(",\"maxDurationSeconds\":60");
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    makeLong(clip);

    String answer = firstMib(made, clip);

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"too-long\"");
    assertReadable(answer);
    assertFailed(made, "The video is longer than the allowed 60 seconds.");
  }

  @Test
  @DisplayName("MD-18, CF-37: with the index last, too long is said after the last byte")
  void tooLongAtTheEnd() throws IOException {
    JsonObject made = ticket(",\"maxDurationSeconds\":5");
    house.send(made, Files.readAllBytes(Clips.clip("bbb_prog_10s.mp4")));

    String id = RunningHouse.text(made, "video", "id");
    JsonObject video = house.awaitPhase(id, "Failed");

    assertThat(video.string("reason").orElseThrow())
        .startsWith("The video is longer than the allowed 5 seconds. Cut it");
  }

  @Test
  @DisplayName("MD-10: what is no media is said within the first MiB")
  void noMedia() throws IOException {
    JsonObject made = ticket("");

    String answer = firstMib(made, "#EXTM3U\n".repeat(1000).getBytes(StandardCharsets.US_ASCII));

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"not-media\"");
    assertReadable(answer);
    assertThat(house.video(RunningHouse.text(made, "video", "id")).string("phase"))
        .contains("Failed");
  }

  @Test
  @DisplayName("MD-10, CF-19, LP-93: a short file that is no media, or none at all, by every door")
  void shortAndNoMedia() throws IOException {
    byte[] png = Arrays.copyOf(Png.of(4, 4, 1, 2, 3), 100);
    byte[] text = "no video at all\n".repeat(192).getBytes(StandardCharsets.US_ASCII);
    for (byte[] file : List.of(new byte[0], new byte[] {'x'}, text, png)) {
      JsonObject put = ticket("");
      JsonObject tus = ticket("");
      var raw = house.to("/files/direct?" + ticketOf(put)).PUT(BodyPublishers.ofByteArray(file));

      assertThat(house.send(raw).status()).as("%s bytes", file.length).isEqualTo(400);
      // An empty tus upload is whole when it is made (TUS-64); its video fails all the same.
      assertThat(house.send(tus, file).status()).isEqualTo(file.length == 0 ? 201 : 400);
      house.awaitPhase(RunningHouse.text(put, "video", "id"), "Failed");
      house.awaitPhase(RunningHouse.text(tus, "video", "id"), "Failed");
    }
  }

  @Test
  @DisplayName("CF-36, REL-82: too large for the ticket is said before the first byte")
  void tooLarge() throws IOException {
    String answer = firstMib(ticket(",\"maxBytes\":1000000"), new byte[0]);

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"too-large\"");
    assertReadable(answer);
  }

  @Test
  @DisplayName("TUS-70, TUS-71: above the quota, said before the first byte")
  void overQuota() throws IOException {
    JsonObject account = house.admin("POST", "/admin/accounts", "{\"name\":\"small\"}").json();
    String id = account.number("id").orElseThrow().toString();
    RunningHouse.Answer changed =
        house.admin("PATCH", "/admin/accounts/" + id, "{\"quotaBytes\":1000}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().number("quotaBytes").orElseThrow().intValue()).isEqualTo(1000);
    for (String wrong : new String[] {"{}", "{\"quotaBytes\":-1}", "{\"quotaBytes\":1e99}", "[]"}) {
      assertThat(house.admin("PATCH", "/admin/accounts/" + id, wrong).status()).isEqualTo(400);
    }
    assertThat(house.admin("PATCH", "/admin/accounts/99", "{\"quotaBytes\":1}").status())
        .isEqualTo(404);

    String answer = firstMib(ticket(",\"account\":" + id), new byte[0]);

    assertThat(answer).startsWith("HTTP/1.1 429 ").contains("\"quota-reached\"");
    assertReadable(answer);
    house.admin("PATCH", "/admin/accounts/" + id, "{\"quotaBytes\":null}");
    assertThat(house.admin("GET", "/admin/accounts", "").body()).doesNotContain("quotaBytes");
  }

  /** A movie header that says an hour; the index lies first in this clip (8.2.2, version 0). */
  private static void makeLong(byte[] clip) {
    int header = new String(clip, StandardCharsets.ISO_8859_1).indexOf("mvhd");
    ByteBuffer bytes = ByteBuffer.wrap(clip);
    int scale = bytes.getInt(header + 16);
    bytes.putInt(header + 20, 3600 * scale);
  }

  private void assertFailed(JsonObject made, String reason) {
    JsonObject video = house.video(RunningHouse.text(made, "video", "id"));
    assertThat(video.string("phase")).contains("Failed");
    assertThat(video.string("reason").orElseThrow()).startsWith(reason);
  }

  private static void assertReadable(String answer) {
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("access-control-allow-origin: ");
  }

  /**
   * Announces 64 MiB, sends only the first of them and then waits: the answer can only be there
   * when no more than that was asked for.
   */
  private String firstMib(JsonObject made, byte[] beginning) throws IOException {
    URI base = URI.create(house.base());
    try (Socket socket = new Socket(InetAddress.getByName(base.getHost()), base.getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /files/direct?"
              + ticketOf(made)
              + " HTTP/1.1\r\nHost: h\r\nOrigin: https://page.example\r\nContent-Length: "
              + 64 * MIB
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(Arrays.copyOf(beginning, MIB));
      out.flush();
      return answer(socket.getInputStream());
    }
  }

  /** Up to the end of the small JSON body. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("}}") < 0) {
      int next = in.read();
      assertThat(next).as("an answer after " + text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }
}
