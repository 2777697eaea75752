import type { Maker, Phase, Step, Video } from '../api/shapes.ts';

/** How a phase feels, which decides its colour: nobody should have to learn nine colours. */
export type Tone = 'waiting' | 'moving' | 'good' | 'bad';

interface Words {
  readonly label: string;
  readonly tone: Tone;
  /** What is going on, for the place where the player will be. */
  readonly meaning: string;
}

const WORDS: Readonly<Record<Phase, Words>> = {
  AwaitingBytes: {
    label: 'Waiting for the file',
    tone: 'waiting',
    meaning: 'The video has its upload address. The first byte has not arrived yet.',
  },
  Receiving: {
    label: 'Receiving',
    tone: 'moving',
    meaning: 'The file is on its way. What has arrived is already safe on disk.',
  },
  Fetching: {
    label: 'Fetching',
    tone: 'moving',
    meaning: 'The server is bringing the file from its address.',
  },
  Inspecting: {
    label: 'Inspecting',
    tone: 'moving',
    meaning: 'All bytes are here. The server is looking at what they hold.',
  },
  Processing: {
    label: 'Processing',
    tone: 'moving',
    meaning: 'This file cannot be shown as it is, so a playable version is being made.',
  },
  Viewable: {
    label: 'Viewable',
    tone: 'moving',
    meaning: 'It plays already. Further qualities are being made.',
  },
  Ready: { label: 'Ready', tone: 'good', meaning: 'All done.' },
  Failed: { label: 'Failed', tone: 'bad', meaning: 'This video could not be made playable.' },
  Deleting: { label: 'Deleting', tone: 'waiting', meaning: 'This video is being deleted.' },
};

/** A phase this dashboard has not heard of is shown under its own name rather than not at all. */
export function phaseWords(phase: Phase): Words {
  return WORDS[phase] ?? { label: phase, tone: 'waiting', meaning: '' };
}

/** Will this video change by itself before long? Decides how often the server is asked. */
export function isMoving(video: Video): boolean {
  switch (video.phase) {
    case 'Receiving':
    case 'Fetching':
    case 'Inspecting':
    case 'Processing':
    case 'Viewable':
    case 'Deleting':
      return true;
    case 'AwaitingBytes':
    case 'Ready':
    case 'Failed':
      return false;
  }
}

/** Share of the current phase that is done, 0 to 1; undefined when nobody can say. */
export function progressOf(video: Video): number | undefined {
  if (!isMoving(video)) return undefined;
  if (video.progress !== undefined) return video.progress;
  if (video.phase === 'Receiving' && video.size && video.received !== undefined) {
    return video.received / video.size;
  }
  return undefined;
}

export const PHASE_FILTERS: readonly { readonly phase: Phase | ''; readonly label: string }[] = [
  { phase: '', label: 'All phases' },
  ...(Object.keys(WORDS) as Phase[]).map((phase) => ({ phase, label: WORDS[phase].label })),
];

const STEPS: Readonly<Record<Step, string>> = {
  ticket: 'Upload address given',
  bytes: 'Last byte arrived',
  inspected: 'Inspected',
  viewable: 'Viewable',
  ready: 'Ready',
  failed: 'Failed',
};

export interface JourneyStep {
  readonly step: Step;
  readonly label: string;
  readonly state: 'done' | 'now' | 'ahead' | 'failed';
  readonly at?: string;
  /** Seconds since the step before. */
  readonly after?: number;
}

/** The whole walk of a video: what lies behind it with times, where it stands, and what lies ahead. */
export function journeyOf(video: Video): readonly JourneyStep[] {
  const behind: JourneyStep[] = video.journey.map(({ step, at }, index) => {
    const before = video.journey[index - 1];
    return {
      step,
      label: STEPS[step] ?? step,
      state: step === 'failed' ? 'failed' : 'done',
      at,
      ...(before ? { after: (Date.parse(at) - Date.parse(before.at)) / 1000 } : {}),
    };
  });
  if (video.phase === 'Failed' || video.phase === 'Deleting') return behind;
  const passed = new Set(video.journey.map(({ step }) => step));
  const road: readonly Step[] = ['ticket', 'bytes', 'inspected', 'viewable', 'ready'];
  const ahead: JourneyStep[] = road
    .filter((step) => !passed.has(step))
    .map((step, index) => ({ step, label: STEPS[step], state: index === 0 ? 'now' : 'ahead' }));
  return [...behind, ...ahead];
}

const MAKERS: Readonly<Record<Maker, string>> = {
  dashboard: 'the dashboard',
  livepeer: 'the Livepeer API',
  cloudflare: 'the Cloudflare API',
  gcore: 'the Gcore API',
};

export function makerWords(maker: Maker): string {
  return MAKERS[maker] ?? maker;
}
