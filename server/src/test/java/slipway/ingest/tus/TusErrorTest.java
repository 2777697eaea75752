package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words that clients may know from other servers. */
final class TusErrorTest {

  @ParameterizedTest
  @DisplayName("TUS-54: each code has its status, first of all")
  @CsvSource({
    "ERR_UNSUPPORTED_VERSION, 412",
    "ERR_MAX_SIZE_EXCEEDED, 413",
    "ERR_UPLOAD_SIZE_EXCEEDED, 413",
    "ERR_INVALID_CONTENT_TYPE, 415",
    "ERR_INVALID_UPLOAD_LENGTH, 400",
    "ERR_AMBIGUOUS_UPLOAD_LENGTH, 400",
    "ERR_INVALID_UPLOAD_LENGTH_DEFER, 400",
    "ERR_INVALID_OFFSET, 400",
    "ERR_MISMATCHED_OFFSET, 409",
    "ERR_UPLOAD_NOT_FOUND, 404",
    "ERR_UPLOAD_LOCKED, 423",
    "ERR_MODIFY_FINAL, 403",
    "ERR_INVALID_CONCAT, 400",
    "ERR_UPLOAD_NOT_FINISHED, 400",
    "ERR_UPLOAD_INTERRUPTED, 423",
    "ERR_UPLOAD_REJECTED, 400",
    "ERR_SERVER_SHUTDOWN, 503",
    "ERR_READ_TIMEOUT, 503",
    "ERR_INVALID_METADATA, 400",
    "ERR_INVALID_CHECKSUM, 400",
    "ERR_CHECKSUM_MISMATCH, 460",
    "ERR_UPLOAD_EXPIRED, 404",
    "ERR_NO_SPACE, 507",
    "ERR_BUSY, 503",
  })
  void statusOfCode(String code, int status) {
    List<TusError> meant =
        Arrays.stream(TusError.values()).filter(error -> error.code().equals(code)).toList();

    assertThat(meant).isNotEmpty();
    assertThat(meant.getFirst().status()).isEqualTo(status);
    assertThat(meant.getFirst().refusal().message()).isNotBlank();
  }
}
