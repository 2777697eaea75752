package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.ingest.Fought;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** How far a body is, told before its end. */
final class InterimTest {
  private final TusClient client = TusClient.files();
  private final IngestHouse house = client.house;
  private final IetfClient ietf = new IetfClient(client);

  @BeforeEach
  void account() {
    house.account(1, "anna");
  }

  @Test
  @DisplayName("TUS-233: how far a long body is, from version 5, at most once a second")
  void interimOffsets() {
    AtomicLong now = new AtomicLong();
    Upload upload = client.startedWith(9, "012");
    for (int version : new int[] {0, 3, 4, 5, 8}) {
      ietf.interim.clear();
      Interim told = new Interim(ietf.create(5, false).build(), new Speech.Ietf(version), now::get);
      told.durable(upload);
      told.durable(upload);
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      told.durable(upload.advanced(5, upload.touchedAt(), upload.expiresAt()));

      assertThat(ietf.interim.stream().map(fields -> fields.first("Upload-Offset").orElse("none")))
          .containsExactlyElementsOf(version < 5 ? List.of() : List.of("3", "5"));
      assertThat(ietf.interim).noneMatch(fields -> fields.has("Location"));
    }
  }

  @Test
  @DisplayName("TUS-233: a client that does not take it hears no more, and its body goes on")
  void deaf() {
    AtomicLong now = new AtomicLong();
    AtomicInteger tries = new AtomicInteger();
    Upload upload = client.startedWith(9, "012");
    Interim told =
        new Interim(
            ietf.create(5, false)
                .informer((_, _) -> {
                  tries.incrementAndGet();
                  throw new IOException("reads nothing");
                })
                .build(),
            new Speech.Ietf(8),
            now::get);
    for (int i = 0; i < 3; i++) {
      told.durable(upload);
      now.addAndGet(Duration.ofSeconds(2).toNanos());
    }
    assertThat(tries).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 8})
  @DisplayName("TUS-233: told while the body comes, as soon as it is durable")
  void interimOffsetsOfABody(int version) throws Exception {
    Upload upload = client.started(9);
    Fought.about(house.writers, upload.id());
    StagedBody body = StagedBody.declaring(9).give("012");
    Thread writer =
        client.writing(
            ietf.append(upload, version, 0, true)
                .informer((_, fields) -> ietf.interim.add(fields))
                .body(body),
            body);

    assertThat(header(client.lookMeanwhile(upload, body), "Upload-Offset")).isEqualTo("3");

    assertThat(ietf.interim.stream().map(fields -> fields.first("Upload-Offset").orElse("none")))
        .containsExactlyElementsOf(version < 5 ? List.of() : List.of("3"));
    body.give("345678").end();
    writer.join();
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }
}
