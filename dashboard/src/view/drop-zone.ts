import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Account } from '../api/shapes.ts';
import { parts } from '../style/parts.ts';
import { icons } from './icons.ts';

/** The files somebody chose or dropped, and for whom. */
export interface Chosen {
  readonly files: readonly File[];
  readonly account: number;
}

/** Only what the file chooser offers first; the server alone decides what it takes. */
const OFFERED =
  'video/*,audio/*,.mkv,.mp4,.m4v,.mov,.webm,.avi,.flv,.ts,.mts,.m2ts,.mxf,.mpg,.3gp,.ogv,.m4a,.opus,.flac';

/** Takes files by choice, or dropped anywhere on the page. Dispatches `chosen`. */
@customElement('slipway-drop-zone')
export class DropZone extends LitElement {
  static override styles = [
    parts,
    css`
      .zone {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 18px;
        padding: 18px 20px;
        border: 1.5px dashed var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        transition:
          border-color 0.15s,
          background-color 0.15s;
      }
      .zone.large {
        flex-direction: column;
        justify-content: center;
        text-align: center;
        padding: 64px 24px;
      }
      .zone.over {
        border-color: var(--accent);
        border-style: solid;
        background: var(--accent-wash);
      }
      .tile {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 12px;
        background: var(--accent-wash);
        color: var(--accent);
      }
      .text {
        flex: 1 1 240px;
        min-width: 0;
      }
      .large .text {
        flex: none;
        max-width: 420px;
      }
      .text strong {
        display: block;
        font-weight: 600;
      }
      .large .text strong {
        font-size: 19px;
        letter-spacing: -0.01em;
        margin-bottom: 4px;
      }
      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px;
      }
      .large .controls {
        justify-content: center;
      }
    `,
  ];

  @property({ attribute: false }) accounts: readonly Account[] = [];
  /** Is there nothing else on the page yet? */
  @property({ type: Boolean }) large = false;
  @state() private over = false;
  @state() private account: number | undefined;
  @query('input') private input!: HTMLInputElement;
  #listening = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener('dragover', (event) => (this.over = carriesFiles(event)), { signal });
    addEventListener(
      'dragleave',
      // Leaving the window has no related target; moving from one element to another has.
      (event) => (this.over = this.over && event.relatedTarget !== null),
      { signal },
    );
    addEventListener(
      'drop',
      (event) => {
        this.over = false;
        if (carriesFiles(event)) this.#choose(event.dataTransfer?.files);
      },
      { signal },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
  }

  override render() {
    const classes = `zone${this.large ? ' large' : ''}${this.over ? ' over' : ''}`;
    return html`<section class=${classes} aria-label="Upload" data-testid="drop-zone">
      <span class="tile">${icons.upload}</span>
      <p class="text">
        <strong>${this.over ? 'Let go to upload' : 'Drop videos here'}</strong>
        <span class="soft">An upload that is interrupted goes on where it stopped.</span>
      </p>
      <div class="controls">
        ${this.accounts.length > 1
          ? html`<label class="hush" for="account">Account</label>
              <select
                id="account"
                data-testid="account"
                @change=${(event: Event) =>
                  (this.account = Number((event.target as HTMLSelectElement).value))}
              >
                ${this.accounts.map(
                  ({ id, name }) => html`<option value=${id}>For ${name}</option>`,
                )}
              </select>`
          : nothing}
        <button
          class="primary"
          data-testid="choose-files"
          ?disabled=${this.accounts.length === 0}
          @click=${() => this.input.click()}
        >
          Choose files
        </button>
        <input
          type="file"
          multiple
          hidden
          accept=${OFFERED}
          aria-label="Files to upload"
          data-testid="file-input"
          @change=${() => {
            this.#choose(this.input.files ?? undefined);
            this.input.value = '';
          }}
        />
      </div>
    </section>`;
  }

  /** Files chosen before the server has named its accounts; they go on their way when it has. */
  #waiting: File[] = [];

  protected override updated(): void {
    this.#send();
  }

  #choose(list: FileList | undefined): void {
    this.#waiting.push(...(list ?? []));
    this.#send();
  }

  #send(): void {
    const account = this.account ?? this.accounts[0]?.id;
    if (this.#waiting.length === 0 || account === undefined) return;
    const files = this.#waiting;
    this.#waiting = [];
    this.dispatchEvent(new CustomEvent<Chosen>('chosen', { detail: { files, account } }));
  }
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-drop-zone': DropZone;
  }
}
