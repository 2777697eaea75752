package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Sends a file by tus 1.0 with a progress bar, and goes on where it stopped when a line breaks. */
final class ResumableUpload {
  private static final int CHUNK = 8 << 20;
  private static final int TRIES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http;
  private final Path file;
  private final int chunk;

  ResumableUpload(HttpClient http, Path file) {
    this(http, file, CHUNK);
  }

  /**
   * @param chunk bytes of one request at most
   */
  ResumableUpload(HttpClient http, Path file, int chunk) {
    this.http = http;
    this.file = file;
    this.chunk = chunk;
  }

  void to(String endpoint) throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file);
        ProgressBar bar =
            new ProgressBarBuilder()
                .setTaskName("upload")
                .setInitialMax(channel.size())
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MiB", 1 << 20)
                .build()) {
      URI location = create(endpoint, channel.size());
      long offset = 0;
      int failures = 0;
      while (offset < channel.size()) {
        try {
          offset = send(location, channel, offset);
          failures = 0;
        } catch (AdminClient.Refused refused) {
          throw refused;
        } catch (IOException broken) {
          failures++;
          if (failures == TRIES) {
            throw broken;
          }
          Thread.sleep(Duration.ofMillis(250L << Math.min(failures, 6)));
          offset = whereToGoOn(location, offset);
        }
        bar.stepTo(offset);
      }
    }
  }

  private URI create(String endpoint, long length) throws IOException, InterruptedException {
    HttpResponse<String> created =
        http.send(
            request(URI.create(endpoint))
                .header("Upload-Length", Long.toString(length))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (created.statusCode() != 201) {
      throw new AdminClient.Refused(created.statusCode(), created.body());
    }
    return URI.create(endpoint).resolve(created.headers().firstValue("Location").orElseThrow());
  }

  private long send(URI location, FileChannel channel, long offset)
      throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(chunk, channel.size() - offset));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException(file + " became shorter while it was sent");
      }
    }
    HttpResponse<String> sent =
        http.send(
            request(location)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes.array()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    int status = sent.statusCode();
    if (status == 204) {
      return sent.headers().firstValueAsLong("Upload-Offset").orElseThrow();
    }
    if (status == 409 || status == 423 || status >= 500) {
      throw new IOException("the server answered " + status + ": " + sent.body());
    }
    throw new AdminClient.Refused(status, sent.body());
  }

  private long whereToGoOn(URI location, long known) throws InterruptedException {
    try {
      HttpResponse<Void> head =
          http.send(
              request(location).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
              HttpResponse.BodyHandlers.discarding());
      return head.headers().firstValueAsLong("Upload-Offset").orElse(known);
    } catch (IOException stillBroken) {
      return known;
    }
  }

  private static HttpRequest.Builder request(URI to) {
    return HttpRequest.newBuilder(to).timeout(PATIENCE).header("Tus-Resumable", "1.0.0");
  }
}
