/** What the server's `/admin` API says, as it says it: times are ISO-8601 UTC, sizes are bytes, durations are seconds. */

export type Phase =
  | 'AwaitingBytes'
  | 'Receiving'
  | 'Fetching'
  | 'Inspecting'
  | 'Processing'
  | 'Viewable'
  | 'Ready'
  | 'Failed'
  | 'Deleting';

export type Step = 'ticket' | 'bytes' | 'inspected' | 'viewable' | 'ready' | 'failed';

export type Maker = 'dashboard' | 'livepeer' | 'cloudflare' | 'gcore';

export interface Video {
  readonly id: string;
  readonly serial: number;
  readonly name: string;
  readonly account: number;
  readonly madeBy: Maker;
  readonly phase: Phase;
  /** 0 to 1, of the phase the video is in; absent when nobody can say. */
  readonly progress?: number;
  /** Why it failed, or why its work waits, as a sentence. */
  readonly reason?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly size?: number;
  /** Bytes that are safe on the server's disk. */
  readonly received?: number;
  readonly duration?: number;
  readonly width?: number;
  readonly height?: number;
  /** SHA-256 of the source, hex. */
  readonly hash?: string;
  readonly ids: {
    readonly livepeer: { readonly id: string; readonly playbackId: string };
    readonly cloudflare: { readonly uid: string };
    readonly gcore: { readonly id: number; readonly slug: string };
  };
  readonly playback?: { readonly hls: string; readonly dash?: string };
  readonly journey: readonly { readonly step: Step; readonly at: string }[];
  /** Why it is not ready yet, or why somebody may not be able to watch it, as sentences; not in lists. */
  readonly hindrances?: readonly string[];
  /** How far the signing of its files is (C2PA); absent when it was not wished for. */
  readonly signing?: Signing;
  /** Copies of its source that are sent elsewhere, newest change first; not in lists. */
  readonly exports?: readonly Export[];
}

export interface Signing {
  readonly state: 'waiting' | 'signed' | 'unstamped' | 'failed';
  readonly reason?: string;
  /** Whether a retry of the video signs its files again. */
  readonly retriable: boolean;
}

export interface Export {
  readonly task: string;
  readonly to?: 'ipfs' | 'address' | 'pinata';
  readonly state: 'pending' | 'waiting' | 'running' | 'completed' | 'failed';
  readonly progress?: number;
  readonly reason?: string;
  readonly updatedAt: string;
}

export interface VideoPage {
  readonly videos: readonly Video[];
  /** Cursor of the next page; absent on the last. */
  readonly next?: string;
}

export interface Session {
  readonly version: string;
  readonly publicUrl: string;
  readonly health: { readonly status: 'ok' | 'degraded'; readonly problems: readonly string[] };
}

export interface Account {
  readonly id: number;
  readonly name: string;
}

/** A new video and where its bytes go. The URLs carry a ticket: they need no key and must not be given one. */
export interface Ticket {
  readonly video: Video;
  readonly upload: { readonly tusEndpoint: string; readonly putUrl: string };
}
