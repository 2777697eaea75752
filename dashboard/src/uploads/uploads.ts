import { sentence, type AdminApi } from '../api/admin.ts';
import { bytes } from '../words/format.ts';
import { Pace } from './pace.ts';
import type { Breakage, StartTransfer, Transfer } from './transfer.ts';
import type { Unfinished, UnfinishedUploads } from './unfinished.ts';

export type UploadState =
  /** Waits for a free line. */
  | 'queued'
  | 'starting'
  | 'sending'
  /** The line broke; the next try comes by itself. */
  | 'retrying'
  | 'paused'
  /** No network; goes on when it is back. */
  | 'offline'
  /** Broke and needs a decision; `problem` says why. */
  | 'stopped'
  /** From an earlier visit; the file must be chosen again. */
  | 'unfinished'
  /** Another tab is at it. */
  | 'elsewhere'
  | 'finished';

/** One upload as the page shows it. */
export interface UploadItem {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly state: UploadState;
  readonly problem?: string;
  /** Can the very same upload go on? */
  readonly resumable: boolean;
  readonly videoId?: string;
  /** Bytes per second. */
  readonly speed?: number;
}

/** How many files travel at once; more only makes each of them slower. */
const LINES = 2;

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly pace: Pace;
  readonly account: number;
  sent: number;
  state: UploadState;
  problem?: string | undefined;
  hopeless: boolean;
  file?: File;
  fingerprint?: string;
  transfer?: Transfer | undefined;
  remembered?: Unfinished | undefined;
  /** The request for an upload address, so that an impatient pause and resume does not ask for two. */
  asking?: Promise<Unfinished> | undefined;
  /** Counts the starts; whoever waited for an older one has nothing to do any more. */
  attempt: number;
}

interface Parts {
  readonly api: Pick<AdminApi, 'create' | 'remove' | 'video'>;
  readonly memory: UnfinishedUploads;
  readonly startTransfer: StartTransfer;
  readonly fingerprint: (file: Blob) => Promise<string>;
  /** Milliseconds on a steady clock and since 1970. */
  readonly clock: { steady(): number; wall(): number };
}

/**
 * All uploads of this tab, plus the unfinished ones that earlier visits left behind. Dispatches `change` whenever an
 * item looks different and `finished` when a file has arrived whole.
 */
