import { css, html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { parts } from '../style/parts.ts';
import { announce } from './announce.ts';
import { icons } from './icons.ts';

/** A value to take away: shown in full, selected with one click, copied with another. */
@customElement('slipway-copy')
export class Copy extends LitElement {
  static override styles = [
    parts,
    css`
      div {
        display: flex;
        align-items: stretch;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--sunken);
        overflow: hidden;
      }
      code {
        flex: 1;
        min-width: 0;
        padding: 7px 12px;
        font: 13px/1.55 var(--mono);
        overflow-wrap: anywhere;
        user-select: all;
      }
      button {
        flex: none;
        min-height: 0;
        width: 38px;
        padding: 0;
        border: 0;
        border-left: 1px solid var(--line);
        border-radius: 0;
        background: transparent;
        color: var(--ink-soft);
      }
      button:hover {
        background: var(--accent-wash);
        color: var(--accent);
      }
      button:focus-visible {
        outline-offset: -3px;
      }
      .copied {
        color: var(--good);
      }
    `,
  ];

  @property() value = '';
  /** What is copied, for the button's name: "Copy HLS address". */
  @property() label = '';
  /** Name under which tests find the value. */
  @property() testid = '';
  @state() private copied = false;
  @query('code') private code!: HTMLElement;

  override render() {
    return html`<div>
      <code data-testid=${this.testid}>${this.value}</code>
      <button
        class=${this.copied ? 'copied' : ''}
        aria-label="Copy ${this.label}"
        title="Copy"
        @click=${this.#copy}
      >
        ${this.copied ? icons.check : icons.copy}
      </button>
    </div>`;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.value);
    } catch {
      // Plain http from another machine has no clipboard: select it, one key press does the rest.
      getSelection()?.selectAllChildren(this.code);
      announce(this, 'Selected. Press Control C to copy.');
      return;
    }
    announce(this, `Copied ${this.label}.`);
    this.copied = true;
    setTimeout(() => (this.copied = false), 1_600);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-copy': Copy;
  }
}
