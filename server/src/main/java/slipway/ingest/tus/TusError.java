package slipway.ingest.tus;

import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.Headers;

/**
 * Everything the protocol can refuse, on one screen (TUS-54). Codes are those of tusd where it has
 * one; a door may say the same in other words.
 */
enum TusError {
  UNSUPPORTED_VERSION(
      412, "ERR_UNSUPPORTED_VERSION", "missing, invalid or unsupported Tus-Resumable header"),
  METHOD_NOT_ALLOWED(405, "ERR_METHOD_NOT_ALLOWED", "this address does not offer the method"),
  MAX_SIZE_EXCEEDED(413, "ERR_MAX_SIZE_EXCEEDED", "the file is larger than allowed"),
  UPLOAD_SIZE_EXCEEDED(413, "ERR_UPLOAD_SIZE_EXCEEDED", "more bytes than the upload's length"),
  INVALID_CONTENT_TYPE(415, "ERR_INVALID_CONTENT_TYPE", "missing or invalid Content-Type header"),
  INVALID_UPLOAD_LENGTH(
      400, "ERR_INVALID_UPLOAD_LENGTH", "missing or invalid Upload-Length header"),
  AMBIGUOUS_UPLOAD_LENGTH(
      400, "ERR_AMBIGUOUS_UPLOAD_LENGTH", "both Upload-Length and Upload-Defer-Length were given"),
  INVALID_UPLOAD_LENGTH_DEFER(
      400, "ERR_INVALID_UPLOAD_LENGTH_DEFER", "invalid Upload-Defer-Length header"),
  INVALID_METADATA(400, "ERR_INVALID_METADATA", "invalid Upload-Metadata header"),
  METADATA_TOO_LARGE(431, "ERR_INVALID_METADATA", "the Upload-Metadata header is too large"),
  INVALID_OFFSET(400, "ERR_INVALID_OFFSET", "missing or invalid Upload-Offset header"),
  MISMATCHED_OFFSET(409, "ERR_MISMATCHED_OFFSET", "mismatched offset"),
  INVALID_CHECKSUM(400, "ERR_INVALID_CHECKSUM", "missing, invalid or unsupported checksum"),
  CHECKSUM_MISMATCH(460, "ERR_CHECKSUM_MISMATCH", "the checksum is not that of the bytes"),
  INVALID_CONCAT(400, "ERR_INVALID_CONCAT", "invalid Upload-Concat header"),
  MODIFY_FINAL(403, "ERR_MODIFY_FINAL", "a final upload takes no bytes of its own"),
  REQUEST_RUNNING(409, "ERR_REQUEST_RUNNING", "the same request is still being handled"),
  REQUEST_DIFFERS(422, "ERR_REQUEST_DIFFERS", "the Idempotency-Key belongs to another request"),
  UPLOAD_NOT_FOUND(404, "ERR_UPLOAD_NOT_FOUND", "upload not found"),
  UPLOAD_EXPIRED(404, "ERR_UPLOAD_EXPIRED", "the upload has expired"),
  UPLOAD_LOCKED(423, "ERR_UPLOAD_LOCKED", "the upload is in use by another request"),
  UPLOAD_INTERRUPTED(423, "ERR_UPLOAD_INTERRUPTED", "a newer request took over the upload"),
  UPLOAD_REJECTED(400, "ERR_UPLOAD_REJECTED", "the upload was rejected"),
  UPLOAD_COMPLETE(400, "ERR_UPLOAD_REJECTED", "the upload is complete already"),
  UPLOAD_NOT_FINISHED(400, "ERR_UPLOAD_NOT_FINISHED", "one of the parts is not finished"),
  BUSY(503, "ERR_BUSY", "this takes too long just now; try again later"),
  UPLOAD_STOPPED(400, "ERR_UPLOAD_STOPPED", "the upload was stopped, as its video was deleted"),
  READ_TIMEOUT(503, "ERR_READ_TIMEOUT", "no byte of the body arrived in time"),
  SERVER_SHUTDOWN(503, "ERR_SERVER_SHUTDOWN", "the server is restarting; try again"),
  NO_SPACE(507, "ERR_NO_SPACE", "the server has no space left; try again later"),
  INTERNAL(500, "ERR_INTERNAL_SERVER_ERROR", "internal error");

  private final int status;
  private final String code;
  private final String sentence;

  TusError(int status, String code, String sentence) {
    this.status = status;
    this.code = code;
    this.sentence = sentence;
  }

  /** The usual status. */
  int status() {
    return status;
  }

  /** The word before the colon. */
  String code() {
    return code;
  }

  /** This error in its own words. */
  TusRefusal refusal() {
    return refusal(sentence);
  }

  /** This error in other words. */
  TusRefusal refusal(String message) {
    return new TusRefusal(this, status, message, Headers.EMPTY);
  }

  /**
   * What ended an append, told as a stop where the house took the video away meanwhile (TUS-282).
   */
  static RuntimeException stopped(ProblemException ended, Upload upload, TakeBytes take) {
    return ended.problem() instanceof Problem.NotFound && take.find().wasStopped(upload)
        ? UPLOAD_STOPPED.thrown()
        : ended;
  }

  /** This error on its way out of a handler. */
  TusException thrown() {
    return new TusException(refusal());
  }
}
