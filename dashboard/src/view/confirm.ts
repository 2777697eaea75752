import { css, html, LitElement } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { parts } from '../style/parts.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button that does it says. */
  readonly action: string;
}

/** Asks before something is lost. The native dialog brings focus handling, Escape and the veil. */
@customElement('slipway-confirm')
export class Confirm extends LitElement {
  static override styles = [
    parts,
    css`
      dialog {
        width: min(440px, calc(100vw - 32px));
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-high);
        padding: 24px;
      }
      dialog::backdrop {
        background: var(--veil);
      }
      h2 {
        font-size: 18px;
        overflow-wrap: anywhere;
      }
      p {
        margin-top: 8px;
        color: var(--ink-soft);
      }
      div {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 10px;
        margin-top: 24px;
      }
    `,
  ];

  @state() private question: Question | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;
  #answer: ((yes: boolean) => void) | undefined;

  async ask(question: Question): Promise<boolean> {
    this.question = question;
    await this.updateComplete;
    this.dialog.returnValue = '';
    this.dialog.showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  override render() {
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="text"
      data-testid="confirm"
      @close=${() => this.#answer?.(this.dialog.returnValue === 'yes')}
    >
      <h2 id="title">${this.question?.title}</h2>
      <p id="text">${this.question?.text}</p>
      <div>
        <button autofocus data-testid="confirm-no" @click=${() => this.dialog.close('no')}>
          Keep it
        </button>
        <button class="danger" data-testid="confirm-yes" @click=${() => this.dialog.close('yes')}>
          ${this.question?.action}
        </button>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-confirm': Confirm;
  }
}