export class Uploads extends EventTarget {
  readonly #parts: Parts;
  #entries: Entry[] = [];
  #count = 0;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.recall();
  }

  get items(): readonly UploadItem[] {
    return this.#entries.map(
      ({ key, name, size, sent, state, problem, hopeless, pace, ...rest }) => {
        const videoId = rest.remembered?.videoId;
        const speed = state === 'sending' ? pace.speed : undefined;
        return {
          key,
          name,
          size,
          sent,
          state,
          resumable: !hopeless,
          ...(problem === undefined ? {} : { problem }),
          ...(videoId === undefined ? {} : { videoId }),
          ...(speed === undefined ? {} : { speed }),
        };
      },
    );
  }

  /** Is any byte of this tab under way, so that closing it would interrupt something? */
  get busy(): boolean {
    return this.#entries.some(({ state }) => isOnALine(state) || state === 'queued');
  }

  /** Takes files in. One whose upload was cut earlier goes on where it stopped instead of starting anew. */
  async add(files: Iterable<File>, account: number): Promise<void> {
    for (const file of [...files]) {
      const refused = (problem: string): void =>
        void this.#insert(file, account, { state: 'stopped', hopeless: true, problem });
      if (file.size === 0) {
        refused('This file is empty, so there is nothing to upload.');
        continue;
      }
      let fingerprint: string;
      try {
        fingerprint = await this.#parts.fingerprint(file);
      } catch {
        refused('This cannot be read. If it is a folder, choose the files in it instead.');
        continue;
      }
      const cut = this.#entries.find(
        (entry) =>
          entry.fingerprint === fingerprint &&
          !entry.hopeless &&
          (entry.state === 'unfinished' || entry.state === 'stopped'),
      );
      if (cut) {
        cut.file = file;
        this.resume(cut.key);
      } else {
        this.#insert(file, account, { state: 'queued', fingerprint });
      }
    }
    this.#fill();
  }

  /**
   * Goes on with an upload of an earlier visit.
   *
   * @throws Error with a sentence for the screen when it is not the same file
   */
  async goOn(key: string, file: File): Promise<void> {
    const entry = this.#find(key);
    if (!entry) return;
    if ((await this.#parts.fingerprint(file).catch(() => '')) !== entry.fingerprint) {
      throw new Error(
        file.size === entry.size
          ? `“${file.name}” has the right size but other contents than “${entry.name}”.`
          : `“${file.name}” is another file: it has ${bytes(file.size)}, “${entry.name}” has ${bytes(entry.size)}.`,
      );
    }
    entry.file = file;
    this.resume(key);
  }

  pause(key: string): void {
    const entry = this.#find(key);
    if (!entry || !(isOnALine(entry.state) || entry.state === 'queued')) return;
    entry.transfer?.stop();
    this.#become(entry, 'paused');
    this.#fill();
  }

  /** Goes on after a pause or a breakage; waits for a free line when there is none. */
  resume(key: string): void {
    const entry = this.#find(key);
    if (!entry?.file || entry.hopeless || isOnALine(entry.state)) return;
    entry.problem = undefined;
    this.#become(entry, 'queued');
    this.#fill();
  }

  /** Goes on with everything that waits for the network. */
  online(): void {
    for (const { key, state } of this.#entries) if (state === 'offline') this.resume(key);
  }

  /** The server will not go on with this one: sends the same file again as a new video. */
  async again(key: string): Promise<void> {
    const entry = this.#find(key);
    if (!entry?.file) return;
    this.dismiss(key);
    await this.add([entry.file], entry.account);
  }

  /**
   * Gives up an upload and deletes its video.
   *
   * @throws Refused or Unreachable when the server did not delete it; the item then stays
   */
  async discard(key: string): Promise<void> {
    const entry = this.#find(key);
    if (!entry) return;
    this.pause(key);
    if (entry.remembered) {
      await this.#parts.api.remove(entry.remembered.videoId).catch((error: unknown) => {
        if ((error as { status?: number }).status !== 404) throw error;
      });
    }
    this.dismiss(key);
  }

  /** Takes an item off the page and out of memory; the video on the server stays. */
  dismiss(key: string): void {
    const entry = this.#find(key);
    if (!entry) return;
    entry.transfer?.stop();
    if (entry.remembered) this.#parts.memory.forget(entry.remembered.videoId);
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#changed();
    this.#fill();
  }

  /** A video is gone, so is what was left of its upload. */
  forgetVideo(videoId: string): void {
    const entry = this.#entries.find(({ remembered }) => remembered?.videoId === videoId);
    if (entry) this.dismiss(entry.key);
    else this.#parts.memory.forget(videoId);
  }

  /** Reads what earlier visits and other tabs left; called at the start and whenever another tab wrote something. */
  recall(): void {
    const remembered = this.#parts.memory.all();
    const ids = new Set(remembered.map(({ videoId }) => videoId));
    this.#entries = this.#entries.filter(
      ({ state, remembered: own }) =>
        !(state === 'unfinished' || state === 'elsewhere') || (own && ids.has(own.videoId)),
    );
    for (const memory of remembered) {
      const state = this.#parts.memory.isElsewhere(memory) ? 'elsewhere' : 'unfinished';
      const known = this.#entries.find((entry) => entry.remembered?.videoId === memory.videoId);
      if (!known) {
        this.#entries.push({
          key: `upload-${++this.#count}`,
          name: memory.name,
          size: memory.size,
          pace: new Pace(),
          account: 0,
          sent: memory.sent,
          state,
          hopeless: false,
          attempt: 0,
          fingerprint: memory.fingerprint,
          remembered: memory,
        });
      } else if (known.state === 'unfinished' || known.state === 'elsewhere') {
        known.state = state;
        known.sent = memory.sent;
        known.remembered = memory;
      }
    }
    this.#changed();
  }

  /** Asks the server about what earlier visits left: what is finished or gone there is not unfinished here. */
  async reconcile(): Promise<void> {
    for (const entry of this.#entries.filter(({ state }) => state === 'unfinished')) {
      const id = entry.remembered!.videoId;
      try {
        const video = await this.#parts.api.video(id);
        if (video.phase !== 'AwaitingBytes' && video.phase !== 'Receiving') this.dismiss(entry.key);
        else if (video.received !== undefined) entry.sent = video.received;
      } catch (error) {
        if ((error as { status?: number }).status === 404) this.dismiss(entry.key);
      }
    }
    this.#changed();
  }

  /** Tells other tabs that this one is still at it; to be called every few seconds. */
  heartbeat(): void {
    for (const { remembered, state, sent } of this.#entries) {
      if (remembered && (isOnALine(state) || state === 'paused')) {
        this.#parts.memory.touch(remembered.videoId, sent);
      }
    }
    if (this.#entries.some(({ state }) => state === 'elsewhere')) this.recall();
  }

  /** Stops everything and lets other tabs, or the next visit, take over. */
  close(): void {
    for (const entry of this.#entries) {
      if (isOnALine(entry.state)) entry.transfer?.stop();
      if (entry.remembered && entry.file) {
        this.#parts.memory.touch(entry.remembered.videoId, entry.sent);
        this.#parts.memory.release(entry.remembered.videoId);
      }
    }
    this.#entries = [];
  }

  #insert(file: File, account: number, extra: Partial<Entry>): void {
    this.#entries.unshift({
      key: `upload-${++this.#count}`,
      name: file.name,
      size: file.size,
      pace: new Pace(),
      account,
      sent: 0,
      state: 'queued',
      hopeless: false,
      attempt: 0,
      file,
      ...extra,
    });
    this.#changed();
  }

  /** Gives free lines to those who wait, first come first served. */
  #fill(): void {
    const waiting = this.#entries.filter(({ state }) => state === 'queued').reverse();
    const taken = this.#entries.filter(({ state }) => isOnALine(state)).length;
    for (const entry of waiting.slice(0, Math.max(0, LINES - taken))) void this.#send(entry);
  }

  async #send(entry: Entry): Promise<void> {
    entry.pace.forget();
    this.#become(entry, 'starting');
    const attempt = ++entry.attempt;
    const isCurrent = (): boolean => attempt === entry.attempt && entry.state === 'starting';
    if (!entry.remembered) {
      entry.asking ??= this.#requestUpload(entry);
      try {
        entry.remembered = await entry.asking;
      } catch (error) {
        entry.asking = undefined;
        if (isCurrent()) this.#broke(entry, { sentence: sentence(error), hope: 'later' });
        return;
      }
    }
    if (!this.#entries.includes(entry)) {
      // Thrown away while the server was answering, so nobody wants this video any more.
      void this.#parts.api.remove(entry.remembered.videoId).catch(() => {});
      return;
    }
    this.#parts.memory.keep(entry.remembered);
    if (!isCurrent()) return;
    entry.transfer ??= this.#transferOf(entry);
    entry.transfer.start();
  }

  async #requestUpload(entry: Entry): Promise<Unfinished> {
    const { video, upload } = await this.#parts.api.create(entry.name, entry.account);
    return {
      videoId: video.id,
      name: entry.name,
      size: entry.size,
      fingerprint: entry.fingerprint!,
      endpoint: upload.tusEndpoint,
      sent: 0,
      startedAt: this.#parts.clock.wall(),
      tab: '',
      touchedAt: 0,
    };
  }

  #transferOf(entry: Entry): Transfer {
    const memory = this.#parts.memory;
    /** An answer may still be on its way when the user has already decided otherwise. */
    const unlessDecided =
      <A extends unknown[]>(run: (...given: A) => void) =>
      (...given: A): void => {
        if (isOnALine(entry.state)) run(...given);
      };
    return this.#parts.startTransfer(entry.file!, entry.remembered!, {
      located: (url) => {
        entry.remembered = { ...entry.remembered!, uploadUrl: url };
        if (this.#entries.includes(entry)) memory.keep({ ...entry.remembered, sent: entry.sent });
      },
      progress: unlessDecided((sent) => {
        entry.sent = sent;
        entry.pace.note(sent, this.#parts.clock.steady());
        this.#become(entry, 'sending');
      }),
      retrying: unlessDecided(() => {
        entry.pace.forget();
        this.#become(entry, 'retrying');
      }),
      done: () => {
        entry.sent = entry.size;
        memory.forget(entry.remembered!.videoId);
        this.#become(entry, 'finished');
        this.dispatchEvent(new CustomEvent('finished', { detail: entry.remembered!.videoId }));
        this.#fill();
      },
      broken: unlessDecided((breakage) => this.#broke(entry, breakage)),
    });
  }

  #broke(entry: Entry, breakage: Breakage): void {
    entry.transfer?.stop();
    // The next try is a fresh one, with all its own tries.
    entry.transfer = undefined;
    entry.problem = breakage.sentence;
    entry.hopeless = breakage.hope === 'never';
    if (entry.hopeless && entry.remembered) this.#parts.memory.forget(entry.remembered.videoId);
    this.#become(entry, breakage.hope === 'offline' ? 'offline' : 'stopped');
    this.#fill();
  }

  #become(entry: Entry, state: UploadState): void {
    entry.state = state;
    this.#changed();
  }

  #find(key: string): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key);
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

function isOnALine(state: UploadState): boolean {
  return state === 'starting' || state === 'sending' || state === 'retrying';
}
