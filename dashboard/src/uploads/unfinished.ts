/** What is remembered of an upload so that it can go on after a reload, a crash or a night. */
export interface Unfinished {
  readonly videoId: string;
  readonly name: string;
  readonly size: number;
  readonly fingerprint: string;
  /** Where the upload is made; one-time, carries the ticket. */
  readonly endpoint: string;
  /** Where it goes on, once it has been made. */
  readonly uploadUrl?: string;
  readonly sent: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The tab that is at it, and when it last said so (milliseconds since 1970, 0 when it let go). */
  readonly tab: string;
  readonly touchedAt: number;
}

/** A tab that has been silent for so long is gone. Browsers let hidden tabs run once a minute, hence not less. */
export const SILENCE = 75_000;

const PREFIX = 'slipway.upload.';

/**
 * Unfinished uploads in the browser's local storage, one entry each, so that tabs do not overwrite one another. When
 * the storage is full or forbidden, uploads still work; they just cannot survive a reload.
 */
export class UnfinishedUploads {
  readonly #storage: Storage;
  readonly #tab: string;
  readonly #now: () => number;

  constructor(storage: Storage, tab: string, now: () => number) {
    this.#storage = storage;
    this.#tab = tab;
    this.#now = now;
  }

  /** Oldest first. Entries that cannot be understood are dropped. */
  all(): readonly Unfinished[] {
    const found: Unfinished[] = [];
    for (const key of this.#keys()) {
      const entry = parse(this.#storage.getItem(key));
      if (entry) found.push(entry);
      else this.#storage.removeItem(key);
    }
    return found.sort((a, b) => a.startedAt - b.startedAt);
  }

  /** Writes the entry as ours, touched now. */
  keep(entry: Omit<Unfinished, 'tab' | 'touchedAt'>): void {
    this.#write({ ...entry, tab: this.#tab, touchedAt: this.#now() });
  }

  /** Says that this tab is still at it, and how far it is. */
  touch(videoId: string, sent: number): void {
    const entry = this.#read(videoId);
    if (entry) this.#write({ ...entry, sent, tab: this.#tab, touchedAt: this.#now() });
  }

  /** Lets another tab take over at once. */
  release(videoId: string): void {
    const entry = this.#read(videoId);
    if (entry?.tab === this.#tab) this.#write({ ...entry, touchedAt: 0 });
  }

  forget(videoId: string): void {
    this.#storage.removeItem(PREFIX + videoId);
  }

  /** Is another tab busy with it right now? */
  isElsewhere(entry: Unfinished): boolean {
    return entry.tab !== this.#tab && this.#now() - entry.touchedAt < SILENCE;
  }

  #read(videoId: string): Unfinished | undefined {
    return parse(this.#storage.getItem(PREFIX + videoId));
  }

  #write(entry: Unfinished): void {
    try {
      this.#storage.setItem(PREFIX + entry.videoId, JSON.stringify(entry));
    } catch {
      // Full or forbidden; see above.
    }
  }

  #keys(): string[] {
    const keys: string[] = [];
    for (let index = 0; index < this.#storage.length; index++) {
      const key = this.#storage.key(index);
      if (key?.startsWith(PREFIX)) keys.push(key);
    }
    return keys;
  }
}

function parse(text: string | null): Unfinished | undefined {
  try {
    const entry = JSON.parse(text ?? '') as Partial<Unfinished>;
    const usable =
      typeof entry.videoId === 'string' &&
      typeof entry.name === 'string' &&
      typeof entry.size === 'number' &&
      typeof entry.fingerprint === 'string' &&
      typeof entry.endpoint === 'string';
    return usable
      ? ({ sent: 0, startedAt: 0, tab: '', touchedAt: 0, ...entry } as Unfinished)
      : undefined;
  } catch {
    return undefined;
  }
}
