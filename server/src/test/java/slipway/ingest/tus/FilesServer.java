package slipway.ingest.tus;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import slipway.http.HttpServer;
import slipway.http.HttpSettings;
import slipway.http.Site;
import slipway.testing.IngestHouse;

/** Our own endpoint {@code /files/} over a house in memory, on a socket. */
final class FilesServer {
  private FilesServer() {}

  /** Starts it on a free port of this machine; the caller closes it. */
  static HttpServer start(IngestHouse house) throws IOException {
    AtomicInteger ids = new AtomicInteger();
    return HttpServer.start(
        HttpSettings.defaults().listeningOn("127.0.0.1", 0),
        Site.of(
            TusRoutes.area(
                TusDoor.files(house.take, house.authenticate, TusBrowsers.any()),
                house.take,
                house.create,
                house.writers,
                house.receiver)),
        house.clock,
        () -> "id-" + ids.incrementAndGet(),
        access -> {});
  }
}
