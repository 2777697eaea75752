package slipway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FirstLineTest {
  @Test
  @DisplayName("What is trusted is read with the first call, and no start waits for it")
  void trustIsReadWithTheFirstCall() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (StrangeServer server = StrangeServer.saying("HTTP/1.1 204 No Content", "");
        OutgoingHouse house =
            new OutgoingHouse(
                OutgoingHouse.strict(),
                () -> {
                  reads.incrementAndGet();
                  return Lines.trustingAsTheJvmDoes();
                })) {
      house.name("there.example", OutgoingHouse.PUBLIC).serve(80, server);
      assertThat(house.outgoing.whyNot("https://there.example/")).isEmpty();
      assertThat(reads).hasValue(0);
      house.get("http://there.example/").close();
      assertThat(reads).hasPositiveValue();
    }
  }
}
