package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.upload.Upload;
import slipway.http.HttpServer;
import slipway.testing.IngestHouse;

/** Requests that append at the same offset at the same moment, each on a line of its own. */
final class TusSameMomentTest {
  /** The house takes a hundred uploads at most. */
  private static final int ROUNDS = 96;

  /** Each body comes in so many packets. */
  private static final int PIECES = 8;

  private static final int LENGTH = 5 * PIECES;

  private final IngestHouse house = new IngestHouse();
  private final TusClient client =
      TusClient.at(house, TusDoor.files(house.take, house.authenticate, TusBrowsers.any()));
  private final ExecutorService lines = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = FilesServer.start(house);
  }

  @AfterEach
  void stop() {
    lines.close();
    server.close();
  }

  @Test
  @DisplayName("REL-07, TUS-152: of two PATCHes at one offset one wins, however their bytes mingle")
  void oneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Upload upload = client.started(LENGTH);
      // Both send at the same moments; who begins later meets the other in the middle of its body.
      int lag = round % PIECES;
      CyclicBarrier moment = new CyclicBarrier(2);

      Future<String> first = lines.submit(append(upload, "a", 0, lag, moment));
      Future<String> second = lines.submit(append(upload, "b", lag, 0, moment));

      String as = "round " + round + ": a says " + first.get() + ", b says " + second.get();
      boolean firstWon = first.get().equals("204");
      assertThat(firstWon ? second.get() : first.get()).as(as).isIn("409", "423");
      assertThat(firstWon ? first.get() : second.get()).as(as).isEqualTo("204");
      assertThat(house.upload(upload.id()).offset()).as(as).isEqualTo(LENGTH);
      assertThat(house.stored(upload)).as(as).isEqualTo((firstWon ? "a" : "b").repeat(LENGTH));
    }
  }

  /** Sends a body of one letter, a piece at each moment behind those it lets pass; the status. */
  private Callable<String> append(
      Upload upload, String letter, int before, int after, CyclicBarrier moment) {
    String body = letter.repeat(LENGTH);
    String head =
        """
        PATCH %s HTTP/1.1\r
        Host: localhost\r
        Connection: close\r
        Tus-Resumable: 1.0.0\r
        Content-Type: application/offset+octet-stream\r
        Upload-Offset: 0\r
        Content-Length: %d\r
        \r
        """
            .formatted(client.address(upload), body.length());
    return () -> {
      try (Socket line = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        line.setTcpNoDelay(true);
        line.setSoTimeout(60_000);
        for (int i = 0; i < before; i++) {
          moment.await();
        }
        int piece = LENGTH / PIECES;
        for (int sent = 0; sent < LENGTH; sent += piece) {
          moment.await();
          send(line, (sent == 0 ? head : "") + body.substring(sent, sent + piece));
        }
        for (int i = 0; i < after; i++) {
          moment.await();
        }
        return status(line);
      }
    };
  }

  /** Whoever was refused may have closed by now; what it said is still to be read. */
  private static void send(Socket line, String text) {
    try {
      line.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException refused) {
      // its answer tells
    }
  }

  private static String status(Socket line) throws IOException {
    var answer = new ByteArrayOutputStream();
    line.getInputStream().transferTo(answer);
    List<String> words = List.of(answer.toString(StandardCharsets.US_ASCII).split(" ", 3));
    return words.size() < 2 ? "nothing" : words.get(1);
  }
}
