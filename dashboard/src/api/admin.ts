import type { Account, Session, Ticket, Video, VideoPage } from './shapes.ts';

export interface VideoQuery {
  readonly limit?: number;
  readonly cursor?: string | undefined;
  readonly phase?: string;
  readonly q?: string;
}

/** The server answered, and the answer was no. `message` is a sentence fit for the screen. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** No answer came at all: the server is down, restarting, or out of reach. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor() {
    super('The server does not answer. It may be restarting, or the network is down.');
  }
}

/** The sentence to show for whatever was thrown. */
export function sentence(error: unknown): string {
  return error instanceof Error && error.message !== ''
    ? error.message
    : 'Something went wrong that the dashboard did not expect.';
}

/**
 * The server's `/admin` API. The key travels in a header and nowhere else.
 *
 * Every method throws {@link Refused}, {@link Unreachable}, or the signal's `AbortError`.
 */
export class AdminApi {
  readonly #base: string;
  readonly #key: string;
  readonly #onKeyRefused: () => void;

  /**
   * @param base where the dashboard itself lives; `admin/…` is resolved against it
   * @param onKeyRefused called on every 401, before the error is thrown
   */
  constructor(base: string, key: string, onKeyRefused: () => void = () => {}) {
    this.#base = base;
    this.#key = key;
    this.#onKeyRefused = onKeyRefused;
  }

  session(signal?: AbortSignal): Promise<Session> {
    return this.#ask('GET', 'session', undefined, signal);
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.#ask<{ accounts: readonly Account[] }>('GET', 'accounts')).accounts;
  }

  videos(query: VideoQuery, signal?: AbortSignal): Promise<VideoPage> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') parameters.set(name, String(value));
    }
    return this.#ask('GET', `videos?${parameters}`, undefined, signal);
  }

  video(id: string, signal?: AbortSignal): Promise<Video> {
    return this.#ask('GET', `videos/${encodeURIComponent(id)}`, undefined, signal);
  }

  create(name: string, account: number): Promise<Ticket> {
    return this.#ask('POST', 'videos', { name, account });
  }

  remove(id: string): Promise<void> {
    return this.#ask('DELETE', `videos/${encodeURIComponent(id)}`);
  }

  retry(id: string): Promise<void> {
    return this.#ask('POST', `videos/${encodeURIComponent(id)}/retry`);
  }

  retryExport(id: string, task: string): Promise<void> {
    return this.#ask(
      'POST',
      `videos/${encodeURIComponent(id)}/exports/${encodeURIComponent(task)}/retry`,
    );
  }

  async #ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(`admin/${path}`, this.#base), {
        method,
        headers: {
          Authorization: `Bearer ${this.#key}`,
          Accept: 'application/json',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        credentials: 'omit',
        cache: 'no-store',
        signal: signal ?? null,
      });
      text = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Unreachable();
    }
    if (!response.ok) {
      if (response.status === 401) this.#onKeyRefused();
      throw refusal(response.status, text);
    }
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Refused(response.status, 'not_json', 'The server gave an answer that is not JSON.');
    }
  }
}

/** A proxy in between may answer in HTML, so the body is believed only when it has our shape. */
function refusal(status: number, text: string): Refused {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    if (error?.message) return new Refused(status, error.code ?? 'unknown', error.message);
  } catch {
    // Not JSON: the status says all there is to say.
  }
  return new Refused(status, 'unknown', `The server answered with status ${status}.`);
}
