package slipway.ingest.tus;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import slipway.core.upload.Upload;
import slipway.http.Body;
import slipway.http.Headers;
import slipway.http.Request;
import slipway.ingest.BodyCheck;

/**
 * The rules for one body of the IETF dialect: its digests, and that it fits the upload's length. In
 * this dialect bytes beyond the length void the upload (TUS-246); in tus they are only refused.
 */
final class IetfBody implements BodyCheck {
  private final Checksums checksums;
  private final Interim interim;

  IetfBody(Request request, Speech.Ietf speech) {
    this.checksums = Checksums.announced(request.headers());
    this.interim = new Interim(request, speech, System::nanoTime);
  }

  @Override
  public void durable(Upload upload) {
    interim.durable(upload);
  }

  /**
   * The length that the header fields give (TUS-237, TUS-238); empty when it stays unknown.
   *
   * @param offset where the body begins
   * @throws TusException when two of them differ, or no file is so long
   */
  static OptionalLong length(Headers headers, Body body, long offset, boolean complete) {
    OptionalLong declared = IetfHeaders.length(headers);
    if (!complete || body.declaredLength().isEmpty()) {
      return declared;
    }
    long coming = body.declaredLength().getAsLong();
    if (coming > Long.MAX_VALUE - offset) {
      throw TusError.MAX_SIZE_EXCEEDED.thrown();
    }
    long end = offset + coming;
    if (declared.isPresent() && declared.getAsLong() != end) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
    return OptionalLong.of(end);
  }

  /** A complete body has come; it must have brought the upload to its length. */
  static void requireEnd(Upload upload) {
    if (upload.length() != null && upload.offset() < upload.length()) {
      throw TusError.INVALID_UPLOAD_LENGTH.thrown();
    }
  }

  @Override
  public boolean isWanted() {
    return checksums.isWanted();
  }

  @Override
  public void see(ByteBuffer[] buffers) {
    checksums.see(buffers);
  }

  @Override
  public void surplus() {
    throw new Surplus();
  }

  @Override
  public void end(Headers trailers) {
    checksums.end(trailers);
  }

  /** More bytes than the upload's length. */
  static final class Surplus extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
