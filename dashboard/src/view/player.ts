import type Hls from 'hls.js';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { parts } from '../style/parts.ts';
import { icons } from './icons.ts';
import { tellEndOfShort } from './short-clips.ts';

const NATIVE_HLS = 'application/vnd.apple.mpegurl';

/**
 * Plays an HLS address: with hls.js where the browser has Media Source Extensions, else with the browser's own HLS.
 * hls.js is fetched only when something is to be played.
 */
@customElement('slipway-player')
export class Player extends LitElement {
  static override styles = [
    parts,
    css`
      .frame {
        position: relative;
        border-radius: var(--radius);
        overflow: hidden;
        background: #05090b;
        aspect-ratio: 16 / 9;
        max-height: 72vh;
        width: 100%;
      }
      video {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: contain;
      }
      .broken {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 14px;
        padding: 24px;
        text-align: center;
        color: #e6eef0;
        background: #05090be0;
      }
      .broken p {
        max-width: 420px;
      }
    `,
  ];

  /** Address of the master playlist. */
  @property() hls = '';
  /** Names the player for those who cannot see it. */
  @property() label = '';
  @state() private problem = '';
  @query('video') private video!: HTMLVideoElement;
  #hls: Hls | undefined;
  /** Counts the loads, so that a slow older one notices that it is not wanted any more. */
  #load = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override updated(changes: PropertyValues<this>): void {
    if (changes.has('hls') && this.hls) void this.#open();
  }

  override render() {
    return html`<div class="frame">
      <video
        controls
        playsinline
        preload="metadata"
        aria-label=${this.label}
        data-testid="player"
        data-source=${this.hls}
      ></video>
      ${this.problem
        ? html`<div class="broken" role="alert" data-testid="player-problem">
            ${icons.warning}
            <p>${this.problem}</p>
            <button class="small" @click=${this.#open}>Try again</button>
          </div>`
        : nothing}
    </div>`;
  }

  async #open(): Promise<void> {
    this.#close();
    const load = ++this.#load;
    this.problem = '';
    let library: typeof Hls | undefined;
    try {
      library = (await import('hls.js')).default;
    } catch {
      // Not loaded: the browser's own HLS may still do.
    }
    if (load !== this.#load || !this.isConnected) return;
    if (library?.isSupported()) {
      this.video.dataset['engine'] = 'hls.js';
      this.#playWith(library);
    } else if (this.video.canPlayType(NATIVE_HLS) !== '') {
      this.video.dataset['engine'] = 'native';
      this.video.onerror = () => (this.problem = 'The browser cannot play this video.');
      this.video.src = this.hls;
    } else {
      this.problem = 'This browser cannot play HLS.';
    }
  }

  #playWith(library: typeof Hls): void {
    const hls = new library({ capLevelToPlayerSize: true });
    this.#hls = hls;
    let rescued = false;
    hls.on(library.Events.ERROR, (_, { fatal, type, response }) => {
      if (!fatal) return;
      if (type === library.ErrorTypes.MEDIA_ERROR && !rescued) {
        // hls.js can rebuild a decoder that stumbled; twice in a row means the media is to blame.
        rescued = true;
        hls.recoverMediaError();
        return;
      }
      this.problem =
        type === library.ErrorTypes.NETWORK_ERROR
          ? response?.code
            ? `The server did not give out the video (status ${response.code}).`
            : 'The server did not give out the video. It may be restarting.'
          : 'The browser cannot play this video.';
    });
    tellEndOfShort(hls, library.Events);
    hls.loadSource(this.hls);
    // A source that is set pauses; who has pressed play while hls.js was on its way means what comes now.
    const wanted = !this.video.paused;
    hls.attachMedia(this.video);
    if (wanted) this.video.play().catch(() => undefined);
  }

  #close(): void {
    this.#load++;
    this.#hls?.destroy();
    this.#hls = undefined;
    if (!this.video) return;
    this.video.onerror = null;
    this.video.removeAttribute('src');
    this.video.load();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-player': Player;
  }
}
