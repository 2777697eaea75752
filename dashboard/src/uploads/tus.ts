import { DetailedError, Upload } from 'tus-js-client';
import { breakage, type Destination, type StartTransfer } from './transfer.ts';

/** Milliseconds between tries: patient enough for a server that restarts or a train in a tunnel. */
const RETRIES = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

/** Bytes in one request: what the proxies that people put before servers let through, with room to spare. */
const PIECE = 50_000_000;

/** Milliseconds between two progress reports; more often than this nobody can see. */
const PROGRESS = 100;

/** The transfer over tus 1.0. The store of upload URLs is our own (`unfinished.ts`), so the client's is switched off. */
export const tusTransfer: StartTransfer = (file, to, events) => {
  let reported = 0;
  const upload = new Upload(file, {
    ...address(to),
    metadata: { filename: file.name, filetype: file.type || 'application/octet-stream' },
    chunkSize: PIECE,
    retryDelays: RETRIES,
    storeFingerprintForResuming: false,
    onUploadUrlAvailable() {
      if (upload.url === null) return;
      // From here on a lost upload is an error to show: the client would otherwise silently make a second one.
      upload.options.endpoint = null;
      events.located(upload.url);
    },
    onProgress(sent, total) {
      const now = performance.now();
      if (now - reported < PROGRESS && sent < total) return;
      reported = now;
      events.progress(sent);
    },
    onShouldRetry(error) {
      const status = error.originalResponse?.getStatus() ?? 0;
      const passing = status < 400 || status >= 500 || [409, 423, 429].includes(status);
      const retry = passing && status !== 507 && navigator.onLine;
      if (retry) events.retrying();
      return retry;
    },
    onSuccess: () => events.done(),
    onError(error) {
      const response = error instanceof DetailedError ? error.originalResponse : null;
      const status = response?.getStatus() || undefined;
      events.broken(breakage(status, response?.getBody() ?? '', navigator.onLine));
    },
  });
  return {
    start: () => upload.start(),
    stop: () => void upload.abort(),
  };
};

function address(to: Destination) {
  return to.uploadUrl === undefined
    ? { endpoint: to.endpoint }
    : { endpoint: null, uploadUrl: to.uploadUrl };
}
