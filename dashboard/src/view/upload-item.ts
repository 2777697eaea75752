import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { sentence } from '../api/admin.ts';
import { videoHref } from '../route.ts';
import { parts } from '../style/parts.ts';
import type { UploadItem, Uploads, UploadState } from '../uploads/uploads.ts';
import { bytes, percent, timeLeft } from '../words/format.ts';
import { announce } from './announce.ts';
import type { Confirm } from './confirm.ts';
import { icons } from './icons.ts';

const STATES: Readonly<Record<UploadState, string>> = {
  queued: 'Waiting for its turn',
  starting: 'Starting',
  sending: 'Uploading',
  retrying: 'The connection broke, trying again',
  paused: 'Paused',
  offline: 'Waiting for the network',
  stopped: 'Stopped',
  unfinished: 'Unfinished: choose the file again to go on',
  elsewhere: 'Uploading in another tab',
  finished: 'Uploaded',
};

/** One upload with what can be done about it. */
@customElement('slipway-upload')
export class UploadRow extends LitElement {
  static override styles = [
    parts,
    css`
      :host {
        padding: 14px 16px;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 12px;
      }
      .what {
        flex: 1 1 260px;
        min-width: 0;
      }
      .name {
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      progress {
        margin-top: 10px;
      }
      .notice {
        margin-top: 10px;
        font-size: 14px;
      }
    `,
  ];

  @property({ attribute: false }) item!: UploadItem;
  @property({ attribute: false }) uploads!: Uploads;
  @state() private problem = '';
  @query('input') private input!: HTMLInputElement;
  @query('slipway-confirm') private confirm!: Confirm;
  #said = 0;

  override updated(changes: PropertyValues<this>): void {
    const before = changes.get('item');
    if (!before) return;
    const { name, state, sent, size } = this.item;
    if (state !== before.state && !(state === 'sending' && before.state === 'starting')) {
      announce(this, `${name}: ${STATES[state]}.`);
    }
    // Every quarter is news; every percent would be noise.
    const quarter = Math.floor((sent / size) * 4);
    if (state === 'sending' && quarter > this.#said && quarter < 4) {
      announce(this, `${name}: ${quarter * 25} percent uploaded.`);
    }
    this.#said = quarter;
  }

  override render() {
    const { item } = this;
    const fraction = item.size > 0 ? item.sent / item.size : 0;
    const problem = this.problem || item.problem;
    const still = !['sending', 'starting', 'elsewhere'].includes(item.state);
    return html`<div
      class="item"
      data-testid="upload-item"
      data-state=${item.state}
      data-video-id=${item.videoId ?? nothing}
    >
      <div class="top">
        <div class="what">
          <p class="name" id="name" data-testid="upload-name">${item.name}</p>
          <p class="soft small number" data-testid="upload-state">${this.#status()}</p>
        </div>
        <div class="actions">${this.#actions()}</div>
      </div>
      ${item.state === 'stopped' && !item.resumable
        ? nothing
        : html`<progress
            class=${still ? 'still' : ''}
            data-testid="upload-progress"
            aria-labelledby="name"
            aria-valuetext=${percent(fraction)}
            max="1"
            .value=${fraction}
          ></progress>`}
      ${problem
        ? html`<p class="notice" role="alert" data-testid="upload-problem">
            ${icons.warning}<span
              >${problem}
              ${item.videoId && !item.resumable
                ? html`<a href=${videoHref(item.videoId)}>See the video</a>`
                : nothing}</span
            >
          </p>`
        : nothing}
      <slipway-confirm></slipway-confirm>
    </div>`;
  }

  #status() {
    const { state, size, sent, speed } = this.item;
    if (state === 'stopped' && !this.item.resumable) return html`Not uploaded`;
    if (state === 'queued' && sent === 0) return html`${STATES.queued} · ${bytes(size)}`;
    const done = `${percent(sent / size)} of ${bytes(size)}`;
    if (state === 'sending' && sent >= size) return html`Finishing · ${bytes(size)}`;
    return html`${STATES[state]} ·
    ${done}${speed === undefined
      ? nothing
      : html` · ${bytes(speed)}/s · ${timeLeft((size - sent) / speed)}`}`;
  }

  #actions() {
    const { key, state, resumable, name } = this.item;
    const button = (testid: string, label: string, icon: unknown, run: () => void, kind = '') =>
      html`<button
        class="small ${kind}"
        data-testid=${testid}
        aria-label="${label} ${name}"
        @click=${run}
      >
        ${icon}${label}
      </button>`;
    const resume = (label: string) =>
      button('upload-resume', label, icons.play, () => this.uploads.resume(key));
    const discard = button(
      'upload-discard',
      'Discard',
      icons.trash,
      () => void this.#discard(),
      'quiet',
    );
    switch (state) {
      case 'queued':
      case 'starting':
      case 'sending':
      case 'retrying':
        return [
          button('upload-pause', 'Pause', icons.pause, () => this.uploads.pause(key)),
          discard,
        ];
      case 'paused':
        return [resume('Resume'), discard];
      case 'offline':
        return [resume('Try now'), discard];
      case 'stopped':
        return resumable
          ? [resume('Try again'), discard]
          : [
              this.item.size > 0
                ? button(
                    'upload-again',
                    'Upload again',
                    icons.again,
                    () => void this.uploads.again(key),
                  )
                : nothing,
              button(
                'upload-dismiss',
                'Dismiss',
                icons.cross,
                () => this.uploads.dismiss(key),
                'quiet',
              ),
            ];
      case 'unfinished':
        return [
          button('upload-choose', 'Choose the file', icons.upload, () => this.input.click()),
          html`<input
            type="file"
            hidden
            aria-label="The file of ${name}"
            data-testid="upload-choose-input"
            @change=${this.#chosen}
          />`,
          discard,
        ];
      case 'elsewhere':
      case 'finished':
        return [];
    }
  }

  async #chosen(): Promise<void> {
    const file = this.input.files?.[0];
    this.input.value = '';
    if (!file) return;
    this.problem = '';
    try {
      await this.uploads.goOn(this.item.key, file);
    } catch (error) {
      this.problem = sentence(error);
    }
  }

  async #discard(): Promise<void> {
    const sure = await this.confirm.ask({
      title: 'Discard this upload?',
      text: `What has arrived of “${this.item.name}” is deleted from the server. The file on your disk stays.`,
      action: 'Discard the upload',
    });
    if (!sure) return;
    try {
      await this.uploads.discard(this.item.key);
    } catch (error) {
      this.problem = sentence(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-upload': UploadRow;
  }
}
