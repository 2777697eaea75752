package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.ingest.tus.TusClient.header;

import java.util.ArrayList;
import java.util.List;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.http.Response;

/** A client of the IETF's dialect, in all its versions. */
final class IetfClient {
  static final String PARTIAL = "application/partial-upload";

  /** The header fields of each 104. */
  final List<Headers> interim = new ArrayList<>();

  private final TusClient client;

  IetfClient(TusClient client) {
    this.client = client;
  }

  /** An upload of Anna, who is told of it in a 104. */
  Request.Builder create(int version, boolean complete) {
    Request.Builder request =
        Request.to("POST", "/files/")
            .header("Authorization", "Bearer anna")
            .informer((status, headers) -> {
              assertThat(status).isEqualTo(104);
              interim.add(headers);
            });
    return spoken(request, version, complete);
  }

  /** In a version of the draft; 0 says none. */
  static Request.Builder spoken(Request.Builder request, int version, boolean complete) {
    if (version > 0) {
      request.header("Upload-Draft-Interop-Version", Integer.toString(version));
    }
    return version == 3
        ? request.header("Upload-Incomplete", complete ? "?0" : "?1")
        : request.header("Upload-Complete", complete ? "?1" : "?0");
  }

  /** More for it, or the end. */
  Request.Builder append(Upload upload, int version, long offset, boolean complete) {
    Request.Builder request =
        Request.to("PATCH", client.address(upload)).header("Upload-Offset", Long.toString(offset));
    if (version == 0 || version >= 6) {
      request.header("Content-Type", PARTIAL);
    }
    return spoken(request, version, complete);
  }

  Response head(Upload upload, int version) {
    return client.send(
        Request.to("HEAD", client.address(upload))
            .header("Upload-Draft-Interop-Version", Integer.toString(version)));
  }

  /** What an answer says of it, as the later drafts say it. */
  static String complete(Response response, int version) {
    return version == 3
        ? header(response, "Upload-Incomplete").equals("?0") ? "?1" : "?0"
        : header(response, "Upload-Complete");
  }
}
