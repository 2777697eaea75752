/** One file on its way to one upload address. What speaks the protocol is behind this line. */
export interface Transfer {
  /** Begins, or goes on from where the server says it is. */
  start(): void;
  /** Stops sending; what has arrived stays. */
  stop(): void;
}

export interface TransferEvents {
  /** The server made the upload; it can be continued at this URL from now on. */
  located(url: string): void;
  progress(sent: number): void;
  /** The line broke; another try follows by itself. */
  retrying(): void;
  done(): void;
  broken(breakage: Breakage): void;
}

export interface Breakage {
  /** Fit for the screen. */
  readonly sentence: string;
  /**
   * `offline`: go on as soon as there is a network; `later`: the same upload may go on; `never`: the server will not
   * take this upload any more.
   */
  readonly hope: 'offline' | 'later' | 'never';
}

export interface Destination {
  readonly endpoint: string;
  readonly uploadUrl?: string;
}

export type StartTransfer = (file: File, to: Destination, events: TransferEvents) => Transfer;

/** What an upload's failure means, from the status of the last answer (undefined: there was none) and its body. */
export function breakage(status: number | undefined, body: string, online: boolean): Breakage {
  // Browsers may send a request again on their own when a line breaks, so even an answer such as 409 can mean that.
  if (!online && (status === undefined || status === 409 || status === 423)) {
    return {
      sentence: 'There is no network. The upload goes on by itself when it is back.',
      hope: 'offline',
    };
  }
  if (status === undefined) {
    return {
      sentence: 'The server cannot be reached. Nothing is lost; try again when it is back.',
      hope: 'later',
    };
  }
  const said = sentenceIn(body);
  switch (status) {
    case 404:
    case 410:
      return { sentence: 'The server no longer has this upload.', hope: 'never' };
    case 409:
    case 423:
      return {
        sentence: 'The server is still busy with an earlier part. Try again in a moment.',
        hope: 'later',
      };
    case 413:
      if (said === undefined && body.trimStart().startsWith('<')) {
        return {
          sentence:
            'A proxy in front of the server does not take pieces of 50 MB. Its limit for the size of a request has to be raised; nothing is lost.',
          hope: 'later',
        };
      }
      return { sentence: said ?? 'The file is larger than the server allows.', hope: 'never' };
    case 415:
      return { sentence: said ?? 'The server does not take this kind of file.', hope: 'never' };
    case 507:
      return {
        sentence: "The server's disk is full. The upload can go on when there is room again.",
        hope: 'later',
      };
    default:
      if (status >= 500) {
        return { sentence: said ?? `The server has a problem (status ${status}).`, hope: 'later' };
      }
      return {
        sentence: said ?? `The server refused the upload (status ${status}).`,
        hope: 'never',
      };
  }
}

/**
 * Servers speak plain text, `{"error":{"message"}}` or `{"message"}`; a proxy's HTML page is no sentence. tus servers
 * put a word for programs before theirs, as in `ERR_UPLOAD_REJECTED: This is a text file.`
 */
function sentenceIn(body: string): string | undefined {
  let text = body.trim();
  try {
    const json = JSON.parse(text) as { error?: { message?: unknown }; message?: unknown };
    text = String(json.error?.message ?? json.message ?? '');
  } catch {
    text = text.replace(/^ERR_[A-Z_]+: /, '');
  }
  return text !== '' && text.length <= 300 && !text.startsWith('<') ? text : undefined;
}
