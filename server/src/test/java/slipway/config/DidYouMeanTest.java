package slipway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DidYouMeanTest {
  @Test
  void the_closest_word_is_suggested() {
    var keys = List.of("--http.host", "--http.port", "--data");
    assertThat(DidYouMean.among(keys, "--http.prot")).contains("--http.port");
    assertThat(DidYouMean.among(keys, "--htpp.host")).contains("--http.host");
    assertThat(DidYouMean.among(keys, "--dat")).contains("--data");
  }

  @Test
  void nothing_is_suggested_when_nothing_is_close() {
    assertThat(DidYouMean.among(List.of("--http.port"), "--colour")).isEmpty();
    assertThat(DidYouMean.among(List.of(), "--colour")).isEmpty();
  }

  @Test
  void swapped_neighbours_are_one_mistake() {
    assertThat(DidYouMean.distance("port", "prot")).isEqualTo(1);
    assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
    assertThat(DidYouMean.distance("kitten", "sitting")).isEqualTo(3);
  }
}
